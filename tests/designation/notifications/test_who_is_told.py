"""Notices as a table: for every row, exactly these people get the mail; every event is decided; mails say nothing."""

from collections.abc import Callable, Iterator

import pytest
from django.core import mail

from designation import declarations
from designation.demo import cast
from designation.demo.world import World
from designation.identity import actions as accounts
from designation.notifications import directory as notices
from tests.designation.notifications.telling import EVENTS, SILENT
from tests.designation.walking import request_in
from workflow import outbox
from workflow.mail import Message
from workflow.models import Delivery, Job
from workflow.steps import machines, steps_of

CREATIONS = {
    "closure.entered",
    "consultation.opened",
    "grant.nominated",
    "share.begun",
    "credential.added",
    "destruction.issued",
    "attestation.asked",
    "partner.nominated",
    "partner.reconsideration_asked",
    "selection.proposed",
    "reset.asked",
    "suspension.placed",
    "eligibility.entered",
    "case.opened",
    "case.reported",
    "emergency.requested",
    "register.refused",
}
ORGANIZATION = {person[0]: person[2] for person in cast.PEOPLE}


@pytest.mark.django_db
def test_a_mail_is_plain_text(demo_world: World) -> None:
    dora = demo_world.people["dora"]
    type(dora).objects.filter(pk=dora.pk).update(name="Dora O'Brien & Co")
    accounts.send_new_password_link(dora)
    job = Job.objects.filter(inputs__template="new_password").latest("at")
    (sent,) = notices.mails(Message.of(job))
    assert sent.body.startswith("Good day Dora O'Brien & Co,\n")
    assert sent.subject == "Your link for a new password"


def events_of_steps() -> Iterator[str]:
    """Every event that a step of this product can bring about, those of its signatures included."""
    for model in machines():
        if not model.__module__.startswith("designation."):
            continue
        for facts in steps_of(model).values():
            yield facts.event
            if facts.quorum is not None:
                yield from (f"{facts.event}.signed", f"{facts.event}.taken_back")


@pytest.fixture
def deliver(demo_world: World) -> Callable[[], None]:
    """Return what delivers the mails of the test; what was told while the world was made is no part of it."""
    before = list(Job.objects.values_list("pk", flat=True))

    def deliver() -> None:
        Job.objects.filter(pk__in=before).update(state="done")
        Job.objects.filter(state="queued").update(next_at="2000-01-01T00:00:00Z")
        while outbox.deliver():
            pass

    return deliver


def told(event: str, audience: str) -> str:
    """Who got the mails of an event for an audience, as keys in one line."""
    rows = Delivery.objects.filter(job__event=event, job__inputs__audience=audience)
    keys = {address.partition("@")[0] for address in rows.values_list("address", flat=True)}
    return " ".join(sorted(keys))


@pytest.mark.parametrize("event", sorted(EVENTS))
def test_exactly_these_people_are_told(
    demo_world: World, deliver: Callable[[], None], renderer: object, event: str
) -> None:
    bring_about, audiences = EVENTS[event]
    assert {audience for audience, _ in notices.notices_for(event)} == set(audiences)
    bring_about(demo_world)
    deliver()
    assert {audience: told(event, audience) for audience in audiences} == audiences
    assert not Job.objects.exclude(state="done").exists()


def test_every_event_of_every_step_is_in_the_table_or_silent_on_purpose() -> None:
    happening = set(events_of_steps())
    in_table = {notice.event for notice in notices.notices() if not notice.event.startswith("deadline.")}
    assert happening - in_table - SILENT == set()
    assert SILENT & in_table == set()
    assert SILENT - happening == set()
    assert in_table - happening - CREATIONS == set()


def test_every_row_of_the_table_has_its_test() -> None:
    rows = {notice.event for notice in notices.notices() if not notice.event.startswith("deadline.")}
    assert rows == set(EVENTS)


def test_every_event_has_its_sentence() -> None:
    assert set(events_of_steps()) - set(declarations.merged("words", "EVENTS")) == set()


def test_who_caused_it_is_not_told(demo_world: World, deliver: Callable[[], None]) -> None:
    for event in ("request.withdrawn", "window.suspended", "request.concluded"):
        for key in EVENTS[event][1].get("developer", "").split():
            assert key in ("carl", "dana", "sam")
    request_in(demo_world, "withdrawn")
    deliver()
    assert "carl" not in told("request.withdrawn", "developer")


def test_closed_accounts_and_closed_organizations_are_not_told(
    demo_world: World, deliver: Callable[[], None]
) -> None:
    from designation.people.actions import organizations

    request_in(demo_world, "in_assessment")
    organizations.close_account(demo_world.people["sam"], actor=demo_world.actor("maya"), now=demo_world.now)
    organizations.close(
        demo_world.organizations["cisa"], actor=demo_world.actor("olga"), reason="Over.", now=demo_world.now
    )
    deliver()
    assert told("request.accepted", "developer") == "carl dana"
    assert told("consultation.opened", "consulted") == "omar"


def test_other_organizations_are_told_nothing(demo_world: World, deliver: Callable[[], None]) -> None:
    request_in(demo_world, "covered")
    deliver()
    addresses = set(Delivery.objects.values_list("address", flat=True))
    assert not [address for address in addresses if address.endswith("@halcyon.example")]
    assert not [
        address for address in addresses if address.split("@")[0] in ("abel", "arno", "eve", "eli", "olga")
    ]


def test_no_mail_says_anything_about_the_matter(demo_world: World, deliver: Callable[[], None]) -> None:
    from tests.designation.walking import window_in

    request = request_in(demo_world, "covered", "Larkspur")
    window_in(demo_world, request, "destroyed")
    deliver()
    names = [person.name for person in demo_world.people.values()]
    secrets = [
        "Larkspur",
        "Meridian",
        "National Security",
        "covered",
        "Agentless",
        "ecommend",
        *request.answers["evaluations"].split(";"),
    ]
    assert len(mail.outbox) > 30
    for one in mail.outbox:
        recipient = one.to[0].partition("@")[0]
        own = demo_world.people[recipient].name
        assert request.number not in one.subject
        text = one.subject + one.body
        assert [word for word in [*secrets, *names] if word in text and word != own] == []
        assert len(one.to) == 1
        assert one.cc == one.bcc == []


def test_a_mail_about_a_quarantine_says_nothing_about_the_file(
    demo_world: World, deliver: Callable[[], None], renderer: object
) -> None:
    EVENTS["artifact.quarantined"][0](demo_world)
    mail.outbox.clear()
    deliver()
    sent = [one for one in mail.outbox if "quarantined" in one.subject]
    assert {one.to[0].partition("@")[0] for one in sent} == {"carl", "sam", "ira"}
    for one in sent:
        assert not [
            word for word in ("Model report", "larkspur", "Larkspur", "Why.", "banner") if word in one.body
        ]
        to_window = one.to[0].startswith("ira@")
        assert ("/windows/" in one.body) is to_window
        assert ("/artifacts/" in one.body) is not to_window
