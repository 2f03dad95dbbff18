"""The lifecycle of an eligibility record: one person enters it, another verifies it, and the clock ends it."""

from __future__ import annotations

from typing import Any

from django.db import models

from designation.content.markings import nothing_above_the_ceiling
from designation.eligibility import cascades, rules
from designation.eligibility.kinds import KEEPERS, VERIFIERS
from designation.people.rules import organizations
from designation.roles import Side
from workflow.creating.declaring import Creation
from workflow.deadlines import Sets
from workflow.guards import StepContext, reason_given
from workflow.models import Stateful
from workflow.steps import step

ENTERED = (
    rules.is_about_a_member,
    rules.states_what_the_kind_needs,
    rules.expires_later,
    rules.says_what_was_seen,
    rules.identity_is_nobody_elses,
    nothing_above_the_ceiling,
)


class RecordSteps(Stateful):
    """The lifecycle of an eligibility record."""

    SIDES = (Side.DEVELOPER, Side.GOVERNMENT, Side.PARTNER)
    CREATIONS = (
        Creation(
            name="enter",
            label="Enter an eligibility record",
            event="eligibility.entered",
            on="organization",
            who=KEEPERS,
            guards=(organizations.is_open,),
            checks=ENTERED,
            reserved=rules.RESERVED,
            consequence="It counts once somebody else has verified it.",
        ),
    )

    class State(models.TextChoices):
        ENTERED = "entered", "Waits to be verified"
        VERIFIED = "verified", "Verified"
        DECLINED = "declined", "Declined"
        EXPIRED = "expired", "Expired"
        ENDED = "ended", "Ended"

    class Meta:
        abstract = True

    number: str
    kind: str
    value: str
    reference: str
    evidence: str
    person_id: Any
    with_whom: str
    expires_at: Any

    def content(self, step: str) -> dict[str, object]:
        """Return what the verifier signs: about whom, what it says, on what it is based, and until when."""
        if step != "verify":
            return {}
        return {
            "evidence": self.evidence,
            "expires_at": str(self.expires_at or ""),
            "kind": self.kind,
            "person": str(self.person_id),
            "reference": self.reference,
            "value": self.value,
            "with_whom": self.with_whom,
        }

    @step(
        source=State.ENTERED,
        target=State.VERIFIED,
        who=VERIFIERS,
        guards=[
            rules.did_not_enter_it,
            rules.is_about_somebody_else,
            rules.has_not_expired,
            rules.identity_is_nobody_elses,
        ],
        reauthenticate=True,
        deadlines=[Sets("eligibility", "expire", rules.end_of_the_record)],
        cascades=[cascades.record_stop],
        event="eligibility.verified",
        label="Verify this record",
        consequence="It counts at once, wherever the person reads.",
    )
    def verify(self, context: StepContext) -> None:
        """Confirm that the evidence says what the record says."""
        self.verified_by_id = context.actor.id

    @step(
        source=State.ENTERED,
        target=State.DECLINED,
        who=VERIFIERS,
        checks=[reason_given, nothing_above_the_ceiling],
        event="eligibility.declined",
        label="Decline this record",
        asks_for=["reason"],
        consequence="It never counts. Enter a new record with the right facts.",
    )
    def decline(self, context: StepContext) -> None:
        """Decline a record that its evidence does not support."""
        context.details["reason"] = context.inputs["reason"]

    @step(
        source=State.VERIFIED,
        target=State.ENDED,
        who=KEEPERS,
        guards=[rules.is_about_somebody_else],
        checks=[reason_given, nothing_above_the_ceiling],
        cascades=[cascades.record_stop],
        event="eligibility.ended",
        label="End this record",
        asks_for=["reason"],
        consequence="It stops counting at once, in every open page and running download.",
    )
    def end(self, context: StepContext) -> None:
        """End a record that is not true any more."""
        context.details["reason"] = context.inputs["reason"]

    @step(
        source=State.VERIFIED,
        target=State.EXPIRED,
        by_clock=True,
        cascades=[cascades.record_stop],
        event="eligibility.expired",
        label="Expire",
        hidden=True,
    )
    def expire(self, context: StepContext) -> None:
        """Note that the record expired. It stopped counting at that instant, whether or not anybody noted it."""
