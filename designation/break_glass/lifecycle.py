"""Emergency access: asked for by a named evaluator, agreed to by one person of each side, over after an hour, reviewed.

These statements always hold. It ends at `ends_at` although no worker runs, because every read asks the database. It
bridges only conditions that are declared to be bridged (`designation.windows.window_access.Condition`). The closing
entry is written by the clock, by a person who ends it, or with the end of the evaluator's own access.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.db import models

from designation.break_glass import rules
from designation.content.markings import nothing_above_the_ceiling
from designation.roles import Role, Side
from workflow.approvals import Quorum
from workflow.creating.declaring import Creation
from workflow.deadlines import Due, Meets, Sets
from workflow.guards import StepContext, reason_given, recently_authenticated
from workflow.models import Stateful
from workflow.steps import step

ANSWERED_WITHIN = timedelta(minutes=15)
LASTS = timedelta(hours=1)
REVIEWED_WITHIN = timedelta(days=3)


def answer_due(_access: Any, context: StepContext) -> Due:
    """Return when a request for emergency access lapses."""
    return Due(context.now + ANSWERED_WITHIN)


def end_due(access: Any, _context: StepContext) -> Due:
    """Return when emergency access ends."""
    return Due(access.ends_at)


def review_due(access: Any, _context: StepContext) -> Due:
    """Return until when emergency access is to be reviewed, with a reminder a day before."""
    return Due(access.review_by, reminders=(1,))


class BreakGlassSteps(Stateful):
    """The machine of emergency access."""

    SIDES = (Side.DEVELOPER, Side.GOVERNMENT)
    CREATIONS = (
        Creation(
            name="ask",
            label="Ask for emergency access",
            event="emergency.requested",
            on="window",
            who=frozenset({Role.EVALUATOR}),
            guards=(
                *rules.ON_THE_WINDOW,
                rules.helps_the_actor,
                rules.has_not_asked_yet,
                rules.office_owes_no_review,
            ),
            checks=(recently_authenticated, reason_given, nothing_above_the_ceiling),
            sets=(Sets("emergency_answer", "lapse", answer_due),),
            reserved="Named evaluators ask for emergency access.",
            consequence="One person of the developer and one of the government must agree within 15 minutes. You can "
            "then read for at most one hour. Two other people review it afterward.",
        ),
    )

    class State(models.TextChoices):
        REQUESTED = "requested", "Asked for"
        ACTIVE = "active", "Open"
        ENDED = "ended", "Ended, to be reviewed"
        OVERDUE = "overdue", "Review overdue"
        REVIEWED = "reviewed", "Reviewed"
        LAPSED = "lapsed", "Not answered in time"
        DECLINED = "declined", "Declined"
        TAKEN_BACK = "taken_back", "Taken back"

    class Meta:
        abstract = True

    window: Any
    window_id: Any
    grant_id: Any
    reason: str
    approved_by: list[uuid.UUID]
    began_at: datetime | None
    ends_at: datetime | None
    ended_at: datetime | None
    review_by: datetime | None
    findings: str

    def content(self, step: str) -> dict[str, object]:
        """Return what people sign: who reads where and why and, for the review, from when until when."""
        about: dict[str, object] = {
            "grant": str(self.grant_id),
            "window": str(self.window_id),
            "reason": self.reason,
        }
        if step == "approve":
            return about
        return about | {"began_at": self.began_at, "ended_at": self.ended_at} if step == "review" else {}

    @step(
        source=State.REQUESTED,
        target=State.ACTIVE,
        who=rules.BY_GOVERNMENT | rules.BY_DEVELOPER,
        guards=[rules.did_not_ask, rules.is_still_possible, rules.still_helps],
        reauthenticate=True,
        quorum=Quorum(
            rules.one_of_each_side,
            "one person of the developer and one of the government",
            expires_after=ANSWERED_WITHIN,
        ),
        deadlines=[Meets(("emergency_answer",)), Sets("emergency_end", "end", end_due)],
        event="emergency.begun",
        label="Agree to emergency access",
        consequence="When the second person signs, this evaluator can read for at most one hour. Both sides can end it "
        "before. Two other people review it afterward.",
    )
    def approve(self, context: StepContext) -> None:
        """Let the evaluator read for an hour, or until the window ends if that is sooner."""
        self.began_at = context.now
        self.ends_at = min(context.now + LASTS, self.window.ends_at)
        self.approved_by = [one.actor for one in context.signers]
        context.details["ends_at"] = self.ends_at

    @step(
        source=State.REQUESTED,
        target=State.DECLINED,
        who=rules.BY_GOVERNMENT | rules.BY_DEVELOPER,
        guards=[rules.did_not_ask],
        checks=[reason_given, nothing_above_the_ceiling],
        deadlines=[Meets(("emergency_answer",))],
        event="emergency.declined",
        label="Decline",
        asks_for=["reason"],
        consequence="The evaluator does not get emergency access now. They read your reason and can ask again.",
    )
    def decline(self, context: StepContext) -> None:
        """Decline the request. The evaluator reads the reason."""
        context.details["reason"] = context.inputs["reason"]

    @step(
        source=State.REQUESTED,
        target=State.TAKEN_BACK,
        who=[Role.EVALUATOR],
        guards=[rules.is_the_requester],
        leaves=True,
        event="emergency.taken_back",
        label="Take my request back",
        consequence="Nobody needs to answer it any more.",
    )
    def take_back(self, context: StepContext) -> None:
        """Take the request back."""

    @step(
        source=State.REQUESTED,
        target=State.LAPSED,
        by_clock=True,
        event="emergency.lapsed",
        label="Lapse",
    )
    def lapse(self, context: StepContext) -> None:
        """End a request that not enough people signed in time."""

    @step(
        source=State.ACTIVE,
        target=State.ENDED,
        who=[*rules.ENDS_FOR_OTHERS, Role.EVALUATOR],
        by_clock=True,
        guards=[rules.may_end_it],
        deadlines=[Meets(("emergency_end",)), Sets("emergency_review", "fall_overdue", review_due)],
        leaves=True,
        event="emergency.ended",
        label="End emergency access",
        consequence="The evaluator cannot read any more from now on, and a running download stops. Two other people "
        "review the access within three days.",
    )
    def end(self, context: StepContext) -> None:
        """End emergency access. The time at which it ended is never later than the time that was agreed."""
        until = context.now if self.ends_at is None else min(context.now, self.ends_at)
        self.ended_at = until
        self.review_by = until + REVIEWED_WITHIN
        context.details["ended_at"] = until

    @step(
        source=State.ENDED,
        target=State.OVERDUE,
        by_clock=True,
        event="emergency.overdue",
        label="Note that the review is overdue",
    )
    def fall_overdue(self, context: StepContext) -> None:
        """Record that nobody reviewed it in time. The evaluator's office cannot ask again until somebody does."""

    @step(
        source=[State.ENDED, State.OVERDUE],
        target=State.REVIEWED,
        who=rules.REVIEWERS,
        guards=[rules.was_not_part_of_it],
        checks=[rules.findings_given, nothing_above_the_ceiling],
        quorum=Quorum(rules.two_review, "two people of different offices who took no part in it"),
        deadlines=[Meets(("emergency_review",))],
        event="emergency.reviewed",
        label="Review the emergency access",
        asks_for=["findings"],
        consequence="Both sides read the findings once a second person, of another office, signed the same words.",
    )
    def review(self, context: StepContext) -> None:
        """Record what two people found who took no part in it."""
        self.findings = context.details["findings"] = str(context.inputs["findings"]).strip()
