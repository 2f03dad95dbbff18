"""An organisation: registered by the site operator, closed by the operator when it leaves."""

from __future__ import annotations

from typing import Any

from django.db import models

from designation.roles import Role
from designation.rules import organisations as rules
from designation.rules.markings import nothing_above_the_ceiling
from workflow.guards import Act, reason_given
from workflow.models import Stateful
from workflow.steps import step


def write_office(organisation: Any, act: Act) -> None:
    """Add the office that the step names."""
    organisation.offices.create(name=str(act.inputs["name"]))


def shut_out(organisation: Any, act: Act) -> None:
    """Close the account: its sessions end with their next request."""
    _set_open(organisation, act, is_open=False)


def let_in(organisation: Any, act: Act) -> None:
    """Open the account."""
    _set_open(organisation, act, is_open=True)


def appointments_of(organisation: Any, act: Act) -> list[tuple[Stateful, str, dict[str, Any]]]:
    """Every role of the person ends with the account."""
    live = organisation.appointments.filter(person_id=act.inputs["person"], state__in=["proposed", "active"])
    return [(appointment, "end", {}) for appointment in live]


def _set_open(organisation: Any, act: Act, *, is_open: bool) -> None:
    person = rules.person_of(organisation, act)
    person.is_active = is_open
    if not is_open:
        person.set_unusable_password()  # with it end every session and every link for a new one
    person.save(update_fields=["is_active", "password"])


class OrganisationSteps(Stateful):
    """The machine of an organisation."""

    class State(models.TextChoices):
        ACTIVE = "active", "Active"
        CLOSED = "closed", "Closed"

    class Meta:
        abstract = True

    @step(
        source=State.ACTIVE,
        target=State.CLOSED,
        who=[Role.OPERATOR],
        checks=[rules.nothing_is_under_way, reason_given, nothing_above_the_ceiling],
        event="organisation.closed",
        label="Close this organisation",
        asks_for=["reason"],
        consequence="Nobody of this organisation can act any more. Its matters stay as they are.",
    )
    def close(self, act: Act) -> None:
        """End the organisation's part in the framework; none of its roles counts any more."""
        act.details["reason"] = str(act.inputs["reason"])

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
    def add_office(self, act: Act) -> None:
        """Add an office. Two people sign "of different offices", so this stands in the record."""
        act.details["name"] = str(act.inputs["name"])

    @step(
        source=State.ACTIVE,
        target=None,
        who=[Role.ADMINISTRATOR, Role.OPERATOR],
        checks=[rules.account_can_be_closed],
        effects=[shut_out],
        cascades=[appointments_of],
        leaves=True,
        event="account.closed",
        label="Close this account",
        asks_for=["person"],
        consequence="The person is signed out at once and cannot sign in. Every role of theirs ends now.",
        hidden=True,
    )
    def close_account(self, act: Act) -> None:
        """Shut a person out and end their roles, at once."""
        act.details["person"] = str(act.inputs["person"])

    @step(
        source=State.ACTIVE,
        target=None,
        who=[Role.ADMINISTRATOR, Role.OPERATOR],
        checks=[rules.account_can_be_reopened],
        effects=[let_in],
        event="account.reopened",
        label="Open this account again",
        asks_for=["person"],
        consequence="The person can sign in again once they set a new password (“Forgot your password?”). They have no "
        "role until somebody gives them one.",
        hidden=True,
    )
    def reopen_account(self, act: Act) -> None:
        """Let a person sign in again, without any role."""
        act.details["person"] = str(act.inputs["person"])
