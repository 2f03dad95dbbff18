"""The ends of a case: referred to the Attorney General's office, and closed."""

from __future__ import annotations

from designation.cases import rules
from designation.cases.lifecycle.states import OPEN, TWO, State
from designation.cases.parties import OFFICER
from workflow.deadlines import Meets
from workflow.guards import StepContext
from workflow.models import Stateful
from workflow.steps import step


class EndingSteps(Stateful):
    """The steps that end a case."""

    class Meta:
        abstract = True

    def evidence_digest(self) -> str:
        """Return the digest of the evidence that a signature covers."""
        raise NotImplementedError

    @step(
        source=State.INQUIRY,
        target=State.REFERRED,
        who=[OFFICER],
        guards=[rules.somebody_is_named],
        quorum=TWO,
        reauthenticate=True,
        deadlines=[Meets(("case_inquiry",))],
        event="case.referred",
        label="Refer the case",
        consequence="The record keeps the digest of the evidence. The person is told, and can challenge it. Send the "
        "referral text and the evidence file yourself: this site sends nothing.",
    )
    def refer(self, context: StepContext) -> None:
        """Refer the case to the Attorney General's office (Order §4)."""
        self.referred_at = context.now
        context.details["evidence"] = self.evidence_digest()

    @step(
        source=OPEN,
        target=State.CLOSED,
        who=[OFFICER],
        guards=[rules.nothing_is_suspended, rules.owner_was_told],
        quorum=TWO,
        reauthenticate=True,
        event="case.closed",
        label="Close the case",
        consequence="The case ends. The person is told, and can challenge it.",
    )
    def close(self, context: StepContext) -> None:
        """Close the case."""
        self.closed_at = context.now
