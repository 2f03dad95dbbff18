"""What an evaluator does about a conflict of interest. Everybody else does this at the request."""

from __future__ import annotations

from designation.content.markings import nothing_above_the_ceiling
from designation.roles import Role, Side
from designation.windows import cascades, effects
from designation.windows.involvements import parties_leave
from designation.windows.lifecycle.states import LIVE, UNOPENED
from designation.windows.rules import conflicts
from workflow.guards import StepContext, reason_given
from workflow.models import Stateful
from workflow.steps import step


class ConflictSteps(Stateful):
    """The steps of an evaluator with a conflict of interest."""

    class Meta:
        abstract = True

    @step(
        source=[*UNOPENED, *LIVE],
        target=None,
        who=[Role.EVALUATOR],
        guards=[conflicts.only_evaluates_here],
        sides=[Side.GOVERNMENT],
        effects=[effects.recuse, parties_leave],
        cascades=[cascades.end_own_grants],
        event="window.recused",
        label="Recuse yourself",
        consequence="You leave this matter for good: you will not see it in any list, search or mail.",
    )
    def recuse(self, context: StepContext) -> None:
        """Leave the request and everything under it permanently."""

    @step(
        source=[*UNOPENED, *LIVE],
        target=None,
        who=[Role.EVALUATOR],
        checks=[reason_given, nothing_above_the_ceiling],
        sides=[Side.GOVERNMENT],
        effects=[effects.declare],
        event="window.conflict_declared",
        label="Declare interests",
        asks_for=["reason"],
        consequence="Your declaration becomes part of the government's record of this matter.",
    )
    def declare_interests(self, context: StepContext) -> None:
        """Declare a conflict of interest, or declare that there is none."""
        context.personal["declaration"] = context.inputs["reason"]
