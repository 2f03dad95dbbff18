"""The words that pages use for artifacts and shares."""

EVENTS = {
    "artifact.received": "{who} uploaded an artifact",
    "artifact.sealed": "An artifact was sealed",
    "artifact.quarantined": "{who} quarantined an artifact",
    "artifact.released": "{who} released an artifact from quarantine",
    "artifact.released.signed": "{who} agreed to release an artifact from quarantine",
    "artifact.released.taken_back": "{who} took back their agreement to release an artifact",
    "artifact.discarded": "{who} discarded an upload",
    "artifact.withdrawn": "{who} withdrew an artifact",
    "artifact.destruction_begun": "{who} began the destruction of an artifact",
    "artifact.destroyed": "An artifact was destroyed",
    "share.begun": "{who} shared an artifact",
    "share.page_opened": "{who} opened a page of an artifact",
    "share.ended": "{who} stopped sharing an artifact",
    "share.quarantined": "An artifact was quarantined, and sharing it ended",
}
"""The sentence for each event. "{who}" is the person or the clock."""

CLOCKS = {"sealing": "Sealing of an upload"}
"""The labels of the deadlines."""

TONES = {"sealed": "open", "receiving": "waiting", "quarantined": "stopped"}
"""The style of the tags of states that are highlighted."""
