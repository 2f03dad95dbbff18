"""The CUI marking of a window, which is on every page with its content and burned into every page that is read."""

from __future__ import annotations

from designation.content import cui
from designation.content.markings import nothing_above_the_ceiling
from designation.roles import Role
from designation.windows.lifecycle.states import LIVE, UNOPENED, State
from designation.windows.rules import marking as rules
from workflow.guards import StepContext, reason_given
from workflow.models import Stateful
from workflow.steps import step


class MarkingSteps(Stateful):
    """The step by which a records officer marks a window."""

    class Meta:
        abstract = True

    @step(
        source=[*UNOPENED, *LIVE, State.CLOSED],
        target=None,
        who=[Role.RECORDS_OFFICER],
        checks=[
            *(rules.marking_is_a_banner, rules.marking_differs),
            *(reason_given, nothing_above_the_ceiling),
        ],
        event="window.marked",
        label="Set the CUI marking",
        asks_for=["marking", "reason"],
        consequence="The marking is the banner of every page of this window from now on, and it is burned into every "
        "page that evaluators read. Both sides see it in the record.",
    )
    def mark(self, context: StepContext) -> None:
        """Set or correct the CUI marking of the window."""
        before = self.cui_marking
        self.cui_marking = cui.banner(context.inputs["marking"])
        context.details |= {"marking": self.cui_marking, "reason": context.inputs["reason"]}
        if before:
            context.details["marking_before"] = before
