"""An insider-risk case: opened by a rule, an officer or a report, and closed by two officers of different offices.

Officers know the person by a pseudonym until two of them unmask the person. Nothing ends or comes back because time
passed. The person learns that access stopped when it does, and of the case when it is referred or closed.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import models

from designation.cases import cascades, clocks, effects, rules
from designation.cases.parties import OFFICER, WATCHED
from designation.content.markings import nothing_above_the_ceiling
from designation.roles import Side
from workflow.approvals import Quorum, two_people_of_different_offices
from workflow.creating.declaring import Creation
from workflow.deadlines import Meets
from workflow.guards import StepContext, reason_given, recently_authenticated
from workflow.models import Stateful
from workflow.steps import step

TWO = Quorum(two_people_of_different_offices, "two insider-risk officers of different offices")
FIRST = (clocks.TRIAGE, clocks.NOTICE)
WRITTEN = (reason_given, nothing_above_the_ceiling)


class CaseSteps(Stateful):
    """The machine of an insider-risk case."""

    SIDES = (Side.GOVERNMENT,)
    CREATIONS = (
        Creation(
            name="open_by_rule",
            label="Open a case because two patterns agree",
            event="case.opened",
            by_clock=True,
            checks=(rules.cases_are_on, rules.no_case_is_open),
            sets=FIRST,
        ),
        Creation(
            name="open_from_signal",
            label="Open a case",
            event="case.opened",
            who=frozenset({OFFICER}),
            checks=(
                recently_authenticated,
                rules.cases_are_on,
                rules.is_not_about_oneself,
                rules.no_case_is_open,
                *WRITTEN,
            ),
            sets=FIRST,
            reserved=rules.RESERVED,
            consequence="Every insider-risk officer can read the case, except for the person it is about.",
        ),
        Creation(
            name="report",
            label="Report a concern",
            event="case.reported",
            by_clock=True,
            checks=(rules.cases_are_on, nothing_above_the_ceiling),
            sets=FIRST,
            consequence="The insider-risk officers read the report. Nobody is told who reported.",
        ),
    )

    class State(models.TextChoices):
        TRIAGE = "triage", "In triage"
        CONTAINED = "contained", "Contained"
        INQUIRY = "inquiry", "In inquiry"
        REFERRED = "referred", "Referred"
        CLOSED = "closed", "Closed"

    OPEN = (State.TRIAGE, State.CONTAINED, State.INQUIRY, State.REFERRED)

    class Meta:
        abstract = True

    number: str
    pseudonym: str
    opened_at: Any
    unmasking_asked_by_id: Any
    unmasking_reason: str
    unmasking_refusals: int

    def content(self, step: str) -> dict[str, object]:
        """Return what officers sign: the case by its pseudonym, and the digest of the evidence as it is.

        To unmask, they also sign the request: a signature under an earlier one does not count.
        """
        signed: dict[str, object] = {
            "number": self.number,
            "about": self.pseudonym,
            "evidence": self.evidence_digest(),
        }
        if step == "unmask":
            asked_by = str(self.unmasking_asked_by_id or "")
            signed |= {
                "asked_by": asked_by,
                "reason": self.unmasking_reason,
                "refused": self.unmasking_refusals,
            }
        return signed

    def evidence_digest(self) -> str:
        """Return the digest of the evidence that a signature covers."""
        raise NotImplementedError

    @step(
        source=State.TRIAGE,
        target=State.CONTAINED,
        who=[OFFICER],
        guards=[rules.somebody_is_named],
        checks=WRITTEN,
        effects=[effects.suspend_the_person],
        cascades=[cascades.record_where_it_stops],
        deadlines=[Meets(("case_triage",)), clocks.REVIEW],
        reauthenticate=True,
        asks_for=["reason"],
        event="case.contained",
        label="Stop access",
        consequence="The person cannot read, take a step or sign anywhere. They are told that their access is "
        "suspended, and not why. Two people lift the suspension; it never ends by itself.",
    )
    def contain(self, context: StepContext) -> None:
        """Stop the person's access everywhere, without learning who they are."""
        self.contained_at = context.now
        context.details["reason"] = context.inputs["reason"]

    @step(
        source=State.CONTAINED,
        target=None,
        who=[OFFICER],
        checks=WRITTEN,
        deadlines=[clocks.REVIEW],
        asks_for=["reason"],
        event="case.reviewed",
        label="Review the containment",
        consequence="Access stays stopped. The next review is due in 72 hours.",
    )
    def review(self, context: StepContext) -> None:
        """Say why access is still stopped."""
        context.details["reason"] = context.inputs["reason"]

    @step(
        source=[State.TRIAGE, State.CONTAINED],
        target=State.INQUIRY,
        who=[OFFICER],
        quorum=TWO,
        reauthenticate=True,
        deadlines=[Meets(("case_triage", "case_review")), clocks.INQUIRY],
        event="case.inquiry_begun",
        label="Begin an inquiry",
        consequence="The inquiry is due in 30 days. Two officers can renew it.",
    )
    def inquire(self, context: StepContext) -> None:
        """Begin an inquiry."""

    @step(
        source=State.INQUIRY,
        target=None,
        who=[OFFICER],
        quorum=TWO,
        reauthenticate=True,
        deadlines=[clocks.INQUIRY],
        event="case.inquiry_renewed",
        label="Renew the inquiry",
        consequence="The inquiry is due in 30 days from now.",
    )
    def renew(self, context: StepContext) -> None:
        """Give the inquiry another 30 days."""

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
