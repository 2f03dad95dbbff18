"""The lifecycle of an organization: the site operator registers it, and closes it when it leaves.

The organization that operates the site comes first: with it, the site begins.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models

from designation.content.markings import nothing_above_the_ceiling
from designation.people.rules import beginning
from designation.people.rules import organizations as rules
from designation.roles import Role, Side
from designation.sessions import ending
from workflow.creating.declaring import Creation
from workflow.guards import StepContext, reason_given
from workflow.models import Stateful
from workflow.steps import step


def write_office(organization: Any, context: StepContext) -> None:
    """Create the office that the step names."""
    organization.offices.create(name=str(context.inputs["name"]))


def write_site(organization: Any, context: StepContext) -> None:
    """Write which kind of site this is, and the second office if the step names one."""
    organization.sites.create(kind=str(context.inputs["kind"]))
    if office := str(context.inputs.get("office", "")):
        organization.offices.create(name=office)


def deactivate(organization: Any, context: StepContext) -> None:
    """Close the account. Its sessions end at their next request."""
    _set_open(organization, context, is_open=False)


def reactivate(organization: Any, context: StepContext) -> None:
    """Reopen the account."""
    _set_open(organization, context, is_open=True)


def end_sessions_of(_organization: Any, context: StepContext) -> None:
    """End every session of the person."""
    ending.end_all(uuid.UUID(str(context.inputs["person"])))


def appointments_of(organization: Any, context: StepContext) -> list[tuple[Stateful, str, dict[str, Any]]]:
    """End every role of the person when their account is closed."""
    live = organization.appointments.filter(
        person_id=context.inputs["person"], state__in=["proposed", "active"]
    )
    return [(appointment, "end", {}) for appointment in live]


def _set_open(organization: Any, context: StepContext, *, is_open: bool) -> None:
    person = rules.person_of(organization, context)
    person.is_active = is_open
    if not is_open:
        person.set_unusable_password()  # invalidates every session and every reset link
    person.save(update_fields=["is_active", "password"])


class OrganizationSteps(Stateful):
    """The lifecycle of an organization."""

    CREATIONS = (
        Creation(
            name="register",
            label="Register an organization",
            event="organization.registered",
            who=frozenset({Role.OPERATOR}),
            by_clock=True,
            checks=(rules.new_names_are_plain, rules.new_name_is_free),
            reserved=rules.OPERATORS,
            consequence="It has one office and no members yet. Two operators appoint its first administrator.",
        ),
    )

    class State(models.TextChoices):
        ACTIVE = "active", "Active"
        CLOSED = "closed", "Closed"

    class Meta:
        abstract = True

    def entry_sides(self) -> tuple[str, str]:
        """Return the organization's own side and the site operators'."""
        return self.side, Side.OPERATOR

    @step(
        source=State.ACTIVE,
        target=None,
        by_clock=True,
        guards=[beginning.site_has_not_begun, beginning.organization_is_the_operators],
        effects=[write_site],
        event="site.begun",
        label="Begin the site",
        asks_for=["kind", "office"],
        consequence="The database says from now on which kind of site it is.",
        hidden=True,
    )
    def begin_site(self, context: StepContext) -> None:
        """Begin the site, as a demonstration or as a real one. The first two operators are appointed afterward."""
        context.details |= {name: str(value) for name, value in context.inputs.items()}

    @step(
        source=State.ACTIVE,
        target=None,
        by_clock=True,
        guards=[beginning.organization_is_the_operators],
        event="site.links_printed",
        label="Print new links for operators without a password",
        asks_for=["people"],
        consequence="Whoever runs the command can give each of these operators a link to set a password.",
        hidden=True,
    )
    def note_links(self, context: StepContext) -> None:
        """Record that links were printed with which these operators set their passwords, before they are."""
        context.details["people"] = context.inputs["people"]

    @step(
        source=State.ACTIVE,
        target=None,
        by_clock=True,
        guards=[beginning.organization_is_the_operators],
        checks=[reason_given, nothing_above_the_ceiling],
        event="register.restored",
        label="Declare that the register was restored from a backup",
        asks_for=["abandoned", "continued", "reason"],
        consequence="Checkpoints are signed again. The declaration is published.",
        hidden=True,
    )
    def note_restored(self, context: StepContext) -> None:
        """Record a declaration that the register was restored: what was abandoned, what is continued, and why."""
        context.details |= {name: context.inputs[name] for name in ("abandoned", "continued", "reason")}

    @step(
        source=State.ACTIVE,
        target=None,
        by_clock=True,
        guards=[beginning.organization_is_the_operators],
        checks=[reason_given, nothing_above_the_ceiling],
        event="register.newest_replaced",
        label="Take the newest checkpoint of the database as the newest one that was signed",
        asks_for=["checkpoint", "reason"],
        consequence="Checkpoints are signed again.",
        hidden=True,
    )
    def note_newest_replaced(self, context: StepContext) -> None:
        """Record that the copy of the newest checkpoint beside the keys was lost, and what took its place."""
        context.details |= {name: context.inputs[name] for name in ("checkpoint", "reason")}

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
        """Close the organization. From then on none of its roles counts."""
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
        """Add an office. The record shows it, because some steps need signers from different offices."""
        context.details["name"] = str(context.inputs["name"])

    @step(
        source=State.ACTIVE,
        target=None,
        who=[Role.ADMINISTRATOR, Role.OPERATOR],
        checks=[rules.account_is_open, rules.not_the_own_account],
        effects=[deactivate, end_sessions_of],
        cascades=[appointments_of],
        leaves=True,
        event="account.closed",
        label="Close this account",
        asks_for=["person"],
        consequence="The person is signed out at once and cannot sign in. Every role of theirs ends now. Their "
        "passkeys and their authenticator app are removed.",
        hidden=True,
    )
    def close_account(self, context: StepContext) -> None:
        """Close a person's account and end their roles immediately."""
        context.details["person"] = str(context.inputs["person"])

    @step(
        source=[State.ACTIVE, State.CLOSED],
        target=None,
        by_clock=True,
        event="factor.added",
        label="Record a new passkey, authenticator app or set of recovery codes",
        asks_for=["person", "kind"],
        hidden=True,
    )
    def record_factor(self, context: StepContext) -> None:
        """Record that a person set up another way to prove who they are."""
        context.details |= {name: str(value) for name, value in context.inputs.items()}

    @step(
        source=[State.ACTIVE, State.CLOSED],
        target=None,
        by_clock=True,
        event="factor.removed",
        label="Record that a passkey, authenticator app or set of recovery codes was removed",
        asks_for=["person", "kind"],
        hidden=True,
    )
    def record_removed_factor(self, context: StepContext) -> None:
        """Record that a way to prove who a person is was removed."""
        context.details |= {name: str(value) for name, value in context.inputs.items()}

    @step(
        source=[State.ACTIVE, State.CLOSED],
        target=None,
        by_clock=True,
        event="factor.counter_fell",
        label="Record that a passkey's counter fell",
        asks_for=["person", "kind"],
        hidden=True,
    )
    def record_fallen_counter(self, context: StepContext) -> None:
        """Record that a passkey counted fewer uses than before: there may be a copy of it."""
        context.details |= {name: str(value) for name, value in context.inputs.items()}

    @step(
        source=State.ACTIVE,
        target=None,
        who=[Role.ADMINISTRATOR, Role.OPERATOR],
        checks=[rules.account_is_open],
        effects=[end_sessions_of],
        event="account.sessions_ended",
        label="Sign this person out everywhere",
        asks_for=["person"],
        consequence="The person is signed out of every browser at once, and their running downloads stop. They get an "
        "email about it and can sign in again.",
        hidden=True,
    )
    def end_sessions(self, context: StepContext) -> None:
        """End every session of a person. Their account and their roles stay."""
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
        """Reopen a person's account, without any role."""
        context.details["person"] = str(context.inputs["person"])
