"""The words that pages use for suspensions."""

from designation.insider_risk.facts import whom

EVENTS = {
    "suspension.placed": "{who} suspended access",
    "suspension.took_effect": "Every affected access window recorded that access stopped",
    "suspension.lifted": "The suspension was lifted",
    "suspension.lifted.signed": "{who} agreed to lift the suspension",
    "suspension.lifted.taken_back": "{who} no longer agrees to lift the suspension",
    "suspension.lifting_recorded": "Every affected access window recorded that the stop was lifted",
}

DONE = {
    "Suspension.lift": "The suspension is lifted. Access goes on where nothing else stops it.",
}
"""What a person reads after a step that they took, by machine and step."""

SUBJECTS = {"Suspension": lambda _reader, row: f"Suspension {row.number}: {whom(row)}"}
"""What the page of a step calls its subject, under the heading: a function of the reader and the subject."""
