"""Every refusal about eligibility records. No rule writes."""

from __future__ import annotations

from typing import Any

from designation.eligibility.kinds import NEEDS, Kind
from workflow.deadlines import Due
from workflow.guards import Pass, Refusal, StepContext, Verdict

RESERVED = (
    "Organization administrators, security contacts, insider-risk officers and partner administrators enter records "
    "about their own organization's people."
)
REMINDERS = (30, 7)
"""How many days before a record expires reminders are sent."""
LAST_ACCOUNT = "Another account has this identity. A person has one account: close the other one first."


def is_about_a_member(_organization: Any, context: StepContext) -> Verdict:
    """A record is about somebody of the organization whose account is open."""
    new = context.proposed
    if new.person.office.organization_id == new.organization_id and new.person.is_active:
        return Pass()
    return Refusal("no_open_account", "Choose a person of your organization.", about="person")


def states_what_the_kind_needs(_organization: Any, context: StepContext) -> Verdict:
    """Each kind of record needs certain facts (`NEEDS`) and has no others."""
    new = context.proposed
    needs = NEEDS[new.kind]
    found = []
    if needs.values and new.value not in needs.values:
        found.append(
            Refusal("value_missing", f"Choose what it says: {_either(needs.values)}.", about="value")
        )
    if needs.reference and not new.reference:
        found.append(Refusal("reference_missing", "Give the reference.", about="reference"))
    if needs.expiry and new.expires_at is None:
        found.append(Refusal("expiry_missing", "Say when it expires.", about="expires_at"))
    if needs.with_whom and not new.with_whom:
        found.append(
            Refusal("with_whom_missing", "Name the developer that the conflict is with.", about="with_whom")
        )
    return tuple(found) or Pass()


def _either(values: Any) -> str:
    *first, last = [str(value.label) for value in values]
    return f"{', '.join(first)} or {last}" if first else last


def expires_later(_organization: Any, context: StepContext) -> Verdict:
    """A record that is over already says nothing."""
    at = context.proposed.expires_at
    if at is None or at > context.now:
        return Pass()
    return Refusal("expiry_past", "Give a day that lies ahead.", about="expires_at")


def says_what_was_seen(_organization: Any, context: StepContext) -> Verdict:
    """A record says on what it is based, so that whoever verifies it can look there."""
    if context.proposed.evidence:
        return Pass()
    return Refusal("evidence_missing", "Say what you saw, and where it is kept.", about="evidence")


def identity_is_nobody_elses(subject: Any, context: StepContext) -> Verdict:
    """A person has one account. A second or renamed one has the same identity-proofing reference."""
    record = context.proposed or subject
    if record.kind != Kind.IDENTITY:
        return Pass()
    others = record.others_of_this_identity()
    if any(other.is_active for other in others):
        return Refusal("second_account", LAST_ACCOUNT, about="reference")
    return Pass()


def did_not_enter_it(record: Any, context: StepContext) -> Verdict:
    """Two people answer for a record: one enters it, another verifies it."""
    if context.actor.id != record.entered_by_id:
        return Pass()
    return Refusal("entered_it", "You entered this record, so somebody else must verify it.")


def is_about_somebody_else(record: Any, context: StepContext) -> Verdict:
    """Nobody verifies, or ends, what is said about themselves."""
    if context.actor.id != record.person_id:
        return Pass()
    return Refusal("about_yourself", "This is about you. Somebody else must do it.")


def has_not_expired(record: Any, context: StepContext) -> Verdict:
    """What expired before anybody verified it is entered anew."""
    if record.expires_at is None or context.now < record.expires_at:
        return Pass()
    return Refusal(
        "expired_meanwhile", "It expired before it was verified. Decline it and enter the new one."
    )


def end_of_the_record(record: Any, _context: StepContext) -> Due | None:
    """A record without an expiry stays until somebody ends it."""
    return None if record.expires_at is None else Due(record.expires_at, reminders=REMINDERS)
