"""The words that pages use for eligibility records."""

EVENTS = {
    "eligibility.entered": "{who} entered an eligibility record",
    "eligibility.verified": "{who} verified an eligibility record",
    "eligibility.declined": "{who} declined an eligibility record",
    "eligibility.ended": "{who} ended an eligibility record",
    "eligibility.expired": "An eligibility record expired",
}
CLOCKS = {"eligibility": "Expiry of an eligibility record"}
TONES = {
    "EligibilityRecord": {
        "entered": "",
        "verified": "open",
        "declined": "final",
        "expired": "stopped",
        "ended": "final",
    }
}
DONE = {
    "EligibilityRecord.verify": "You verified the record. It counts from now on.",
    "EligibilityRecord.decline": "You declined the record. It never counts.",
    "EligibilityRecord.end": "You ended the record. It does not count any more.",
}
"""What a person reads after a step that they took, by machine and step."""
SUBJECTS = {"EligibilityRecord": lambda _reader, row: f"{row.person.name}: {row.in_words()}"}
"""What the page of a step calls its subject, under the heading: a function of the reader and the subject."""
