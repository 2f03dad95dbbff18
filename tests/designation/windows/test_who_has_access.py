"""Access to a window's content: every reason against it is named, and a grant without any gives access."""

from collections.abc import Callable
from typing import Any

import pytest

from designation.demo.world import World
from designation.models import Appointment, Grant, Recusal, Request, Window
from designation.people.actions import appointments
from designation.roles import Role
from designation.windows import actions as windows
from designation.windows.window_access import conditions, window_access, with_reasons
from tests.designation.walking import fresh, window_in
from tests.overwriting import overwrite, unguarded

Change = Callable[[World, Window, Grant], Any]


@pytest.fixture
def opened(present: World, covered: Request) -> Window:
    """An open window whose evaluator is Eve."""
    return fresh(window_in(present, covered, "open", opens_in=0.1))


def why_not(world: World, window: Window, key: str = "eve") -> list[str]:
    return [refusal.code for refusal in window_access(world.people[key].pk, fresh(window), world.now)]


def test_a_named_evaluator_who_accepted_has_access(present: World, opened: Window) -> None:
    assert why_not(present, opened) == []


@pytest.mark.parametrize("key", ["eli", "ravi", "carl", "hope", "olga"])
def test_nobody_else_has(present: World, opened: Window, key: str) -> None:
    assert why_not(present, opened, key) == ["not_named"]


def role_ended(world: World, _window: Window, grant: Grant) -> None:
    held = Appointment.objects.get(pk=grant.appointment_id, role=Role.EVALUATOR)
    appointments.end(held, actor=world.actor("nora"), now=world.now)


def outcome_lost(world: World, window: Window, _grant: Grant) -> None:
    """While the outcome is considered again, take it away past every door: no step does that alone."""
    world.act(window.request, "seek_reconsideration", "dana", new_information="New.")
    overwrite(Request.objects.filter(pk=window.request_id), standing_outcome="")


def recused(world: World, window: Window, grant: Grant) -> None:
    """Recuse the evaluator past every door: the step also ends the grant."""
    with unguarded(Recusal):
        Recusal.objects.create(matter=window.request_id, person_id=grant.person_id, at=world.now)


CHANGES: dict[str, Change] = {
    "window_suspended": lambda w, window, _grant: w.act(window, "suspend", "sam", reason="Why."),
    "outside_its_time": lambda w, window, _grant: setattr(w, "now", window.ends_at),
    "not_covered": outcome_lost,
    "grant_suspended": lambda w, _window, grant: w.act(grant, "suspend", "sam", reason="Why."),
    "other_terms": lambda _w, _window, grant: overwrite(
        Grant.objects.filter(pk=grant.pk), agreed_terms="0" * 64
    ),
    "not_eligible": role_ended,
    "recused": recused,
}


@pytest.mark.parametrize("code", CHANGES)
def test_each_condition_alone_takes_access_away(present: World, opened: Window, code: str) -> None:
    CHANGES[code](present, opened, opened.grants.get())
    assert why_not(present, opened) == [code]


def test_before_it_opens_every_reason_is_named(present: World, covered: Request) -> None:
    window = window_in(present, covered, "proposed")
    grant = windows.nominate(
        window, actor=present.actor("ravi"), person=present.people["eve"], now=present.now
    )
    closed = ["window_not_open", "outside_its_time"]
    assert why_not(present, window) == [*closed, "not_concurred"]
    present.act(grant, "concur", "carl")
    assert why_not(present, window) == [*closed, "not_accepted"]


def test_an_ended_grant_is_no_grant(present: World, opened: Window) -> None:
    present.act(opened.grants.get(), "end", "sam")
    assert why_not(present, opened) == ["not_named"]
    (row,) = with_reasons(Grant.objects.filter(window=opened), conditions(present.now))
    assert "grant_ended" in row.reasons


def test_every_condition_has_its_test(present: World) -> None:
    walked = {"window_not_open", "not_concurred", "not_accepted", "grant_ended"}
    walked |= {"person_suspended", "organization_suspended"}
    walked |= {"partner_not_active", "agreement_not_accepted"}  # tests of later packages
    walked |= {"training_expired"}  # tests of emergency access
    walked |= {"identity_lacking", "training_lacking", "clearance_lacking", "variant_restricted"}
    walked |= {"conflict_recorded", "held_back_before"}  # tests of eligibility
    assert {one.code for one in conditions(present.now)} == {*CHANGES, *walked}
