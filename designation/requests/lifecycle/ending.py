"""How a request ends: the developer can leave at any time, and the clock ends requests that are overdue."""

from __future__ import annotations

from designation.requests import cascades
from designation.requests.lifecycle.states import (
    ANSWERING,
    DETERMINED,
    LIVE,
    State,
)
from designation.requests.rules import requests as rules
from designation.roles import DEVELOPER_ROLES, Role
from workflow.guards import StepContext
from workflow.models import Stateful
from workflow.steps import step


class EndingSteps(Stateful):
    """The steps that end a request."""

    class Meta:
        abstract = True

    @step(
        source=ANSWERING,
        target=State.CLOSED,
        by_clock=True,
        guards=[rules.no_outcome_stands],
        cascades=[cascades.dissolve_consultations],
        leaves=True,
        event="request.closed_unanswered",
        label="Close, unanswered",
    )
    def close_unanswered(self, context: StepContext) -> None:
        """Close without prejudice, because the developer did not answer in time. One click files it again."""

    @step(
        source=[*DETERMINED, State.NO_DETERMINATION],
        target=State.CONCLUDED,
        who=DEVELOPER_ROLES,
        by_clock=True,
        cascades=[cascades.dissolve_consultations],
        leaves=True,
        event="request.concluded",
        label="Conclude",
        consequence="The request ends. What was shared under it is destroyed.",
    )
    def conclude(self, context: StepContext) -> None:
        """End a request that has run its course."""

    @step(
        source=LIVE,
        target=State.WITHDRAWN,
        who=[Role.CERTIFYING_OFFICER, Role.SECURITY_CONTACT],
        cascades=[cascades.dissolve_consultations],
        leaves=True,
        event="request.withdrawn",
        label="Withdraw",
        consequence="Every access under this request ends now and destruction starts. You give no reason, and nothing "
        "is held against you. This cannot be undone; a new request is always open to you.",
    )
    def withdraw(self, context: StepContext) -> None:
        """Leave immediately, without giving a reason. All access under the request ends."""
