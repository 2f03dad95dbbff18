"""A trusted partner: nominated, vetted, activated by two people, and on the roster while it attests every year.

A suspension, a removal and an attestation that ran out end every reading at that instant, because each reading asks for
the partner's standing (`partners/extensions.py`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from designation.content.markings import nothing_above_the_ceiling
from designation.partners import cascades, effects
from designation.partners.lifecycle import due
from designation.partners.questions import FURTHER, FURTHER_ANSWER
from designation.partners.rules import nominating, vetting
from designation.partners.states import BEFORE, ON_THE_ROSTER, PartnerState
from designation.policies import clocks
from designation.roles import SPONSOR, Role, Side
from workflow.approvals import TWO_PEOPLE
from workflow.creating.declaring import Creation
from workflow.deadlines import Cancels, Meets, Pauses, Resumes, Sets
from workflow.guards import StepContext, reason_given
from workflow.jobs import Queues
from workflow.models import Stateful
from workflow.steps import step

ATTESTATION = Sets("standing", "expire", due.attestation)
TWO = replace(TWO_PEOPLE, sides=(Side.GOVERNMENT,))
"""Two roster administrators. The partner learns the decision, not who signed first."""
DECIDING = (vetting.not_the_nominator, vetting.did_not_decline_it)


class PartnerSteps(Stateful):
    """The machine of a trusted partner."""

    SIDES = (Side.GOVERNMENT, Side.PARTNER)
    State = PartnerState
    CREATIONS = (
        Creation(
            name="nominate",
            label="Nominate an organization",
            event="partner.nominated",
            who=frozenset({Role.ROSTER_ADMINISTRATOR, Role.CERTIFYING_OFFICER, Role.APPROVING_OFFICIAL}),
            checks=(
                nominating.names_are_plain,
                nominating.state_is_one,
                nominating.category_and_size_are_known,
                nominating.contact_has_an_address,
                nominating.is_not_nominated_yet,
                nominating.sponsor_is_active,
                nominating.is_reconsidered_once,
            ),
            sides=(Side.GOVERNMENT,),
            reserved=nominating.RESERVED,
            consequence="A roster administrator vets it. The organization hears of it when vetting begins.",
        ),
        Creation(
            name="reconsider",
            sides=(Side.GOVERNMENT,),
            label="Ask for other people to decide",
            event="partner.reconsideration_asked",
            by_clock=True,
            checks=(
                nominating.is_not_nominated_yet,
                nominating.is_reconsidered_once,
            ),
            consequence="The organization is vetted again, and other roster administrators decide.",
        ),
    )

    class Meta:
        abstract = True

    answers: Any
    checks: Any
    question: str
    organization: Any
    vouched_by_id: Any

    def content(self, step: str) -> dict[str, object]:
        """Return what several people sign: who the partner is and, to activate it, what was checked and answered."""
        if step not in ("activate", "decline", "lift", "remove"):
            return {}
        names = ("name", "suborganization", "city", "us_state", "category", "size", "identifiers")
        contact = {"contact_name": self.contact_name, "contact_email": self.contact_email}
        own = {name: getattr(self, name) for name in names}
        if step in ("lift", "remove"):
            return {**own, "suspended_because": self.reason}
        if step == "decline":
            return {**own, "checks": self.checks, "answers": self.answers}
        vouched = {"vouched_by": str(self.vouched_by_id or "")}
        return {**own, **contact, **vouched, "checks": self.checks, "answers": self.answers}

    @step(
        source=PartnerState.NOMINATED,
        target=PartnerState.VETTING,
        who=[Role.ROSTER_ADMINISTRATOR],
        guards=[vetting.a_policy_is_in_force, vetting.contact_is_still_free],
        deadlines=[Sets("vetting", "lapse", clocks.by_policy("vetting"))],
        event="partner.vetting_begun",
        label="Start vetting",
        consequence="The contact gets a link to ten plain questions. You record each check of the policy.",
    )
    def start_vetting(self, context: StepContext) -> None:
        """Take the checks of the policy in force, and ask the contact the ten questions."""
        self.policy = self.policy_in_force(context.now)
        labels = self.policy.value("partner_checks")
        self.checks = [{"label": label, "outcome": "", "note": "", "by": "", "at": ""} for label in labels]
        context.details["policy"] = self.policy.number

    @step(
        source=[PartnerState.VETTING, PartnerState.ASKED],
        target=PartnerState.VETTING,
        by_clock=True,
        checks=[vetting.answers_are_complete],
        deadlines=[Meets(("contact_answer",)), Resumes(("vetting",))],
        event="partner.answered",
        label="Record the answers",
        asks_for=["answers"],
        hidden=True,
    )
    def note_answers(self, context: StepContext) -> None:
        """Store what the contact answered, who has no account yet."""
        answers = dict(context.inputs["answers"])
        further = list(self.answers.get(FURTHER, []))
        reply = str(answers.pop(FURTHER_ANSWER, "")).strip()
        if self.question and reply:
            further.append({"question": self.question, "answer": reply})
        self.answers = answers | ({FURTHER: further} if further else {})
        self.answered_at = context.now
        self.question = ""

    @step(
        source=PartnerState.VETTING,
        target=PartnerState.ASKED,
        who=[Role.ROSTER_ADMINISTRATOR],
        checks=[vetting.question_is_written],
        deadlines=[Pauses(("vetting",)), Sets("contact_answer", "lapse", clocks.by_policy("answer"))],
        event="partner.asked",
        label="Ask the organization",
        asks_for=["question"],
        consequence="The contact gets a link to your question and to the answers so far. Your clock pauses.",
    )
    def ask(self, context: StepContext) -> None:
        """Ask the contact for more information."""
        self.question = context.details["question"] = str(context.inputs["question"]).strip()

    @step(
        source=[PartnerState.VETTING, PartnerState.ASKED],
        target=None,
        who=[Role.ROSTER_ADMINISTRATOR],
        checks=[vetting.check_is_one],
        sides=[Side.GOVERNMENT],
        event="partner.checked",
        label="Record a check",
        asks_for=["check", "check_outcome", "note"],
        consequence="The outcome and your note are kept in the record.",
    )
    def record_check(self, context: StepContext) -> None:
        """Record the outcome of one check."""
        place, outcome = int(context.inputs["check"]), str(context.inputs["check_outcome"])
        note = str(context.inputs["note"]).strip()
        by = {"by": context.actor.name, "at": context.now.isoformat()}
        self.checks[place] |= {"outcome": outcome, "note": note, **by}
        context.details |= {"check": self.checks[place]["label"], "outcome": outcome}

    @step(
        source=BEFORE,
        target=None,
        who=[SPONSOR],
        guards=[vetting.has_not_vouched_yet, vetting.sponsor_is_still_active],
        sides=[Side.GOVERNMENT],
        event="partner.vouched_for",
        label="Vouch for this organization",
        consequence="You state that you know the organization and its contact. You see nothing of what it does here.",
    )
    def vouch(self, context: StepContext) -> None:
        """State, for the sponsor, that it knows the organization and its contact."""
        self.vouched_at, self.vouched_by_id = context.now, context.actor.id

    @step(
        source=PartnerState.VETTING,
        target=PartnerState.ACTIVE,
        who=[Role.ROSTER_ADMINISTRATOR],
        guards=[
            vetting.has_answered,
            vetting.sponsor_vouched,
            vetting.every_check_is_met,
            vetting.contact_is_still_free,
            *DECIDING,
        ],
        reauthenticate=True,
        quorum=TWO,
        deadlines=[Meets(("vetting",)), ATTESTATION],
        effects=[effects.open_account, effects.wake_invitations],
        cascades=[cascades.send_invitation],
        event="partner.activated",
        label="Activate",
        consequence="When two of you have signed, the organization is a trusted partner, and its contact gets an "
        "account as its administrator.",
    )
    def activate(self, context: StepContext) -> None:
        """Put the organization on the roster."""
        self.attested_until = due.end_of_attestation(self, context)

    @step(
        source=BEFORE,
        target=PartnerState.DECLINED,
        who=[Role.ROSTER_ADMINISTRATOR],
        guards=DECIDING,
        checks=[reason_given, nothing_above_the_ceiling],
        quorum=TWO,
        jobs=[Queues(effects.END_ACCESS)],
        event="partner.declined",
        label="Decline",
        asks_for=["reason"],
        consequence="When two of you have signed, the organization is told your reasons. It can ask once that others "
        "decide.",
    )
    def decline(self, context: StepContext) -> None:
        """Decline the organization, with reasons that it may read."""
        self.reason = context.details["reason"] = str(context.inputs["reason"])
        self.declined_by = [str(signer.actor) for signer in context.signers]

    @step(
        source=BEFORE,
        target=PartnerState.LAPSED,
        by_clock=True,
        jobs=[Queues(effects.END_ACCESS)],
        event="partner.lapsed",
        label="Lapse",
        hidden=True,
    )
    def lapse(self, context: StepContext) -> None:
        """End a vetting that was not finished in time. Nothing is held against the organization."""

    @step(
        source=[PartnerState.ACTIVE, PartnerState.EXPIRED],
        target=PartnerState.SUSPENDED,
        who=[Role.ROSTER_ADMINISTRATOR, Role.INSIDER_RISK_OFFICER],
        checks=[reason_given, nothing_above_the_ceiling],
        deadlines=[Cancels(("standing",)), Sets("standing_review", "", due.review)],
        event="partner.suspended",
        label="Suspend",
        asks_for=["reason"],
        consequence="Nobody of this partner can read anything from now on. Two others have to lift it; a review is "
        "due in ten days.",
    )
    def suspend(self, context: StepContext) -> None:
        """Stop every access of the partner immediately."""
        self.reason = context.details["reason"] = str(context.inputs["reason"])
        self.suspended_by_id = context.actor.id

    @step(
        source=PartnerState.SUSPENDED,
        target=PartnerState.ACTIVE,
        who=[Role.ROSTER_ADMINISTRATOR],
        guards=[vetting.is_somebody_else_than_who_suspended],
        reauthenticate=True,
        quorum=TWO,
        deadlines=[Meets(("standing_review",)), Sets("standing", "expire", due.remaining_attestation)],
        effects=[effects.wake_invitations],
        event="partner.restored",
        label="Lift the suspension",
        consequence="When two of you have signed, the partner can use its current early access again.",
    )
    def lift(self, context: StepContext) -> None:
        """Lift the suspension. An attestation that ran out meanwhile keeps access closed."""
        self.reason, self.suspended_by_id = "", None

    @step(
        source=PartnerState.ACTIVE,
        target=PartnerState.EXPIRED,
        by_clock=True,
        guards=[vetting.attestation_has_run_out],
        event="partner.expired",
        label="Let the attestation run out",
        hidden=True,
    )
    def expire(self, context: StepContext) -> None:
        """Stop access until the partner attests again."""

    @step(
        source=[PartnerState.ACTIVE, PartnerState.EXPIRED],
        target=PartnerState.ACTIVE,
        who=[Role.PARTNER_ADMINISTRATOR],
        checks=[vetting.statement_confirmed],
        deadlines=[ATTESTATION],
        effects=[effects.wake_invitations],
        event="partner.attested",
        label="Attest for another year",
        asks_for=["still_true"],
        consequence="Your organization stays active on the roster for another year from today.",
    )
    def re_attest(self, context: StepContext) -> None:
        """Attest that what the roster says is still true."""
        self.attested_until = context.details["until"] = due.end_of_attestation(self, context)

    @step(
        source=ON_THE_ROSTER,
        target=PartnerState.REMOVED,
        who=[Role.ROSTER_ADMINISTRATOR],
        guards=[vetting.not_the_nominator],
        checks=[reason_given, nothing_above_the_ceiling],
        quorum=TWO,
        jobs=[Queues(effects.END_ACCESS)],
        event="partner.removed",
        label="Remove from the roster",
        asks_for=["reason"],
        consequence="When two of you have signed, the partner leaves the roster, and all its early access ends.",
    )
    def remove(self, context: StepContext) -> None:
        """Remove the partner from the roster."""
        self.reason = context.details["reason"] = str(context.inputs["reason"])

    @step(
        source=ON_THE_ROSTER,
        target=PartnerState.LEFT,
        who=[Role.PARTNER_ADMINISTRATOR],
        leaves=True,
        jobs=[Queues(effects.END_ACCESS)],
        event="partner.left",
        label="Leave the roster",
        consequence="Taking part is voluntary. All your early access ends now, and what was shared is destroyed.",
    )
    def leave(self, context: StepContext) -> None:
        """Leave the roster at once, without a reason."""
