"""An agreement is shown in full and accepted before anything is read; who accepted which text stays provable."""

import hashlib
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from designation.artifacts import actions, agreement_text
from designation.artifacts.may_read import may_download_now, may_read
from designation.artifacts.models import Acceptance, Agreement, Share
from designation.demo.world import World
from designation.models import Grant, Request, Window
from designation.roles import Side
from designation.windows.window_access import window_access
from tests.designation.artifacts.agreeing import (
    TITLE,
    accepts,
    in_force,
    page_of,
    token_in,
    written,
)
from tests.designation.artifacts.reading import Reader, readings
from tests.designation.walking import catch_up, fresh, ready, refused, request_in, window_in
from workflow import clock, outbox
from workflow.models import Delivery, Entry
from workflow.models.ledger import open_to
from workflow.perform import perform

AsPerson = Callable[[World, str], Client]
NOT_ACCEPTED = ["agreement_not_accepted"]


def against(world: World, share: Share, key: str = "eve") -> list[str]:
    found = may_read(world.people[key].pk, share.pk, fresh(share.window), clock.now())
    return [one.code for one in found]


# What stops and what is open ------------------------------------------------------------------------------------


def test_an_agreement_in_force_stops_everybody_at_once_until_they_accept(
    present: World, share: Share, eve: Reader
) -> None:
    viewer = eve.opens()
    image = eve.image_of(viewer)
    assert eve.client.get(image).status_code == 200
    agreement = in_force(present, share.window.request)
    for address in (eve.address(), eve.address("share_text"), image, eve.address("share_standing")):
        assert eve.client.get(address).status_code == 403, address
    assert "You have not accepted the agreement." in eve.opens().content.decode()
    assert len(readings(share)) == 1
    assert accepts(eve.client, share.window, agreement).status_code == 302
    assert eve.sees().status_code == 200


def test_the_text_in_sql_says_the_same_to_pages_to_downloads_and_to_the_watch(
    present: World, share: Share, eve: Reader
) -> None:
    agreement = in_force(present, share.window.request)
    person = present.people["eve"].pk

    def said() -> list[list[str]]:
        window, now = fresh(share.window), clock.now()
        watched = may_download_now([(person, share.pk)])[person, share.pk].reasons
        return [
            [one.code for one in window_access(person, window, now)],
            [one.code for one in may_read(person, share.pk, window, now)],
            [code for code in watched if code != "viewing_only"],
        ]

    assert said() == [NOT_ACCEPTED] * 3
    accepts(eve.client, share.window, agreement)
    assert said() == [[]] * 3


def test_a_page_is_not_recorded_either(present: World, share: Share) -> None:
    in_force(present, share.window.request)
    page = {"page": 1, "code": "ABCDEFGH"}
    assert refused(lambda: perform(share, "open_page", actor=present.actor("eve"), inputs=page)) == (
        "agreement_not_accepted",
    )


def test_no_credential_is_shown_before(
    present: World, opened: Window, share: Share, as_person: AsPerson
) -> None:
    made = actions.add_credential(
        opened, actor=present.actor("sam"), label="Key", address="", secret="sk-canary", now=present.now
    )
    agreement = in_force(present, opened.request)
    client = as_person(present, "eve")
    address = reverse("credential_show", args=[opened.request.number, opened.number, made.pk])
    answer = client.post(address)
    assert (answer.status_code, "sk-canary" in answer.content.decode()) == (403, False)
    accepts(client, opened, agreement)
    assert "sk-canary" in client.post(address).content.decode()


def test_a_new_version_asks_everybody_again(present: World, share: Share, eve: Reader) -> None:
    first = in_force(present, share.window.request)
    accepts(eve.client, share.window, first)
    second = in_force(present, share.window.request, "A stricter text.")
    assert (fresh(first).state, second.number) == ("replaced", 2)
    assert against(present, share) == NOT_ACCEPTED
    assert accepts(eve.client, share.window, first, shown="x").status_code == 404
    accepts(eve.client, share.window, second)
    assert against(present, share) == []


