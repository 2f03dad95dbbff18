"""Who learns of a case: the developers concerned, the officers who read it, and the person, who can challenge it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from designation.cases import clocks, effects, rules
from designation.cases.lifecycle.states import OPEN, TWO, WRITTEN, State
from designation.cases.parties import OFFICER, WATCHED
from workflow.deadlines import Meets
from workflow.guards import StepContext
from workflow.models import Stateful
from workflow.steps import step


class TellingSteps(Stateful):
    """The steps that tell somebody, or record that somebody was told."""

    class Meta:
        abstract = True

    opened_at: Any

    @step(
        source=OPEN,
        target=None,
        who=[OFFICER],
        by_clock=True,
        guards=[rules.owner_is_not_told],
        effects=[effects.note_owners],
        deadlines=[Meets(("case_notice",))],
        event="case.owner_told",
        label="Tell the developers",
        consequence="The developers whose content the person could read are told that access to it is under review. "
        "They are not told who it is about.",
    )
    def tell_owner(self, context: StepContext) -> None:
        """Tell the developers concerned that there is a case."""
        self.owner_told_at = context.now

    @step(
        source=OPEN,
        target=None,
        who=[OFFICER],
        guards=[rules.owner_is_not_told, rules.notice_is_not_delayed],
        quorum=TWO,
        reauthenticate=True,
        deadlines=[clocks.DELAYED],
        event="case.notice_delayed",
        label="Delay the notice to the developers",
        consequence="The developers are told 30 days after the case was opened. Accesses and what was stopped are "
        "never delayed.",
    )
    def delay_notice(self, context: StepContext) -> None:
        """Delay the notice to the developers, once."""
        self.notice_delayed_until = self.opened_at + timedelta(days=clocks.LONGEST_DELAY_DAYS)

    @step(
        source=OPEN,
        target=None,
        who=[OFFICER],
        checks=WRITTEN,
        asks_for=["reason"],
        event="case.noted",
        label="Add a note",
        consequence="The other officers of this case can read the note.",
    )
    def note(self, context: StepContext) -> None:
        """Add a note to the case."""
        context.details["note"] = context.inputs["reason"]

    @step(
        source=[*OPEN, State.CLOSED],
        target=None,
        who=[OFFICER],
        asks_for=["what"],
        event="case.read",
        label="Record that an officer reads",
        hidden=True,
    )
    def note_reading(self, context: StepContext) -> None:
        """Record that an officer reads the case, a timeline or the evidence, before any of it is shown."""
        context.details |= {
            name: context.inputs[name] for name in ("what", "digest") if name in context.inputs
        }

    @step(
        source=[State.CONTAINED, State.INQUIRY, State.REFERRED, State.CLOSED],
        target=None,
        who=[WATCHED],
        guards=[rules.challenge_is_open],
        checks=WRITTEN,
        asks_for=["reason"],
        event="case.challenged",
        label="Challenge this",
        consequence="The insider-risk officers read it and answer on this page.",
        hidden=True,
    )
    def challenge(self, context: StepContext) -> None:
        """Say why this is wrong."""
        self.challenge_text = context.inputs["reason"]
        self.challenged_at = context.now

    @step(
        source=[State.CONTAINED, State.INQUIRY, State.REFERRED, State.CLOSED],
        target=None,
        who=[OFFICER],
        guards=[rules.challenge_waits],
        checks=WRITTEN,
        asks_for=["reason"],
        event="case.challenge_answered",
        label="Answer the challenge",
        consequence="The person reads your answer. It does not show your name.",
    )
    def answer_challenge(self, context: StepContext) -> None:
        """Answer the person's challenge."""
        self.answer = context.inputs["reason"]
