"""Access under a window: opened by the clock, suspended, resumed, closed, and what was shared destroyed."""

from __future__ import annotations

from designation.content.markings import nothing_above_the_ceiling
from designation.policies import clocks
from designation.roles import Role
from designation.windows import cascades, effects
from designation.windows.lifecycle.agreement import AGREEABLE, CLOSING
from designation.windows.lifecycle.states import LIVE, State
from designation.windows.rules import windows as rules
from workflow.approvals import Quorum
from workflow.deadlines import Meets, Sets
from workflow.guards import StepContext, by_cascade, reason_given
from workflow.models import Stateful
from workflow.steps import step


class AccessSteps(Stateful):
    """The steps from the opening of a window on."""

    class Meta:
        abstract = True

    @step(
        source=State.SCHEDULED,
        target=State.OPEN,
        by_clock=True,
        guards=[
            rules.opening_time_has_come,
            *AGREEABLE,
            rules.both_sides_signed,
            rules.an_evaluator_is_ready,
        ],
        deadlines=[CLOSING],
        cascades=[cascades.start_the_thirty_days],
        event="window.opened",
        label="Open",
    )
    def open(self, context: StepContext) -> None:
        """Open the window. The model's 30 days start with its first opening."""
        self.opened_at = context.now
        self.ends_at = self.lowered(self.ends_at)
        context.details["ends_at"] = self.ends_at

    @step(
        source=[State.SCHEDULED, *LIVE],
        target=None,
        by_clock=True,
        guards=[by_cascade],
        deadlines=[CLOSING],
        event="window.trimmed",
        label="End earlier",
    )
    def trim(self, context: StepContext) -> None:
        """Move the stored end to an earlier time, because the planned partner release moved earlier."""
        self.ends_at = min(self.ends_at, max(self.as_instant(context.inputs["ends_at"]), context.now))
        context.details["ends_at"] = self.ends_at

    @step(
        source=State.OPEN,
        target=State.SUSPENDED,
        who=[*rules.DEVELOPERS, Role.INSIDER_RISK_OFFICER],
        checks=[reason_given, nothing_above_the_ceiling],
        effects=[effects.note_suspension],
        event="window.suspended",
        label="Suspend access",
        asks_for=["reason"],
        consequence="Access stops now. The days go on running. One person of each side has to agree to resume.",
    )
    def suspend(self, context: StepContext) -> None:
        """Stop access immediately. The days continue to count."""
        context.details["reason"] = context.inputs["reason"]

    @step(
        source=State.SUSPENDED,
        target=State.OPEN,
        who=[*rules.DEVELOPERS, *rules.GOVERNMENTS],
        guards=[rules.not_over, *AGREEABLE, rules.has_no_access_to_regain],
        quorum=Quorum(rules.one_of_each_side, "one person of each side"),
        effects=[effects.note_resumption],
        event="window.resumed",
        label="Resume access",
        consequence="Access goes on until the same end as before, once one person of each side has agreed.",
    )
    def resume(self, context: StepContext) -> None:
        """Resume access, by agreement of both sides."""

    @step(
        source=LIVE,
        target=State.CLOSED,
        who=[*rules.DEVELOPERS, Role.APPROVING_OFFICIAL, Role.PARTNER_ADMINISTRATOR],
        by_clock=True,
        guards=[rules.planned_end_has_come],
        deadlines=[Meets(("closing",)), Sets("disposition", "destroy", clocks.by_policy("disposition"))],
        cascades=[cascades.end_grants],
        leaves=True,
        event="window.closed",
        label="Close the window",
        consequence="Access ends now, for everybody, for good. What was shared is destroyed by the policy's date.",
    )
    def close(self, context: StepContext) -> None:
        """End access. The stored time range is shortened to the time that was used."""
        self.ends_at = min(self.ends_at, max(context.now, self.opened_at))
        self.closed_at = self.ends_at

    @step(
        source=State.CLOSED,
        target=State.DESTROYING,
        who=[Role.CERTIFYING_OFFICER, Role.SECURITY_CONTACT],
        by_clock=True,
        keeps_guards=True,
        leaves=True,
        deadlines=[Meets(("disposition",))],
        event="window.destruction_begun",
        label="Destroy now",
        consequence="The keys of what was shared under this window are destroyed now. This cannot be undone.",
    )
    def destroy(self, context: StepContext) -> None:
        """Begin the destruction of the window's keys, which happens outside the database."""

    @step(
        source=State.DESTROYING,
        target=State.DESTROYED,
        by_clock=True,
        event="window.destroyed",
        label="Record the destruction",
    )
    def note_destroyed(self, context: StepContext) -> None:
        """Record that the window's keys are verified to be absent, and which shares they opened."""
        context.details["shares"] = context.inputs.get("shares", [])
