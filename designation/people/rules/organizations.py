"""Rules about registering an organization, and about what an administrator may change in it."""

from __future__ import annotations

import uuid
from typing import Any

from designation.content.names import latin_name
from workflow.guards import Pass, Refusal, StepContext, Verdict, refusals_in

ADMINISTRATORS = "This is for administrators of the organization."
OPERATORS = "This is for the operator of the site."


def is_open(organization: Any, _context: StepContext) -> Verdict:
    """Nobody joins a closed organization, and nobody gets a role in it."""
    if organization.state == "active":
        return Pass()
    return Refusal("organization_closed", "This organization is closed. Nobody joins it any more.")


def office_is_its_own(organization: Any, context: StepContext) -> Verdict:
    """A role or an invitation is for an office of the organization itself."""
    if context.proposed.office.organization_id == organization.pk:
        return Pass()
    return Refusal("office_elsewhere", "Choose an office of this organization.", about="office")


def new_names_are_plain(_nothing: Any, context: StepContext) -> Verdict:
    """The names of a new organization and of its first office must be in Latin letters."""
    new = context.proposed
    names = {"name": new.name, "short_name": new.short_name, "office": str(context.inputs.get("office", ""))}
    return tuple(refusals_in(latin_name(name, about) for about, name in names.items()))


def new_name_is_free(_nothing: Any, context: StepContext) -> Verdict:
    """Two organizations cannot have the same name, regardless of upper and lower case."""
    new = context.proposed
    if latin_name(new.name) != Pass() or not new.is_named_like_another():
        return Pass()
    return Refusal(
        "organization_exists", f"There is an organization named “{new.name}” already.", about="name"
    )


def office_is_new(organization: Any, context: StepContext) -> Verdict:
    """Two offices of one organization cannot have the same name, regardless of upper and lower case."""
    name = str(context.inputs.get("name", ""))
    if organization.all_offices().filter(name__iexact=name).exists():
        return Refusal("office_exists", f"There is an office named “{name}” already.", about="name")
    return Pass()


def office_name_is_plain(_organization: Any, context: StepContext) -> Verdict:
    """The name of an office must be in Latin letters."""
    return latin_name(str(context.inputs.get("name", "")))


def account_is_open(organization: Any, context: StepContext) -> Verdict:
    """The step is about a person of the organization whose account is open."""
    person = person_of(organization, context)
    if person is None or not person.is_active:
        return Refusal("no_open_account", "There is no open account of this person in this organization.")
    return Pass()


def not_the_own_account(organization: Any, context: StepContext) -> Verdict:
    """Administrators may close the accounts of others, but not their own."""
    person = person_of(organization, context)
    if person is not None and person.pk == context.actor.id:
        return Refusal("own_account", "Nobody closes their own account. Ask another administrator.")
    return Pass()


def account_can_be_reopened(organization: Any, context: StepContext) -> Verdict:
    """An administrator may reopen closed accounts of their own organization, but not their own account."""
    person = person_of(organization, context)
    if person is None or person.is_active or person.pk == context.actor.id:
        return Refusal("no_closed_account", "There is no closed account of this person in this organization.")
    return Pass()


def person_of(organization: Any, context: StepContext) -> Any:
    """Return the person that the step is about, or None if they do not belong to the organization."""
    try:
        key = uuid.UUID(str(context.inputs["person"]))
    except (KeyError, ValueError):
        return None
    office = organization.all_offices().filter(people=key).first()
    return office.people.get(pk=key) if office else None