def test_an_agreement_that_is_withdrawn_stops_nobody(present: World, share: Share) -> None:
    agreement = in_force(present, share.window.request)
    assert against(present, share) == NOT_ACCEPTED
    present.act(agreement, "withdraw", "carl", reason="Not needed.")
    assert against(present, share) == []


def test_an_agreement_of_another_request_and_a_draft_stop_nobody(present: World, share: Share) -> None:
    in_force(present, request_in(present, "submitted", "Juniper"))
    written(present, share.window.request)
    assert against(present, share) == []


def test_each_window_has_its_own_acceptances(
    present: World, share: Share, eve: Reader, as_person: AsPerson
) -> None:
    agreement = in_force(present, share.window.request)
    other = ready(present, share.window, "eli")
    accepts(eve.client, share.window, agreement)
    assert against(present, share) == []
    assert against(present, share, "eli") == NOT_ACCEPTED
    accepts(as_person(present, "eli"), share.window, agreement)
    assert against(present, share, "eli") == []
    perform(fresh(other), "end", actor=present.actor("carl"))
    ready(present, share.window, "eli")
    catch_up(present)
    assert against(present, share, "eli") == NOT_ACCEPTED


# What counts as acceptance --------------------------------------------------------------------------------------


def test_the_page_shows_the_whole_text_and_the_acceptance_names_it(
    present: World, share: Share, eve: Reader
) -> None:
    long = "\n\n".join(f"{number}. Clause number {number}." for number in range(1, 400))
    agreement = in_force(present, share.window.request, long)
    shown = eve.client.get(page_of(share.window, agreement))
    assert all(f"{number}. Clause number {number}." in shown.content.decode() for number in range(1, 400))
    assert "no-store" in shown["Cache-Control"]
    accepts(eve.client, share.window, agreement)
    grant = share.window.grants.get()
    given = Acceptance.objects.get()
    entry = Entry.objects.get(event="acceptance.given")
    assert (given.grant, given.agreement, given.digest) == (grant, agreement, agreement.digest)
    assert (entry.log_id, entry.actor, entry.subject_id) == (share.window.log_id, str(grant.pk), given.pk)
    assert entry.details["agreement"] == 1
    assert entry.details["agreement_digest"] == agreement_text.digest(TITLE, long)
    assert set(entry.sides) == {Side.DEVELOPER, Side.GOVERNMENT}


def test_without_the_box_nothing_is_accepted_and_the_page_says_what_to_do(
    present: World, share: Share, eve: Reader
) -> None:
    agreement = in_force(present, share.window.request)
    answer = accepts(eve.client, share.window, agreement, accepted="")
    assert answer.status_code == 409
    assert "Confirm that you have read the agreement and accept it." in answer.content.decode()
    assert "Keep what you read confidential." in answer.content.decode()
    assert token_in(answer)
    assert not Acceptance.objects.exists()


def test_a_page_that_was_shown_long_ago_does_not_count(present: World, share: Share, eve: Reader) -> None:
    agreement = in_force(present, share.window.request)
    token = token_in(eve.client.get(page_of(share.window, agreement)))
    clock.advance(agreement_text.SHOWN_WITHIN + timedelta(minutes=1))
    answer = accepts(eve.client, share.window, agreement, shown=token)
    assert answer.status_code == 409
    assert "Read the text of the agreement on this page first" in answer.content.decode()


def test_it_is_accepted_once(present: World, share: Share, eve: Reader) -> None:
    agreement = in_force(present, share.window.request)
    token = token_in(eve.client.get(page_of(share.window, agreement)))
    sent = {"shown": token, "accepted": "on"}
    statuses = [eve.client.post(page_of(share.window, agreement), sent).status_code for _ in range(2)]
    assert statuses == [302, 404]
    again = {"agreement": agreement, "shown": token, "accepted": True, "actor": present.actor("eve")}
    assert "agreement_accepted_already" in refused(
        lambda: actions.accept_agreement(share.window.grants.get(), **again)
    )
    assert Acceptance.objects.count() == 1


