"""What an evaluator does on their own grant is in the record under the grant's id, which leads to no other matter."""

import json
import re
from collections.abc import Callable

import pytest
from django.test import Client

from designation.demo.world import World
from designation.models import Grant, Recusal, Request
from designation.notifications import directory as notices
from designation.roles import Role
from tests.designation.walking import appoint, at_present, catch_up, request_in, window_in
from workflow.errors import KeyReused
from workflow.ledger.seal import seal
from workflow.mail import Message
from workflow.models import Entry, Job, Personal
from workflow.perform import perform

AsPerson = Callable[[World, str], Client]


@pytest.fixture
def world(demo_world: World) -> World:
    """The demonstration world at present."""
    return at_present(demo_world)


@pytest.fixture
def request_(world: World) -> Request:
    """A request with an open window and an evaluator under a pseudonym."""
    request = request_in(world, "covered")
    window_in(world, request, "open", opens_in=0.1, names="pseudonyms")
    return request


def grant_of(request: Request) -> Grant:
    return Grant.objects.get(window__request=request)


def test_no_id_of_the_person_is_told_to_the_developer(
    world: World, request_: Request, as_person: AsPerson
) -> None:
    by_name = request_in(world, "covered", "Borage")
    window_in(world, by_name, "open", opens_in=0.1)
    world.act(grant_of(request_), "end", "eve")
    catch_up(world)
    seal()
    carl = as_person(world, "carl")
    for request in (request_, by_name):
        base = f"/requests/{request.number}/record/"
        seen = "".join(carl.get(address).content.decode() for address in (base, f"{base}bundle/"))
        assert str(world.people["eve"].pk) not in seen
        assert str(grant_of(request).pk) in seen
    bundle = json.loads(carl.get(f"/requests/{request_.number}/record/bundle/").content)
    by = str(grant_of(request_).pk)
    entries = [entry for log in bundle["logs"] for entry in log["entries"]]
    own = [entry for entry in entries if entry.get("body", {}).get("actor") == by]
    assert [entry["body"]["event"] for entry in own] == ["grant.activated", "grant.ended"]
    assert [entry["personal"] for entry in own] == [{}, {}]


def test_the_record_can_be_asked_for_what_an_evaluator_did(
    world: World, request_: Request, as_person: AsPerson
) -> None:
    catch_up(world)
    grant = grant_of(request_)
    names = {"carl": f"Evaluator {grant.pseudonym}", "ravi": "Eve Laurent"}
    for key, name in names.items():
        client = as_person(world, key)
        page = client.get(f"/requests/{request_.number}/record/").content.decode()
        assert re.search(rf'<option value="{grant.pk}"[^>]*>{name}</option>', page)
        page = client.get(f"/requests/{request_.number}/record/?who={grant.pk}").content.decode()
        entry = Entry.objects.get(subject_id=grant.pk, event="grant.activated")
        assert f"record/{entry.log_id}/{entry.index}/" in page
        assert (
            name
            in client.get(
                f"/requests/{request_.number}/record/{entry.log_id}/{entry.index}/"
            ).content.decode()
        )


def test_what_the_person_does_in_another_office_does_not_lead_to_the_pseudonym(
    world: World, request_: Request, as_person: AsPerson
) -> None:
    appoint(world, "eve", Role.REVIEWER)
    grant = grant_of(request_)
    later = window_in(world, request_, "proposed", opens_in=22, days=2)
    world.act(later, "counter", "eve", terms=later.terms.content | {"retention": "None."})
    entry = Entry.objects.get(subject_id=later.pk, event="window.countered")
    assert entry.actor == str(world.people["eve"].pk)
    catch_up(world)
    page = as_person(world, "carl").get(f"/requests/{request_.number}/record/{entry.log_id}/{entry.index}/")
    assert "Eve Laurent" in page.content.decode()
    assert grant.pseudonym not in page.content.decode()


def test_an_official_who_ends_a_window_ends_all_grants_as_an_official(
    world: World, request_: Request
) -> None:
    appoint(world, "eve", Role.APPROVING_OFFICIAL)
    world.act(request_.windows.get(), "close", "eve", reason="Done early.")
    ended = Entry.objects.filter(event__in=["window.closed", "grant.ended"])
    assert {entry.actor for entry in ended} == {str(world.people["eve"].pk)}
    assert ended.count() == 2


def test_whoever_is_recused_ends_their_grant_under_its_own_name(world: World, request_: Request) -> None:
    appoint(world, "eve", Role.REVIEWER)
    world.act(request_, "recuse", "eve", reason="A cousin works there.")
    recused, ended = (Entry.objects.get(event=event) for event in ("request.recused", "grant.ended"))
    assert (recused.sides, recused.actor) == (["government"], str(world.people["eve"].pk))
    assert (ended.sides, ended.actor) == (["developer", "government"], str(grant_of(request_).pk))


def test_whoever_only_evaluates_is_recused_at_the_window(world: World, request_: Request) -> None:
    grant = grant_of(request_)
    world.act(grant.window, "recuse", "eve")
    recused, ended = (Entry.objects.get(event=event) for event in ("window.recused", "grant.ended"))
    assert (recused.sides, recused.actor) == (["government"], str(world.people["eve"].pk))
    assert (ended.sides, ended.actor) == (["developer", "government"], str(grant.pk))
    assert Recusal.objects.filter(matter=request_.pk, person=world.people["eve"]).exists()


def test_a_key_brings_an_evaluators_step_back(world: World, request_: Request) -> None:
    grant, actor = grant_of(request_), world.actor("eve")
    ended = perform(grant, "end", actor=actor, now=world.now, key="one")
    again = perform(grant, "end", actor=actor, now=world.now, key="one")
    assert (again.replayed, again.index) == (True, ended.index)
    with pytest.raises(KeyReused):
        perform(grant, "suspend", actor=actor, now=world.now, key="one")


def test_what_is_said_of_an_evaluator_can_be_erased(world: World, request_: Request) -> None:
    appoint(world, "abel", Role.CUSTODIAN)
    eve = world.people["eve"]
    assert eve in request_.people_on_record("government")
    for key in ("cleo", "abel"):
        world.act(request_, "erase_government_details", key, person=str(eve.pk))
    assert "Eve Laurent" not in {row.value for row in Personal.objects.filter(log__in=request_.all_log_ids())}
    assert eve not in request_.people_on_record("government")


def test_no_erasure_joins_the_name_of_an_evaluator_with_the_pseudonym(
    world: World, request_: Request
) -> None:
    appoint(world, "abel", Role.CUSTODIAN)
    appoint(world, "eve", Role.APPROVING_OFFICIAL)
    world.act(request_.windows.get(), "close", "eve", reason="Done early.")
    for key in ("cleo", "abel"):
        world.act(request_, "erase_government_details", key, person=str(world.people["eve"].pk))
    entries = Entry.objects.filter(log=grant_of(request_).log_id)
    actors = dict(entries.values_list("index", "actor"))
    erasures = entries.filter(event="personal.erased")
    told = [{actors[one["index"]] for one in entry.details["erased"]} for entry in erasures]
    assert all(len(labels) == 1 for labels in told)
    assert {str(grant_of(request_).pk), str(world.people["eve"].pk)} <= set().union(*told)


def test_who_did_it_gets_no_mail_about_it(world: World, request_: Request) -> None:
    grant = grant_of(request_)
    world.act(grant, "end", "eve")
    job = Job.objects.get(subject_id=grant.pk, event="grant.ended", inputs__audience="evaluator")
    message = Message.of(job)
    assert world.people["eve"] in notices.audience(message)
    assert list(notices.mails(message)) == []
