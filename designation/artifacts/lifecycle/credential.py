"""A credential of a hosted endpoint: shown to evaluators while access is open, and cut by the developer afterward."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import models

from designation.artifacts.lifecycle.due import after
from designation.artifacts.rules import credentials as rules
from designation.roles import DEVELOPER_ROLES, Role, Side
from designation.windows.window_access import noted_bridge
from workflow.creating.declaring import Creation
from workflow.deadlines import Meets, Sets
from workflow.guards import StepContext, authenticated_to_open
from workflow.models import Stateful
from workflow.steps import step

CUT_WITHIN = timedelta(days=1)


class CredentialSteps(Stateful):
    """The machine of a credential."""

    SIDES = (Side.DEVELOPER, Side.GOVERNMENT)
    CREATIONS = (
        Creation(
            name="add",
            label="Add a credential",
            event="credential.added",
            on="window",
            who=DEVELOPER_ROLES,
            guards=(rules.window_is_agreed, rules.has_time_left),
            checks=(rules.secret_is_given,),
            reserved="The developer adds the credentials of its endpoints.",
            consequence="Evaluators who accepted the terms can have it shown while the window is open. Each showing is "
            "recorded.",
        ),
    )

    class State(models.TextChoices):
        ACTIVE = "active", "In use"
        TO_CUT = "to_cut", "To be cut"
        OVERDUE = "overdue", "Not confirmed as cut"
        CUT = "cut", "Cut"

    class Meta:
        abstract = True

    window: Any

    @step(
        source=State.ACTIVE,
        target=None,
        who=[Role.EVALUATOR, Role.PARTNER_EVALUATOR],
        guards=[rules.access_is_open, rules.is_for_the_actor],
        checks=[authenticated_to_open],
        event="credential.shown",
        label="Show the credential",
        asks_for=["code"],
        hidden=True,
    )
    def show(self, context: StepContext) -> None:
        """Record that a person has the credential shown, before it is."""
        context.details["code"] = context.inputs["code"]
        context.details |= noted_bridge(self.window, context)

    @step(
        source=State.ACTIVE,
        target=None,
        who=DEVELOPER_ROLES,
        checks=[rules.secret_is_given],
        event="credential.replaced",
        label="Replace the secret",
        asks_for=["encrypted"],
        consequence="Evaluators see the new secret from now on.",
        hidden=True,
    )
    def replace(self, context: StepContext) -> None:
        """Replace the secret, for example because it was rotated at the endpoint."""
        self.encrypted = bytes.fromhex(context.inputs["encrypted"])

    @step(
        source=State.ACTIVE,
        target=State.TO_CUT,
        who=DEVELOPER_ROLES,
        by_clock=True,
        deadlines=[Sets("cutting", "fall_overdue", after(CUT_WITHIN))],
        leaves=True,
        event="credential.to_cut",
        label="Stop showing this credential",
        consequence="Nobody sees it here from now on. Cut it at the endpoint, then confirm that.",
    )
    def end(self, context: StepContext) -> None:
        """Delete our copy of the credential. The developer cuts it where it is used."""
        self.encrypted = self.wrapped_key = b""

    @step(
        source=[State.TO_CUT, State.OVERDUE],
        target=State.CUT,
        who=DEVELOPER_ROLES,
        deadlines=[Meets(("cutting",))],
        event="credential.cut",
        label="Confirm that it is cut",
        consequence="Both sides see in the record that the endpoint does not accept this credential any more.",
    )
    def confirm_cut(self, context: StepContext) -> None:
        """Confirm that the endpoint does not accept the credential any more."""

    @step(
        source=State.TO_CUT,
        target=State.OVERDUE,
        by_clock=True,
        event="credential.overdue",
        label="Note that nobody confirmed it as cut",
    )
    def fall_overdue(self, context: StepContext) -> None:
        """Tell both sides that nobody confirmed in time."""