@pytest.mark.parametrize("key", ["ravi", "abel", "carl", "dana"])
def test_nobody_else_accepts(present: World, share: Share, as_person: AsPerson, key: str) -> None:
    agreement = in_force(present, share.window.request)
    client = as_person(present, key)
    assert token_in(client.get(page_of(share.window, agreement))) == ""
    assert client.post(page_of(share.window, agreement), {"accepted": "on"}).status_code == 404
    assert not Acceptance.objects.exists()


@pytest.mark.parametrize("key", ["eli", "hope", "cora", "olga"])
def test_for_strangers_there_is_none(present: World, share: Share, as_person: AsPerson, key: str) -> None:
    agreement = in_force(present, share.window.request)
    client = as_person(present, key)
    for name in ("window_agreement", "window_agreement_file"):
        assert client.get(page_of(share.window, agreement, name)).status_code == 404


# What stays -----------------------------------------------------------------------------------------------------


def test_the_digest_in_the_record_is_that_of_the_downloaded_text(
    present: World, share: Share, eve: Reader, as_person: AsPerson
) -> None:
    agreement = in_force(present, share.window.request)
    accepts(eve.client, share.window, agreement)
    in_force(present, share.window.request, "Another text.")
    present.act(fresh(share.window.request).agreements.get(number=2), "withdraw", "carl", reason="Over.")
    number = share.window.request.number
    own = reverse("agreement_file", args=[number, agreement.pk])
    shared = page_of(share.window, agreement, "window_agreement_file")
    recorded = {
        entry.details["agreement_digest"]
        for entry in Entry.objects.filter(event__in=["agreement.in_force", "acceptance.given"])
        if entry.details["agreement"] == 1
    }
    for client, address in ((as_person(present, "dana"), own), (eve.client, shared)):
        assert {hashlib.sha384(client.get(address).content).hexdigest()} == recorded
    assert "You accepted this version" in eve.client.get(page_of(share.window, agreement)).content.decode()


def test_neither_the_text_nor_an_acceptance_can_be_changed_or_deleted(
    present: World, share: Share, eve: Reader
) -> None:
    agreement = in_force(present, share.window.request)
    accepts(eve.client, share.window, agreement)
    given = Acceptance.objects.get()
    changes = [
        lambda: Agreement.objects.filter(pk=agreement.pk).update(text="Something else."),
        lambda: Agreement.objects.filter(pk=agreement.pk).update(digest="0" * 96),
        lambda: Acceptance.objects.filter(pk=given.pk).update(digest="0" * 96),
        lambda: Acceptance.objects.filter(pk=given.pk)._raw_delete("default"),
        lambda: Agreement.objects.filter(pk=agreement.pk)._raw_delete("default"),
    ]
    for change in changes:
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_the_government_does_not_learn_of_drafts(present: World, share: Share, as_person: AsPerson) -> None:
    request = share.window.request
    for _ in range(2):
        present.act(written(present, request), "discard", "dana")
    draft = written(present, request, "The third attempt.")
    catch_up(present)
    government = Entry.objects.filter(open_to([Side.GOVERNMENT]), machine="designation.Agreement")
    assert not government.exists()
    ravi = as_person(present, "ravi")
    window = reverse("window", args=[request.number, share.window.number])
    assert "Nondisclosure and use agreement" not in ravi.get(window).content.decode()
    assert ravi.get(reverse("agreement", args=[request.number, draft.pk])).status_code == 404
    present.act(draft, "put_in_force", "carl")
    assert draft.number == 1
    assert TITLE in ravi.get(window).content.decode()


