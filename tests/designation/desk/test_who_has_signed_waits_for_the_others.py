"""Who has signed a step that waits for others has done their part: the row moves to what waits for others."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from designation.demo.world import World
from designation.people.actions import appointments
from designation.policies import actions as policies
from designation.roles import Role
from tests.designation.walking import catch_up, ready, request_in, window_in
from workflow import clock
from workflow.perform import take_back

Browser = Callable[[World, str], Client]
DETERMINED = {"sharing_text": ""}


@pytest.fixture
def world(demo_world: World) -> World:
    demo_world.now = clock.now() - timedelta(days=3)
    return demo_world


@pytest.fixture
def desk(world: World, as_person: Browser) -> Callable[[str], tuple[list[str], list[str]]]:
    """Return what waits for a person, and what waits for others."""

    def of(key: str) -> tuple[list[str], list[str]]:
        found = as_person(world, key).get("/").context
        return [task.what for task in found["tasks"]], [task.what for task in found["others"]]

    return of


Desk = Callable[[str], tuple[list[str], list[str]]]


def test_who_signed_a_determination_waits_for_the_certifier(world: World, desk: Desk) -> None:
    request = request_in(world, "recommended")
    assert desk("dora") == (["Determine the outcome"], [])
    world.act(request, "determine_covered", "dora", **DETERMINED)
    assert desk("dora") == ([], ["You signed “Determine: covered”; it waits for the others"])
    assert desk("cleo") == (["Certify the determination"], [])


def test_a_signature_taken_back_brings_the_duty_back(world: World, desk: Desk) -> None:
    request = request_in(world, "recommended")
    world.act(request, "determine_covered", "dora", **DETERMINED)
    take_back(request, "determine_covered", actor=world.actor("dora"), now=world.now)
    assert desk("dora")[0] == ["Determine the outcome"]


def test_a_signature_that_ran_out_brings_the_duty_back(world: World, desk: Desk) -> None:
    window = window_in(world, request_in(world, "covered"), "proposed", opens_in=25, days=3)
    ready(world, window)
    world.act(window, "approve", "abel")
    assert desk("abel") == ([], ["You signed “Sign the terms”; it waits for the others"])
    clock.advance(timedelta(days=15))
    assert desk("abel")[0] == ["Sign the terms, or decline"]


def test_a_new_version_of_the_terms_asks_who_signed_the_old_one_again(world: World, desk: Desk) -> None:
    window = window_in(world, request_in(world, "covered"), "proposed", opens_in=6)
    world.act(window, "approve", "abel")
    world.act(window, "revise", "carl", terms=window.terms.content | {"retention": "20 days."})
    assert desk("abel") == (["Sign the terms, or decline"], [])


def test_signers_who_signed_different_things_are_told_so(world: World, desk: Desk) -> None:
    request = request_in(world, "recommended")
    world.act(request, "determine_covered", "dora", **DETERMINED)
    world.act(request, "determine_not_covered", "cleo", **DETERMINED)
    for key, task in (("dora", "Determine the outcome"), ("cleo", "Certify the determination")):
        assert desk(key) == ([f"{task}: the signatures so far do not agree"], [])


def test_who_agreed_to_resume_waits_for_the_other_side(world: World, desk: Desk) -> None:
    window = window_in(world, request_in(world, "covered"), "suspended", opens_in=1)
    catch_up(world)
    resume = "Agree to resume access, or close the window"
    assert resume in desk("carl")[0]
    world.act(window, "resume", "carl")
    assert resume not in desk("carl")[0]
    assert "You signed “Resume access”; it waits for the others" in desk("carl")[1]
    assert resume in desk("abel")[0]


def test_who_proposed_a_role_waits_for_the_second_administrator(world: World, desk: Desk) -> None:
    ravi: Any = world.people["ravi"]
    appointments.propose(ravi, actor=world.actor("nora"), role=Role.INTAKE_OFFICER, now=world.now)
    assert desk("neil") == ([], [])
    appointments.propose(ravi, actor=world.actor("nora"), role=Role.RECORDS_OFFICER, now=world.now)
    assert desk("nora") == ([], ["You signed “Give this role”; it waits for the others"])
    assert desk("neil") == (["Sign for a role, or decline"], [])


def test_an_operator_sees_the_administrators_that_wait_for_a_second_operator(
    world: World, desk: Desk
) -> None:
    sam: Any = world.people["sam"]
    appointments.end(sam.appointments.get(), actor=world.actor("maya"), now=world.now)
    appointments.propose(sam, actor=world.actor("olga"), role=Role.ADMINISTRATOR, now=world.now)
    assert desk("oskar") == (["Sign for a role, or decline"], [])
    assert desk("olga") == ([], ["You signed “Give this role”; it waits for the others"])


def test_a_policy_version_changed_after_a_signature_asks_the_signer_again(world: World, desk: Desk) -> None:
    policy = policies.draft(actor=world.actor("paul"), now=world.now)
    effective = world.now + timedelta(days=9)
    policies.save(policy, actor=world.actor("paul"), values={}, effective_at=effective)
    world.act(policy, "activate", "paul")
    assert desk("paul")[1] == ["You signed “Sign and put into force”; it waits for the others"]
    assert desk("petra")[0] == ["Finish or sign a policy version"]
    policies.save(policy, actor=world.actor("petra"), values={"question_rounds": 3}, effective_at=effective)
    assert desk("paul")[0] == ["Finish or sign a policy version"]


def test_an_erasure_that_somebody_signed_waits_for_another(world: World, desk: Desk) -> None:
    request = request_in(world, "submitted")
    world.act(request, "erase_developer_details", "carl", person=str(world.people["dana"].pk))
    waits = ["Erase a person's details: somebody signed, and another has to"]
    assert [desk(key)[0] for key in ("sam", "carl", "cleo")] == [waits, [], []]
    world.act(request, "erase_developer_details", "sam", person=str(world.people["dana"].pk))
    assert desk("sam")[0] == []
