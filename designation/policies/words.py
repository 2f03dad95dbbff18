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
    "closure.activated.taken_back": "{who} took the signature under the closure back",
    "closure.discarded": "{who} discarded the closure",
    "deadline.moved": "A deadline was moved later, because federal offices are closed on a further day",
}
"""The sentence for each event; "{who}" is the person or the clock."""

DONE = {
    "Policy.activate": "You signed the policy version. It is in force.",
    "Policy.discard": "You discarded the draft.",
}
"""What a person reads after a step that they took, by machine and step."""
