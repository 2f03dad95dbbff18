"""The words that pages use for partners and selections."""

from __future__ import annotations

from typing import Any

from workflow import clock
from workflow.models import Approval

EVENTS = {
    "partner.nominated": "{who} nominated the organization",
    "partner.reconsideration_asked": "The organization asked that other people decide",
    "partner.vetting_begun": "{who} began vetting and asked the contact ten questions",
    "partner.vouched_for": "{who} vouched for the organization",
    "partner.answered": "The organization answered",
    "partner.asked": "{who} asked the organization for more information",
    "partner.checked": "{who} recorded a check",
    "partner.activated": "The organization became a trusted partner",
    "partner.activated.signed": "{who} signed to activate the partner",
    "partner.activated.taken_back": "{who} withdrew their signature to activate the partner",
    "partner.declined": "The organization was declined",
    "partner.declined.signed": "{who} signed to decline the organization",
    "partner.declined.taken_back": "{who} withdrew their signature to decline the organization",
    "partner.lapsed": "Vetting was not finished in time",
    "partner.suspended": "{who} suspended the partner",
    "partner.restored": "The suspension was lifted",
    "partner.restored.signed": "{who} agreed to lift the suspension",
    "partner.restored.taken_back": "{who} withdrew their signature to lift the suspension",
    "partner.expired": "The yearly attestation ran out",
    "partner.attested": "{who} attested for another year",
    "partner.removed": "The partner was removed from the roster",
    "partner.removed.signed": "{who} signed to remove the partner",
    "partner.removed.taken_back": "{who} withdrew their signature to remove the partner",
    "partner.left": "The partner left the roster",
    "selection.log_opened": "The record of a selection began",
    "selection.proposed": "{who} proposed a partner",
    "selection.amended": "{who} amended the conditions",
    "selection.taken_back": "{who} withdrew the proposal",
    "selection.concurred": "{who} concurred",
    "selection.objected": "{who} objected",
    "selection.expired": "The proposal ran out without an answer",
    "selection.invited": "The partner was invited",
    "selection.agreed": "{who} agreed for the partner and named people",
    "selection.recused": "{who} was recused",
    "selection.narrowed": "{who} moved the end of early access to an earlier time",
    "selection.ended": "The selection ended",
    "window.early_access_agreed": "The early access was scheduled",
    "window.opening_moved": "The opening moved with the planned release to partners",
}
DETAILS = {"partner.checked": ("check", "outcome")}
"""What the history of a subject says of an event besides its sentence, by the names of the details."""

CLOCKS = {
    "vetting": "Vetting",
    "contact_answer": "The organization's answer",
    "proposal": "Answer to the proposal",
    "partner_active": "Invitation, once the partner is active",
    "invitation": "The partner's answer",
    "standing": "Yearly attestation",
    "standing_review": "Review of the suspension",
}
TONES = {"active": "open", "agreed": "open", "expired": "stopped"}


def _is_active(partner: Any) -> bool:
    return bool(partner.is_standing(clock.now()))


DONE = {
    "Partner.start_vetting": "You began vetting. The organization's contact was asked ten questions.",
    "Partner.ask": "You asked the organization. Its answer appears here.",
    "Partner.record_check": "You recorded the check.",
    "Partner.vouch": "You vouched for this organization.",
    "Partner.activate": "The organization is now a trusted partner.",
    "Partner.decline": "The organization was declined.",
    "Partner.suspend": "You suspended the partner. Its people have no access now.",
    "Partner.lift": "The suspension is lifted.",
    "Partner.re_attest": "You attested for another year.",
    "Partner.remove": "The partner was removed from the roster.",
    "Partner.leave": "Your organization left the roster.",
    "Selection.take_back": "You withdrew the proposal.",
    "Selection.concur": lambda selection: (
        f"You concurred. {selection.partner.name} was invited and answers next."
        if _is_active(selection.partner)
        else f"You concurred. {selection.partner.name} is not active on the roster yet. It is invited as soon as it is."
    ),
    "Selection.object_to": "You objected. The partner was not selected.",
    "Selection.narrow": "Early access ends sooner now.",
    "Selection.recuse": "You are recused from this selection.",
    "Selection.recuse_developer": "You are recused from this selection.",
    "Selection.end": "You ended this selection.",
}
"""What a person reads after a step that they took, by machine and step."""

CONSEQUENCES = {
    "Partner.record_check": lambda partner: (
        "Signatures for this partner no longer count, because what was checked has changed."
        if Approval.objects.filter(subject_id=partner.pk, state="open").exists()
        else ""
    ),
    "Selection.concur": lambda selection: (
        f"Both sides have then chosen {selection.partner.name}. It is active on the roster, so it is invited at once."
        if _is_active(selection.partner)
        else f"Both sides have then chosen {selection.partner.name}. It is not active on the roster yet, so it is "
        "invited as soon as it is."
    ),
}
"""What a step does to this very subject, where the step's own sentence would say too little."""

SUBJECTS = {
    "Partner": lambda _reader, row: f"{row.full_name}, {row.number}",
    "Selection": lambda _reader, row: (
        f"{row.partner.name}, early access to “{row.request.model.codename}”, {row.number}"
    ),
}
"""What the page of a step calls its subject, under the heading: a function of the reader and the subject."""
