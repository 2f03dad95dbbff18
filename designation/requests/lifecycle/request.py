"""A designation request: from a developer's draft to an outcome, and out again at any time.

What always holds: the developer alone can leave every state that is not final, in one step, giving no reason; silence
of either side grants nothing and costs nothing; an outcome stands until another replaces it.
"""

from __future__ import annotations

from designation.requests.lifecycle.determination import DeterminationSteps
from designation.requests.lifecycle.ending import EndingSteps
from designation.requests.lifecycle.non_transition import NonTransitionSteps
from designation.requests.lifecycle.states import State
from designation.requests.lifecycle.submission import SubmissionSteps


class RequestSteps(EndingSteps, DeterminationSteps, SubmissionSteps, NonTransitionSteps):
    """The machine of a request."""

    State = State

    class Meta:
        abstract = True

    def content(self, step: str) -> dict[str, object]:
        """What somebody certifies or sends who may not have typed it: the application, the answers to questions."""
        if step == "submit":
            return {"answers": self.answers_digest(), "notices": self.notices_digest()}
        return (
            {"replies": self.replies_digest()}
            if step in ("answer_clarification", "answer_information")
            else {}
        )
