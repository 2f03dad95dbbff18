"""Words that pages use for events and clocks of people and organizations."""

EVENTS = {
    "organization.registered": "{who} registered the organization",
    "site.begun": "The site began",
    "site.links_printed": "Links for operators to set their passwords were printed on the server",
    "register.restored": "The register of the record was declared to be restored from a backup",
    "register.newest_replaced": "The newest checkpoint beside the keys was lost and replaced on the server",
    "organization.closed": "{who} closed the organization",
    "office.added": "{who} added an office",
    "account.closed": "{who} closed an account",
    "account.sessions_ended": "{who} signed a person out everywhere",
    "account.reopened": "{who} opened an account again",
    "factor.added": "A passkey, authenticator app or set of recovery codes was set up",
    "factor.removed": "A passkey, authenticator app or set of recovery codes was removed",
    "factor.counter_fell": "A passkey counted fewer uses than before; there may be a copy of it",
    "appointment.proposed": "{who} proposed a role",
    "appointment.activated": "{who} gave a role",
    "appointment.activated.signed": "{who} signed for a role",
    "appointment.activated.taken_back": "{who} took the signature for a role back",
    "appointment.declined": "{who} declined a role",
    "appointment.ended": "{who} ended a role",
    "invitation.prepared": "{who} prepared an invitation",
    "invitation.sent": "{who} sent an invitation",
    "invitation.accepted": "An invitation was accepted",
    "invitation.revoked": "{who} revoked an invitation",
    "invitation.expired": "An invitation expired",
    "personal.erased": "Personal details were erased",
    "late_attempt": "{who} tried a step after its time had passed",
}
"""The sentence for each event; "{who}" is the person or the clock."""

CLOCKS = {"role_end": "End of a role"}
"""The label of each clock."""

DONE = {
    "Appointment.activate": "You signed for the role. It is now in effect.",
    "Appointment.decline": "You declined the role.",
    "Appointment.end": "The role has ended.",
    "Invitation.send": "You sent the invitation.",
    "Invitation.revoke": "You revoked the invitation.",
    "Organization.close": "The organization is closed.",
}
"""What a person reads after a step that they took, by machine and step."""
