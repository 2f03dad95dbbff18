"""An organization: registered by the site operator, closed by the operator when it leaves."""

from __future__ import annotations

from typing import Any

from django.db import models

from designation.content.markings import nothing_above_the_ceiling
from designation.people.rules import organizations as rules
from designation.roles import Role
from workflow.guards import StepContext, reason_given
from workflow.models import Stateful
from workflow.steps import step


def write_office(organization: Any, context: StepContext) -> None:
    """Add the office that the step names."""
    organization.offices.create(name=str(context.inputs["name"]))


def deactivate(organization: Any, context: StepContext) -> None:
    """Close the account: its sessions end with their next request."""
    _set_open(organization, context, is_open=False)


def reactivate(organization: Any, context: StepContext) -> None:
    """Open the account."""
    _set_open(organization, context, is_open=True)


def appointments_of(organization: Any, context: StepContext) -> list[tuple[Stateful, str, dict[str, Any]]]:
    """Every role of the person ends with the account."""
    live = organization.appointments.filter(
        person_id=context.inputs["person"], state__in=["proposed", "active"]
    )
    return [(appointment, "end", {}) for appointment in live]


def _set_open(organization: Any, context: StepContext, *, is_open: bool) -> None:
    person = rules.person_of(organization, context)
    person.is_active = is_open
    if not is_open:
        person.set_unusable_password()  # with it end every session and every link for a new one
    person.save(update_fields=["is_active", "password"])


class OrganizationSteps(Stateful):
    """The machine of an organization."""

    class State(models.TextChoices):
        ACTIVE = "active", "Active"
        CLOSED = "closed", "Closed"

    class Meta:
        abstract = True

    @step(
        source=State.ACTIVE,
        target=State.CLOSED,
        who=[Role.OPERATOR],
        checks=[reason_given, nothing_above_the_ceiling],
        event="organization.closed",
        label="Close this organization",
        asks_for=["reason"],
        consequence="Nobody of this organization can act any more. Its matters stay as they are.",
    )
    def close(self, context: StepContext) -> None:
        """End the organization's part in the framework; none of its roles counts any more."""
        context.details["reason"] = str(context.inputs["reason"])

    @step(
        source=State.ACTIVE,
        target=None,
        who=[Role.ADMINISTRATOR, Role.OPERATOR],
        checks=[rules.office_name_is_plain, rules.office_is_new],
        effects=[write_office],
        event="office.added",
        label="Add an office",
        asks_for=["name"],
        hidden=True,
    )
    def add_office(self, context: StepContext) -> None:
        """Add an office. Two people sign "of different offices", so this stands in the record."""
        context.details["name"] = str(context.inputs["name"])

    @step(
        source=State.ACTIVE,
        target=None,
        who=[Role.ADMINISTRATOR, Role.OPERATOR],
        checks=[rules.account_can_be_closed],
        effects=[deactivate],
        cascades=[appointments_of],
        leaves=True,
        event="account.closed",
        label="Close this account",
        asks_for=["person"],
        consequence="The person is signed out at once and cannot sign in. Every role of theirs ends now.",
        hidden=True,
    )
    def close_account(self, context: StepContext) -> None:
        """Shut a person out and end their roles, at once."""
        context.details["person"] = str(context.inputs["person"])

    @step(
        source=State.ACTIVE,
        target=None,
        who=[Role.ADMINISTRATOR, Role.OPERATOR],
        checks=[rules.account_can_be_reopened],
        effects=[reactivate],
        event="account.reopened",
        label="Open this account again",
        asks_for=["person"],
        consequence="The person can sign in again once they set a new password (“Forgot your password?”). They have no "
        "role until somebody gives them one.",
        hidden=True,
    )
    def reopen_account(self, context: StepContext) -> None:
        """Let a person sign in again, without any role."""
        context.details["person"] = str(context.inputs["person"])
