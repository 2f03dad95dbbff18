"""Words that pages use for events of policies and closures."""

EVENTS = {
    "policy.drafted": "{who} drafted a policy version",
    "policy.activated": "The policy version was put into force by two editors",
    "policy.activated.signed": "{who} signed the policy version",
    "policy.activated.taken_back": "{who} took the signature under the policy version back",
    "policy.discarded": "{who} discarded the draft",
    "closure.entered": "{who} entered a closure of federal offices",
    "closure.activated": "The closure of federal offices was put into force by two editors",
    "closure.activated.signed": "{who} signed the closure",
    "closure.activated.taken_back": "{who} took back their signature on the closure",
    "closure.discarded": "{who} discarded the closure",
    "deadline.moved": "A deadline was moved later because federal offices are closed on an additional day",
}
"""The sentence for each event; "{who}" is the person or the clock."""

DONE = {
    "Policy.activate": "You signed the policy version. It takes effect on its effective date.",
    "Policy.discard": "You discarded the draft.",
    "Closure.activate": "You signed the closure. It is in force. The deadlines that it affects are being moved.",
    "Closure.discard": "You discarded the closure. It is kept in the record.",
}
"""What a person reads after a step that they took, by machine and step."""

SUBJECTS = {
    "Policy": lambda _reader, row: f"Policy version {row.number}",
    "Closure": lambda _reader, row: str(row),
}
"""What the page of a step calls its subject, under the heading: a function of the reader and the subject."""
