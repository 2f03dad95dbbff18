"""An access window: agreed by both sides, opened and closed by the clock, ended by the developer at any time.

What always holds: the stored end is the least of the signed end, the planned partner release and the model's 30 days,
and is only ever lowered; windows of one model never overlap; what a window gave ends at its end with every worker dead.
"""

from __future__ import annotations

from designation.windows.lifecycle.access import AccessSteps
from designation.windows.lifecycle.agreement import AgreementSteps
from designation.windows.lifecycle.states import State


class WindowSteps(AccessSteps, AgreementSteps):
    """The machine of an access window."""

    State = State

    class Meta:
        abstract = True

    def content(self, step: str) -> dict[str, object]:
        """What signers sign: the digest of the present version of the terms."""
        return {"terms": self.terms.digest if self.terms else ""}
