"""The words that pages use for emergency access."""

from __future__ import annotations

EVENTS = {
    "emergency.requested": "{who} asked for emergency access",
    "emergency.begun": "Emergency access began: one person of each side agreed",
    "emergency.begun.signed": "{who} agreed to emergency access",
    "emergency.begun.taken_back": "{who} no longer agrees to emergency access",
    "emergency.declined": "{who} declined emergency access",
    "emergency.taken_back": "{who} took back the request for emergency access",
    "emergency.lapsed": "A request for emergency access lapsed",
    "emergency.ended": "{who} ended emergency access",
    "emergency.overdue": "The review of an emergency access is overdue",
    "emergency.reviewed": "An emergency access was reviewed",
    "emergency.reviewed.signed": "{who} signed the review of an emergency access",
    "emergency.reviewed.taken_back": "{who} took back their review of an emergency access",
}
"""The sentence for each event. "{who}" is the person or the clock."""

CLOCKS = {
    "emergency_answer": "Answer to a request for emergency access",
    "emergency_end": "End of emergency access",
    "emergency_review": "Review of emergency access",
}
"""The labels of the deadlines."""

DONE = {
    "BreakGlass.approve": "You agreed. Both sides have signed, so emergency access is open.",
    "BreakGlass.decline": "You declined. The evaluator reads your reason.",
    "BreakGlass.take_back": "You took your request back.",
    "BreakGlass.end": "Emergency access has ended.",
    "BreakGlass.review": "The review is complete. Both sides can read it.",
}
"""What a person reads after a step that they took, by machine and step."""

SUBJECTS = {
    "BreakGlass": lambda reader, row: (
        f"Emergency access of {row.grant.name_for(reader.side)}, {row.window.in_words} of request "
        f"{row.window.request.number}"
    )
}
"""What the page of a step calls its subject, under the heading: a function of the reader and the subject."""
