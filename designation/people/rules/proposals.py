"""To whom a role can be proposed, and who can be a delegate for whom. `context.proposed` is the appointment."""

from __future__ import annotations

from typing import Any

from designation.roles import Role
from workflow.guards import Pass, Refusal, StepContext, Verdict


def role_exists(_organization: Any, context: StepContext) -> Verdict:
    """A role must be one that there is."""
    if context.proposed.role in Role.values:
        return Pass()
    return Refusal("no_such_role", "There is no such role.")


def account_is_open(_organization: Any, context: StepContext) -> Verdict:
    """A person with a closed account gets no role."""
    person = context.proposed.person
    if person.is_active:
        return Pass()
    return Refusal("account_closed", f"The account of {person} is closed.")


def end_lies_ahead(_organization: Any, context: StepContext) -> Verdict:
    """A role that ends must end in the future."""
    until = context.proposed.until
    if until is None or until > context.now:
        return Pass()
    return Refusal("ends_before_it_begins", "Choose an end that lies ahead.", about="until")


def role_is_not_held_yet(_organization: Any, context: StepContext) -> Verdict:
    """A person is given a role once, apart from delegations."""
    appointment = context.proposed
    if not appointment.alike().filter(delegated_from=None).exists():
        return Pass()
    return _held_already(appointment, "role")


def delegate_lacks_the_role(_organization: Any, context: StepContext) -> Verdict:
    """A role is delegated only to a person who does not hold it already."""
    return _held_already(context.proposed, "to") if context.proposed.alike().exists() else Pass()


def _held_already(appointment: Any, about: str) -> Refusal:
    reason = f"{appointment.person} holds this role already, or it waits to be signed."
    return Refusal("role_already_held", reason, about=about)


def delegated_role_counts(_organization: Any, context: StepContext) -> Verdict:
    """Only a role that counts now can be delegated."""
    if context.proposed.delegated_from.counts_now:
        return Pass()
    return Refusal("not_active", "Only a role that counts now can be delegated.")


def role_is_not_delegated_further(_organization: Any, context: StepContext) -> Verdict:
    """A delegated role cannot be delegated further."""
    if context.proposed.delegated_from.delegated_from_id is None:
        return Pass()
    return Refusal("delegated_already", "A delegated role cannot be delegated further.")


def delegate_is_somebody_else(_organization: Any, context: StepContext) -> Verdict:
    """A role is delegated to another person."""
    if context.proposed.person_id != context.proposed.delegated_from.person_id:
        return Pass()
    return Refusal("to_oneself", "Choose another person.", about="to")


def delegate_belongs_here(organization: Any, context: StepContext) -> Verdict:
    """A role is delegated within its organization."""
    if context.proposed.person.office.organization_id == organization.pk:
        return Pass()
    return Refusal("person_elsewhere", "Choose a person of this organization.", about="to")


def instrument_is_cited(_organization: Any, context: StepContext) -> Verdict:
    """A delegation cites the document that allows it."""
    if context.proposed.instrument:
        return Pass()
    reason = "Cite the instrument: its title, date and where it is kept."
    return Refusal("instrument_missing", reason, about="instrument")
