"""Learning who the person is: asked with a reason, decided by two, refused by one and then asked once more."""

from __future__ import annotations

from typing import Any

from designation.cases import rules
from designation.cases.lifecycle.states import TWO, WRITTEN, State
from designation.cases.parties import OFFICER
from workflow.guards import StepContext
from workflow.models import Stateful
from workflow.steps import step


class UnmaskingSteps(Stateful):
    """The steps by which officers learn who the person is."""

    class Meta:
        abstract = True

    unmasking_asked_by_id: Any
    unmasking_refused_by_id: Any
    unmasking_reason: str
    unmasking_refusals: int

    @step(
        source=State.INQUIRY,
        target=None,
        who=[OFFICER],
        guards=[
            rules.somebody_is_named,
            rules.is_not_unmasked,
            rules.unmasking_is_not_asked,
            rules.may_be_asked_again,
        ],
        checks=WRITTEN,
        reauthenticate=True,
        asks_for=["reason"],
        event="case.unmasking_asked",
        label="Ask to unmask the person",
        consequence="Two officers of different offices decide. Another officer can refuse.",
    )
    def ask_to_unmask(self, context: StepContext) -> None:
        """Ask to learn who the person is, with a reason."""
        self.unmasking_asked_by_id = context.actor.id
        self.unmasking_reason = context.details["reason"] = context.inputs["reason"]

    @step(
        source=State.INQUIRY,
        target=None,
        who=[OFFICER],
        guards=[rules.unmasking_is_asked, rules.did_not_refuse_before],
        quorum=TWO,
        reauthenticate=True,
        event="case.unmasked",
        label="Unmask the person",
        consequence="When the second officer signs, the officers of this case see the person's name.",
    )
    def unmask(self, context: StepContext) -> None:
        """Show the officers of this case who the person is."""
        self.unmasked_at = context.now
        self.unmasking_asked_by_id = None

    @step(
        source=State.INQUIRY,
        target=None,
        who=[OFFICER],
        guards=[rules.unmasking_is_asked, rules.did_not_ask, rules.did_not_refuse_before],
        checks=WRITTEN,
        reauthenticate=True,
        asks_for=["reason"],
        event="case.unmasking_refused",
        label="Refuse to unmask",
        consequence="The person stays unknown. It can be asked once more; other officers decide then.",
    )
    def refuse_unmasking(self, context: StepContext) -> None:
        """Refuse to show who the person is."""
        self.unmasking_refused_by_id = context.actor.id
        self.unmasking_refusals += 1
        self.unmasking_asked_by_id = None
        context.details["reason"] = context.inputs["reason"]
