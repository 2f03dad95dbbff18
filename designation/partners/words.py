"""The words that pages use for partners and selections."""

from __future__ import annotations

EVENTS = {
    "partner.nominated": "{who} nominated the organization",
    "partner.vetting_begun": "{who} began vetting and asked the contact ten questions",
    "partner.answered": "The organization answered",
    "partner.asked": "{who} asked the organization for more information",
    "partner.checked": "{who} recorded a check",
    "partner.activated": "The organization became a trusted partner",
    "partner.activated.signed": "{who} signed to activate the partner",
    "partner.activated.taken_back": "{who} took their signature to activate the partner back",
    "partner.declined": "The organization was declined",
    "partner.declined.signed": "{who} signed to decline the organization",
    "partner.declined.taken_back": "{who} took their signature to decline the organization back",
    "partner.lapsed": "Vetting was not finished in time",
    "partner.suspended": "{who} suspended the partner",
    "partner.restored": "The suspension was lifted",
    "partner.restored.signed": "{who} agreed to lift the suspension",
    "partner.restored.taken_back": "{who} no longer agrees to lift the suspension",
    "partner.expired": "The yearly attestation ran out",
    "partner.attested": "{who} attested for another year",
    "partner.removed": "The partner was removed from the roster",
    "partner.removed.signed": "{who} signed to remove the partner",
    "partner.removed.taken_back": "{who} took their signature to remove the partner back",
    "partner.left": "The partner left the roster",
    "selection.log_opened": "The record of a selection began",
    "selection.proposed": "{who} proposed a partner",
    "selection.amended": "{who} amended the conditions",
    "selection.taken_back": "{who} took the proposal back",
    "selection.concurred": "{who} concurred",
    "selection.objected": "{who} objected",
    "selection.expired": "The proposal ran out without an answer",
    "selection.invited": "The partner was invited",
    "selection.agreed": "{who} agreed for the partner and named people",
    "selection.ended": "The selection ended",
    "window.early_access_agreed": "The early access was scheduled",
    "window.opening_moved": "The opening moved with the planned release to partners",
}
CLOCKS = {
    "vetting": "Vetting",
    "proposal": "Answer to the proposal",
    "partner_active": "Invitation, once the partner is active",
    "invitation": "The partner's answer",
    "attestation": "Yearly attestation",
    "standing_review": "Review of the suspension",
}
TONES = {"active": "open", "agreed": "open", "expired": "stopped"}
