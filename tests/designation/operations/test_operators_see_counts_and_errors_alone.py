"""The operator's pages: whether the site works, and nothing of what is in it."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from designation.demo import world as demonstration
from designation.demo.world import World
from designation.models import Request
from designation.operations.views import fingerprint
from workflow import clock, outbox
from workflow.ledger.seal import seal
from workflow.models import Deadline, Delivery, Message

AsPerson = Callable[[World, str], Client]
PAGES = ("", "clocks/", "clocks/?show=failed", "deliveries/", "deliveries/?show=dead", "deliveries/?show=log")


@pytest.fixture
def larkspur(demo_world: World) -> Request:
    return demonstration.filed(demo_world, "Larkspur")


def text(client: Client, rest: str = "") -> str:
    answer = client.get(f"/operations/{rest}")
    assert answer.status_code == 200
    return str(answer.content.decode())


def give_up(message: Message) -> None:
    """Let a message fail as often as it may."""
    message.state, message.attempts, message.last_error = "dead", 8, "ConnectionRefusedError"
    message.save()


def test_nobody_but_operators_finds_the_pages(demo_world: World, as_person: AsPerson) -> None:
    for key in ("dana", "ines", "paul", "ada", "nora", "ira"):
        client = as_person(demo_world, key)
        for rest in (*PAGES, "deliveries/resend/", f"deliveries/{uuid.uuid4()}/resend/"):
            assert client.get(f"/operations/{rest}").status_code == 404, (key, rest)
            assert client.post(f"/operations/{rest}").status_code == 404, (key, rest)
    assert Client().get("/operations/").status_code == 302


def test_no_page_names_a_matter_a_person_an_event_or_the_words_of_a_mail(
    demo_world: World, larkspur: Request, as_person: AsPerson
) -> None:
    outbox.deliver()
    for message in Message.objects.filter(state="queued"):
        give_up(message)
    demonstration.filed(demo_world, "Tamarack")
    Deadline.objects.filter(log=larkspur.log_id).update(due_at=clock.now(), last_error="lead_missing")
    olga = as_person(demo_world, "olga")
    hidden = [
        larkspur.number,
        "Larkspur",
        str(larkspur.pk),
        str(larkspur.model_id),
        "Meridian",
        "request.submitted",
    ]
    for person in demo_world.people.values():
        if person.name != "Olga Stone":
            hidden += [person.name, person.email, str(person.pk)]
    hidden += list(Delivery.objects.values_list("subject", flat=True))
    assert Delivery.objects.exists()
    for rest in PAGES:
        page = text(olga, rest)
        assert [word for word in hidden if word in page] == [], rest


def test_clocks_that_ran_out_and_that_failed_are_listed_with_their_error(
    demo_world: World, larkspur: Request, as_person: AsPerson
) -> None:
    row = Deadline.objects.filter(log=larkspur.log_id).earliest("due_at")
    olga = as_person(demo_world, "olga")
    past = clock.now() - timedelta(days=3)
    Deadline.objects.filter(pk=row.pk).update(due_at=past, attempts=4, last_error="lead_missing")
    for rest in ("clocks/", "clocks/?show=failed", "clocks/?show=overdue"):
        page = text(olga, rest)
        assert str(row.pk) in page
        assert "lead_missing" in page
        assert "3 days late" in page
    Deadline.objects.filter(pk=row.pk).update(last_error="")
    assert str(row.pk) not in text(olga, "clocks/?show=failed")


def test_a_message_that_was_given_up_is_sent_again(
    demo_world: World, larkspur: Request, as_person: AsPerson
) -> None:
    outbox.deliver(1000)
    message = Message.objects.filter(deliveries__isnull=False).latest("at")
    Delivery.objects.filter(message=message).delete()
    give_up(message)
    olga = as_person(demo_world, "olga")
    assert "ConnectionRefusedError" in text(olga, "deliveries/?show=dead")
    address = f"/operations/deliveries/{message.pk}/resend/"
    assert olga.get(address).status_code == 404
    assert "in the queue again" in olga.post(address, follow=True).content.decode()
    assert str(message.pk) in text(olga, "deliveries/?show=waiting")
    assert "Nothing changed" in olga.post(address, follow=True).content.decode()
    outbox.deliver()
    assert Message.objects.get(pk=message.pk).state == "delivered"
    assert Delivery.objects.filter(message=message, state="sent").exists()


def test_all_messages_that_were_given_up_are_sent_again_at_once(
    demo_world: World, larkspur: Request, as_person: AsPerson
) -> None:
    for message in Message.objects.all()[:3]:
        give_up(message)
    said = as_person(demo_world, "olga").post("/operations/deliveries/resend/", follow=True).content.decode()
    assert "3 messages put into the queue again." in said
    assert not Message.objects.filter(state="dead").exists()


def test_the_log_tells_recipients_apart_by_a_fingerprint(
    demo_world: World, larkspur: Request, as_person: AsPerson
) -> None:
    outbox.deliver(1000)
    recipient = Delivery.objects.latest("at").recipient
    assert fingerprint(recipient) in text(as_person(demo_world, "olga"), "deliveries/?show=log")
    assert fingerprint(recipient) != fingerprint(uuid.uuid4())


def test_the_state_of_the_register_is_said(demo_world: World, larkspur: Request, as_person: AsPerson) -> None:
    olga = as_person(demo_world, "olga")
    before = text(olga)
    assert "There is none yet." in before
    assert "wait to be sealed for more than a minute" in before
    checkpoint = seal()
    assert checkpoint is not None
    after = text(olga)
    assert f"{checkpoint.pk}, register size {checkpoint.size}" in after
    assert "for more than a minute" not in after


@pytest.mark.usefixtures("nothing_heard")
def test_silent_parts_of_the_site_are_named(demo_world: World, as_person: AsPerson) -> None:
    page = text(as_person(demo_world, "olga"))
    for part in ("Database", "Redis", "Worker", "Beat"):
        assert part in page
    assert "silent" in page


def test_no_page_takes_more_than_twelve_queries(
    demo_world: World, larkspur: Request, as_person: AsPerson, django_assert_max_num_queries: Any
) -> None:
    for number in range(20):
        demonstration.filed(demo_world, f"Model {number}")
    for message in Message.objects.all()[:60]:
        give_up(message)
    outbox.deliver(1000)
    Deadline.objects.update(due_at=clock.now(), last_error="x")
    olga = as_person(demo_world, "olga")
    for rest in PAGES:
        with django_assert_max_num_queries(12):
            assert olga.get(f"/operations/{rest}").status_code == 200
