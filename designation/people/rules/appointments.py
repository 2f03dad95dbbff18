"""Who may hold which role, and who may give it."""

from __future__ import annotations

from typing import Any

from designation.roles import HELD_BY, SENSITIVE, Role, conflict
from workflow.approvals import Signers, two_people_of_different_offices
from workflow.deadlines import Due
from workflow.guards import Pass, Refusal, StepContext, Verdict

FIRST_OPERATORS = 2


def role_fits_the_side(appointment: Any, _context: StepContext) -> Verdict:
    """A role exists on certain sides only."""
    if appointment.role in HELD_BY[appointment.organization.side]:
        return Pass()
    reason = f"An organization of this kind has no {appointment.get_role_display()}."
    return Refusal("role_of_another_side", reason, about="role")


def no_excluded_role(appointment: Any, _context: StepContext) -> Verdict:
    """Some roles exclude each other always."""
    others = appointment.active_of_the_person().values_list("role", flat=True)
    sentence = conflict(frozenset(others), appointment.role)
    if not sentence:
        return Pass()
    return Refusal("role_excluded", f"{sentence} End the other role first.", about="role")


def not_for_oneself(appointment: Any, context: StepContext) -> Verdict:
    """Nobody gives a role to themselves."""
    if context.actor.id == appointment.person_id:
        return Refusal("own_role", "Nobody gives a role to themselves. Ask another administrator.")
    return Pass()


def operators_appoint_administrators_only(appointment: Any, context: StepContext) -> Verdict:
    """The site operator appoints the administrators of organizations and further operators, nobody else."""
    if (
        context.actor.id is None
        or context.has_role(Role.ADMINISTRATOR)
        or appointment.role in (Role.ADMINISTRATOR, Role.OPERATOR)
    ):
        return Pass()
    reason = "A site operator appoints administrators only; those appoint everybody else."
    return Refusal("operator_limits", reason, about="role")


def clock_installs_the_first_operators(appointment: Any, context: StepContext) -> Verdict:
    """Without anybody who could sign, the installation itself appoints the first two operators, and nobody else."""
    if context.actor.id is not None:
        return Pass()
    operators = appointment.active_operators().count()
    if appointment.role == Role.OPERATOR and operators < FIRST_OPERATORS:
        return Pass()
    return Refusal("installed_already", "This site has its operators; they appoint everybody else.")


def two_people_for_a_sensitive_role(appointment: Any, signers: Signers) -> list[Refusal]:
    """Sensitive roles take two people of different offices, all others one administrator."""
    return two_people_of_different_offices(appointment, signers) if appointment.role in SENSITIVE else []


def end_of_the_role(appointment: Any, _context: StepContext) -> Due | None:
    """A role that is given for a time ends by the clock."""
    return Due(appointment.until) if appointment.until else None
