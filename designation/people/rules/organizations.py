"""Rules about what an administrator may change in an organization."""

from __future__ import annotations

import uuid
from typing import Any

from designation.content.names import latin_name
from workflow.guards import Pass, Refusal, StepContext, Verdict


def office_is_new(organization: Any, context: StepContext) -> Verdict:
    """Two offices of one organization cannot have the same name, regardless of upper and lower case."""
    name = str(context.inputs.get("name", ""))
    if organization.all_offices().filter(name__iexact=name).exists():
        return Refusal("office_exists", f"There is an office named “{name}” already.", about="name")
    return Pass()


def office_name_is_plain(_organization: Any, context: StepContext) -> Verdict:
    """The name of an office must be in Latin letters."""
    return latin_name(str(context.inputs.get("name", "")))


def account_can_be_closed(organization: Any, context: StepContext) -> Verdict:
    """An administrator may close open accounts of their own organization, but not their own account."""
    person = person_of(organization, context)
    if person is None or not person.is_active:
        return Refusal("no_open_account", "There is no open account of this person in this organization.")
    if person.pk == context.actor.id:
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
