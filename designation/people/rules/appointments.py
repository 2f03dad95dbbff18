"""Rules about who may hold a role, and who may give it."""

from __future__ import annotations

from typing import Any

from designation.roles import HELD_BY, Role, conflict
from workflow.approvals import Signers, two_people_of_different_offices
from workflow.deadlines import Due
from workflow.guards import Pass, Refusal, StepContext, Verdict

FIRST_OPERATORS = 2


def role_fits_the_side(appointment: Any, _context: StepContext) -> Verdict:
    """A role must be one that the organization's side has."""
    if appointment.role in HELD_BY[appointment.organization.side]:
        return Pass()
    reason = f"An organization of this kind has no {appointment.get_role_display()}."
    return Refusal("role_of_another_side", reason, about="role")


def no_excluded_role(appointment: Any, _context: StepContext) -> Verdict:
    """A person must not hold two roles that exclude each other."""
    others = appointment.held_by_the_person().values_list("role", flat=True)
    sentence = conflict(frozenset(others), appointment.role)
    if not sentence:
        return Pass()
    return Refusal("role_excluded", f"{sentence} End the other role first.", about="role")


def not_for_oneself(appointment: Any, context: StepContext) -> Verdict:
    """People cannot give a role to themselves."""
    if context.actor.id == appointment.person_id:
        return Refusal("own_role", "Nobody gives a role to themselves. Ask another administrator.")
    return Pass()


def operators_appoint_administrators_only(appointment: Any, context: StepContext) -> Verdict:
    """A site operator may appoint only organization administrators and other site operators."""
    if (
        context.actor.id is None
        or context.has_role(Role.ADMINISTRATOR)
        or appointment.role in (Role.ADMINISTRATOR, Role.OPERATOR)
    ):
        return Pass()
    reason = "A site operator appoints administrators only; those appoint everybody else."
    return Refusal("operator_limits", reason, about="role")


def clock_installs_the_first_operators(appointment: Any, context: StepContext) -> Verdict:
    """Without a person, only the first two site operators are appointed, and roles that two people signed before.

    Nobody exists yet who could sign for them. They appoint everyone else. Roles for which two people signed before the
    person was invited take effect with the account.
    """
    if context.actor.id is not None or appointment.was_signed_in_advance():
        return Pass()
    operators = appointment.operators().count()
    if appointment.role == Role.OPERATOR and operators < FIRST_OPERATORS:
        return Pass()
    return Refusal("installed_already", "This site has its operators; they appoint everybody else.")


def two_people_for_a_sensitive_role(appointment: Any, signers: Signers) -> list[Refusal]:
    """Two people of different offices must sign a sensitive role; one administrator must sign any other role."""
    return two_people_of_different_offices(appointment, signers) if appointment.is_sensitive else []


def end_of_the_role(appointment: Any, _context: StepContext) -> Due | None:
    """A role given until a certain time ends at that time."""
    return Due(appointment.until) if appointment.until else None
