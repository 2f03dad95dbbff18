"""The early access of a trusted partner: it is agreed in the partner's selection, and begins with the release."""

from __future__ import annotations

from designation.windows.lifecycle.agreement import CLOSING
from designation.windows.lifecycle.states import State
from designation.windows.rules import windows as rules
from workflow.deadlines import Sets
from workflow.guards import StepContext, by_cascade
from workflow.models import Stateful
from workflow.steps import step


class EarlyAccessSteps(Stateful):
    """The steps that only a partner's early access has. From its opening on it is like every window."""

    class Meta:
        abstract = True

    @step(
        source=State.DRAFT,
        target=State.SCHEDULED,
        by_clock=True,
        guards=[by_cascade],
        deadlines=[Sets("opening", "open", rules.opening), CLOSING],
        event="window.early_access_agreed",
        label="Schedule the early access",
    )
    def schedule(self, context: StepContext) -> None:
        """Schedule the early access that all three parties agreed to."""
        context.details["opens_at"], context.details["ends_at"] = self.opens_at, self.ends_at

    @step(
        source=State.SCHEDULED,
        target=None,
        by_clock=True,
        guards=[by_cascade],
        deadlines=[Sets("opening", "open", rules.opening)],
        event="window.opening_moved",
        label="Move the opening",
    )
    def move_opening(self, context: StepContext) -> None:
        """Move the opening, because the planned release to partners moved."""
        self.opens_at = self.as_instant(context.inputs["opens_at"])
        context.details["opens_at"] = self.opens_at