def test_a_draft_goes_with_its_request_and_a_version_in_force_stays(present: World, share: Share) -> None:
    request = share.window.request
    agreement = in_force(present, request)
    draft = written(present, request, "The next one.")
    present.act(fresh(request), "withdraw", "carl")
    assert (fresh(draft).state, fresh(agreement).state) == ("discarded", "in_force")


# Who is asked and who sees what ---------------------------------------------------------------------------------


def test_it_is_the_evaluators_task_until_they_accept(present: World, share: Share, eve: Reader) -> None:
    task = "Read and accept the agreement"
    assert task not in eve.client.get("/").content.decode()
    agreement = in_force(present, share.window.request)
    window = reverse("window", args=[share.window.request.number, share.window.number])
    assert task in eve.client.get("/").content.decode()
    shown = eve.client.get(window).content.decode()
    assert page_of(share.window, agreement) in shown
    assert "Your access is open." not in shown
    assert eve.address() not in shown
    accepts(eve.client, share.window, agreement)
    assert task not in eve.client.get("/").content.decode()
    assert "Your access is open." in eve.client.get(window).content.decode()


def test_a_draft_is_the_certifying_officers_task(present: World, share: Share, as_person: AsPerson) -> None:
    draft = written(present, share.window.request)
    catch_up(present)
    task = "Put the agreement for evaluators into force"
    assert task in as_person(present, "carl").get("/").content.decode()
    assert task not in as_person(present, "dana").get("/").content.decode()
    assert refused(lambda: present.act(draft, "put_in_force", "dana")) == ("not_your_role",)


def test_the_evaluators_are_told(present: World, share: Share) -> None:
    outbox.deliver(1000)
    Delivery.objects.all().delete()
    in_force(present, share.window.request)
    outbox.deliver(1000)
    told = Delivery.objects.values_list("address", flat=True)
    assert set(told) == {present.people["eve"].email}


def test_the_developer_sees_who_accepted_which_version_and_when(
    present: World, share: Share, eve: Reader, as_person: AsPerson
) -> None:
    ready(present, share.window, "eli")
    first = in_force(present, share.window.request)
    accepts(eve.client, share.window, first)
    dana = as_person(present, "dana")
    number = share.window.request.number
    overview = reverse("agreements", args=[number])
    shown = dana.get(overview).content.decode()
    assert "1 of 2 evaluators accepted it." in shown
    assert present.people["eve"].name in shown
    assert "Not yet. This person reads nothing until then." in shown
    in_force(present, share.window.request, "The second text.")
    assert "0 of 2 evaluators accepted it." in dana.get(overview).content.decode()
    old = dana.get(reverse("agreement", args=[number, first.pk])).content.decode()
    assert "1 of 1 evaluator accepted it." in old
    assert "Keep what you read confidential." in old


def test_officials_see_who_accepted_and_evaluators_only_themselves(
    present: World, share: Share, eve: Reader, as_person: AsPerson
) -> None:
    ready(present, share.window, "eli")
    agreement = in_force(present, share.window.request)
    accepts(as_person(present, "eli"), share.window, agreement)
    accepts(eve.client, share.window, agreement)
    name = present.people["eli"].name
    assert name in as_person(present, "abel").get(page_of(share.window, agreement)).content.decode()
    assert name not in eve.client.get(page_of(share.window, agreement)).content.decode()


def test_the_developer_knows_an_evaluator_by_the_pseudonym_alone(
    present: World, covered: Request, as_person: AsPerson
) -> None:
    window = window_in(present, covered, "open", opens_in=0.02, days=9, names="pseudonyms")
    agreement = in_force(present, window.request)
    accepts(as_person(present, "eve"), window, agreement)
    grant = Grant.objects.get(window=window)
    dana = as_person(present, "dana")
    for address in (
        reverse("agreements", args=[window.request.number]),
        reverse("agreement", args=[window.request.number, agreement.pk]),
        page_of(window, agreement),
    ):
        shown = dana.get(address).content.decode()
        assert grant.pseudonym in shown
        assert present.people["eve"].name not in shown
