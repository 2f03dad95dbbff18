"""The roles that two people give are derived from the steps, and a check compares them with how roles are given."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from designation.models import Appointment, Grant, Request, Window
from designation.people.checks import quorum_roles_are_given_by_two
from designation.people.sensitive_roles import OWN_ONLY, sensitive_roles
from designation.roles import Role
from workflow.approvals import TWO_PEOPLE
from workflow.steps import machines, restate, step_of, steps_of

BY_TWO = {
    Role.ADMINISTRATOR,  # decides who holds roles
    Role.OPERATOR,
    Role.AUDITOR,  # reads everything of its side
    Role.DRAFTER,  # resumes access with the other side; ends requests and windows
    Role.CERTIFYING_OFFICER,
    Role.SECURITY_CONTACT,
    Role.REVIEWER,  # resumes access with the other side
    Role.DETERMINING_OFFICIAL,
    Role.RECORDS_CERTIFIER,
    Role.APPROVING_OFFICIAL,
    Role.CUSTODIAN,  # erases details
    Role.RECORDS_OFFICER,
    Role.INSIDER_RISK_OFFICER,
    Role.POLICY_EDITOR,
    Role.ROSTER_ADMINISTRATOR,  # decides about partners
}
BY_ONE = {
    Role.INTAKE_OFFICER,
    Role.CONSULTED_OFFICIAL,
    Role.EVALUATOR,
    Role.PARTNER_ADMINISTRATOR,
    Role.PARTNER_EVALUATOR,
}


@pytest.fixture
def restated() -> Iterator[Callable[..., None]]:
    """Return what changes the facts of a step until the test is over."""
    before: list[tuple[Any, Any]] = []

    def change(model: Any, name: str, **facts: Any) -> None:
        before.append((model, step_of(model, name)))
        restate(model, replace(step_of(model, name), **facts))
        sensitive_roles.cache_clear()

    yield change
    for model, facts in reversed(before):
        restate(model, facts)
    sensitive_roles.cache_clear()


def test_these_and_no_others() -> None:
    assert sensitive_roles() == BY_TWO
    assert set(Role) - sensitive_roles() == BY_ONE


def test_a_role_in_a_new_quorum_is_among_them(restated: Callable[..., None]) -> None:
    restated(Request, "accept", quorum=TWO_PEOPLE)
    assert sensitive_roles() == BY_TWO | {Role.INTAKE_OFFICER}
    assert quorum_roles_are_given_by_two(None) == []


def test_a_lead_reviewer_counts_as_a_reviewer(restated: Callable[..., None]) -> None:
    for model in (Grant, Window):
        restated(model, "resume", who=step_of(model, "resume").who - {Role.REVIEWER})
    assert Role.REVIEWER not in sensitive_roles()
    restated(Request, "recommend", quorum=TWO_PEOPLE)
    assert Role.REVIEWER in sensitive_roles()


def test_so_is_a_role_that_may_end_what_is_not_its_own(restated: Callable[..., None]) -> None:
    restated(Grant, "end", guards=())
    assert sensitive_roles() == BY_TWO | {Role.EVALUATOR}


def test_every_guard_that_keeps_a_role_to_its_own_stands_at_a_step() -> None:
    standing = {
        guard.__name__ for model in machines() for step in steps_of(model).values() for guard in step.guards
    }
    assert set(OWN_ONLY) - standing == set()


def test_the_check_finds_nothing() -> None:
    assert quorum_roles_are_given_by_two(None) == []


def test_the_check_finds_a_quorum_that_is_newer_than_the_derived_set(restated: Callable[..., None]) -> None:
    restated(Request, "accept", quorum=None)
    sensitive_roles()
    restate(Request, replace(step_of(Request, "accept"), quorum=TWO_PEOPLE))
    (error,) = quorum_roles_are_given_by_two(None)
    assert "'intake_officer'" in error.msg


@pytest.mark.parametrize("quorum", [None, replace(TWO_PEOPLE, missing=lambda _subject, _signers: [])])
def test_the_check_finds_that_roles_are_given_without_a_second_person(
    restated: Callable[..., None], quorum: Any
) -> None:
    restated(Appointment, "activate", quorum=quorum)
    found = "".join(error.msg for error in quorum_roles_are_given_by_two(None))
    assert "'security_contact'" in found
    assert "'records_certifier'" in found
