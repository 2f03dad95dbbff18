"""An access window. Both sides agree on it, the clock opens and closes it, the developer can end it.

These statements always hold. The developer can end a window at any time. The stored end is the earliest of
the signed end, the planned partner release and the end of the model's 30 days, and it is only ever moved
earlier. Windows of one model never overlap. Access under a window ends at its stored end, even if no worker
is running.
"""

from __future__ import annotations

from designation.roles import DEVELOPER_ROLES, Side
from designation.windows.lifecycle.access import AccessSteps
from designation.windows.lifecycle.agreement import AgreementSteps
from designation.windows.lifecycle.conflicts import ConflictSteps
from designation.windows.lifecycle.early_access import EarlyAccessSteps
from designation.windows.lifecycle.marking import MarkingSteps
from designation.windows.lifecycle.states import State
from designation.windows.rules import drafting
from workflow.creating.declaring import Creation


class WindowSteps(ConflictSteps, MarkingSteps, AccessSteps, EarlyAccessSteps, AgreementSteps):
    """The machine of an access window."""

    SIDES = (Side.DEVELOPER, Side.GOVERNMENT)
    State = State
    CREATIONS = (
        Creation(
            name="draft",
            label="Draft an access window",
            event="window.created",
            on="request",
            who=DEVELOPER_ROLES,
            guards=(drafting.request_is_covered,),
            sides=(Side.DEVELOPER,),
            reserved="Access windows are proposed by the developer.",
            consequence="The terms begin with what the application says. Nobody but the developer sees the draft.",
        ),
        Creation(
            name="begin_early_access",
            label="Begin the early access of a partner",
            event="window.created",
            on="request",
            by_clock=True,
            consequence="It opens with the planned release to partners, once a named person accepted its terms.",
        ),
    )

    class Meta:
        abstract = True

    def content(self, step: str) -> dict[str, object]:
        """Return what signers sign: the digest of the present version of the terms and, to resume, until when."""
        content: dict[str, object] = {"terms": self.terms.digest if self.terms else ""}
        return content | {"ends_at": self.ends_at} if step == "resume" else content
