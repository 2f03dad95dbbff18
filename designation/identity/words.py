"""Words that pages use for resets of how somebody signs in."""

EVENTS = {
    "reset.asked": "{who} asked to reset how somebody signs in",
    "reset.done.signed": "{who} signed to reset how somebody signs in",
    "reset.done.taken_back": "{who} took a signature for a reset back",
    "reset.done": "{who} reset how somebody signs in",
    "reset.declined": "{who} declined a reset of how somebody signs in",
    "reset.lapsed": "A reset of how somebody signs in lapsed",
}
CLOCKS = {"reset_signatures": "Signatures for a reset"}
TONES = {"FactorReset": {"asked": "", "done": "final", "declined": "final", "lapsed": "final"}}
DONE = {
    "FactorReset.reset": "You signed. What the person had set up is removed, and they are told.",
    "FactorReset.decline": "You declined. Nothing was removed.",
}
SUBJECTS = {"FactorReset": lambda _reader, row: f"{row.person.name}, {row.organization.name}"}
