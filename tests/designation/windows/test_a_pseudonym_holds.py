"""A pseudonym holds until both sides signed terms that say names, and for good once the access has ended."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from designation.demo.world import World
from designation.models import Grant, Request, Window
from designation.roles import Role
from designation.windows import actions as windows
from tests.designation.walking import appoint, catch_up, fresh, ready, window_in
from tests.overwriting import overwrite
from workflow.ledger.seal import seal
from workflow.models import Approval, Entry

AsPerson = Callable[[World, str], Client]


def named_to_the_developer(world: World, request: Request, as_person: AsPerson) -> set[bool]:
    """Whether the pages, the record and the bundle that a developer opens say the evaluator's name."""
    catch_up(world)
    seal()
    base = f"/requests/{request.number}/"
    client = as_person(world, "carl")
    addresses = (f"{base}windows/1/", f"{base}record/", f"{base}record/bundle/")
    return {"Eve Laurent" in client.get(address).content.decode() for address in addresses}


def change(world: World, window: Window, step: str, key: str, **clauses: Any) -> None:
    world.act(window, step, key, terms=fresh(window).terms.content | clauses)


@pytest.fixture
def window(present: World, covered: Request) -> Window:
    """A window that is being agreed on, with an evaluator under a pseudonym."""
    window = window_in(present, covered, "proposed", names="pseudonyms")
    ready(present, window)
    return window


def test_a_version_that_the_government_did_not_sign_names_nobody(
    present: World, covered: Request, window: Window, as_person: AsPerson
) -> None:
    change(present, window, "revise", "carl", names="names")
    assert named_to_the_developer(present, covered, as_person) == {False}
    present.act(window, "cancel", "carl")
    assert named_to_the_developer(present, covered, as_person) == {False}


def test_nobody_named_under_such_a_version_is_named_to_the_developer(present: World, window: Window) -> None:
    change(present, window, "revise", "carl", names="names")
    eli = windows.nominate(window, actor=present.actor("ravi"), person=present.people["eli"], now=present.now)
    assert eli.name_for("developer") == f"Evaluator {eli.pseudonym}"


def test_a_version_that_both_sides_signed_names_everybody(
    present: World, covered: Request, window: Window, as_person: AsPerson
) -> None:
    change(present, window, "revise", "carl", names="names")
    for key in ("abel", "arno"):
        present.act(window, "approve", key)
    assert named_to_the_developer(present, covered, as_person) == {True}


def test_whose_access_has_ended_stays_unnamed(
    present: World, covered: Request, window: Window, as_person: AsPerson
) -> None:
    present.act(window.grants.get(), "end", "sam")
    change(present, window, "revise", "carl", names="names")
    for key in ("abel", "arno"):
        present.act(window, "approve", key)
    assert named_to_the_developer(present, covered, as_person) == {False}


def test_the_first_version_with_pseudonyms_hides_whoever_was_named_before(
    present: World, covered: Request, as_person: AsPerson
) -> None:
    window = window_in(present, covered, "proposed")
    ready(present, window)
    assert named_to_the_developer(present, covered, as_person) == {True}
    change(present, window, "counter", "ravi", names="pseudonyms")
    assert named_to_the_developer(present, covered, as_person) == {False}


def suspended(world: World, window: Window) -> Grant:
    """Return the grant of an evaluator who is a reviewer as well, suspended."""
    appoint(world, "eve", Role.REVIEWER)
    grant = window.grants.get()
    world.act(grant, "suspend", "sam", reason="A signal.")
    return grant


def test_what_the_person_signed_on_their_own_grant_before_the_rule_stood_names_nobody(
    present: World, covered: Request, window: Window, as_person: AsPerson
) -> None:
    grant = suspended(present, window)
    present.act(grant, "resume", "ravi")
    ravis = Approval.objects.get(subject_id=grant.pk)
    eve = present.people["eve"]
    overwrite(Approval.objects.filter(pk=ravis.pk), actor=eve.pk, actor_name=eve.name)
    assert named_to_the_developer(present, covered, as_person) == {False}
    page = as_person(present, "carl").get(f"/requests/{covered.number}/windows/1/").content.decode()
    assert re.search(f"Signed so far: *Evaluator {grant.pseudonym}", page)


def test_an_entry_calls_whoever_signed_it_as_the_terms_say(
    present: World, covered: Request, window: Window, as_person: AsPerson
) -> None:
    from designation.record import entry_facts
    from designation.requests.matter import Matter

    grant = suspended(present, window)
    present.act(grant, "resume", "ravi")
    present.act(grant, "resume", "sam")
    entry = Entry.objects.get(subject_id=grant.pk, event="grant.resumed")
    signed = [{"actor": str(grant.person_id), "at": entry.details["signers"][0]["at"]}]
    of = {key: Request.with_roles(present.people[key].pk).get(pk=covered.pk) for key in ("carl", "ravi")}
    said = {
        key: entry_facts._signers(signed, entry, Matter(of[key], present.actor(key), present.now))
        for key in of
    }
    assert said["carl"][0].startswith(f"Evaluator {grant.pseudonym}")
    assert said["ravi"][0].startswith("Eve Laurent")
