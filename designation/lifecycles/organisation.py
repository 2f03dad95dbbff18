"""An organisation: registered by the site operator, closed by the operator when it leaves."""

from __future__ import annotations

from django.db import models

from designation.roles import Role
from workflow.guards import Act, reason_given
from workflow.models import Stateful
from workflow.steps import step


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
        checks=[reason_given],
        event="organisation.closed",
        label="Close this organisation",
        asks_for=["reason"],
        consequence="Nobody of this organisation can act any more. Its matters stay as they are.",
    )
    def close(self, act: Act) -> None:
        """End the organisation's part in the framework; none of its roles counts any more."""
        act.details["reason"] = str(act.inputs["reason"])
