"""A designation request, from a developer's draft to an outcome. The developer can leave at any time.

These statements always hold. The developer alone can leave every state that is not final, in one step and
without a reason. If either side does not act in time, nothing is granted and nobody is at a disadvantage. An
outcome stands until another one replaces it.
"""

from __future__ import annotations

from designation.requests.lifecycle.determination import DeterminationSteps
from designation.requests.lifecycle.ending import EndingSteps
from designation.requests.lifecycle.non_transition import NonTransitionSteps
from designation.requests.lifecycle.states import State
from designation.requests.lifecycle.submission import SubmissionSteps
from designation.requests.rules import drafting
from designation.roles import DEVELOPER_ROLES, Side
from workflow.creating.declaring import Creation


class RequestSteps(EndingSteps, DeterminationSteps, SubmissionSteps, NonTransitionSteps):
    """The machine of a request."""

    SIDES = (Side.DEVELOPER, Side.GOVERNMENT)
    State = State
    CREATIONS = (
        Creation(
            name="begin",
            label="Begin a request",
            event="request.created",
            on="model",
            who=DEVELOPER_ROLES,
            sides=(Side.DEVELOPER,),
            reserved=drafting.RESERVED,
            consequence="The application begins with the words of the newest one. Nobody but the developer sees it.",
        ),
    )

    class Meta:
        abstract = True

    def content(self, step: str) -> dict[str, object]:
        """Return what is signed, certified or sent. The person who takes the step may not have typed it.

        A determination is about the application and the variants as they were recommended upon.
        """
        if step == "submit":
            return {"answers": self.answers_digest(), "notices": self.notices_digest()}
        if step in ("answer_clarification", "answer_information"):
            return {"replies": self.replies_digest()}
        if step in ("determine_covered", "determine_not_covered"):
            return {
                "application": self.assessed_application,
                "authority": self.authority,
                "date": str(self.assessed_on),
                "outcome": step.removeprefix("determine_"),
                "reference": self.reference,
            }
        if step in ("erase_developer_details", "erase_government_details"):
            return {"request": self.number, "side": step.split("_")[1]}
        return {}
