"""The words that pages use for artifacts and shares."""

EVENTS = {
    "artifact.received": "{who} uploaded an artifact",
    "artifact.sealed": "An artifact was sealed",
    "artifact.discarded": "{who} discarded an upload",
    "artifact.withdrawn": "{who} withdrew an artifact",
    "artifact.destruction_begun": "{who} began the destruction of an artifact",
    "artifact.destroyed": "An artifact was destroyed",
    "share.begun": "{who} shared an artifact",
    "share.page_opened": "{who} opened a page of an artifact",
    "share.downloaded": "{who} began to download an artifact",
    "share.download_ended": "A download of an artifact ended",
    "share.ended": "{who} stopped sharing an artifact",
}
"""The sentence for each event. "{who}" is the person or the clock."""

CLOCKS = {"sealing": "Sealing of an upload"}
"""The labels of the deadlines."""

TONES = {"sealed": "open", "receiving": "waiting"}
"""The style of the tags of states that are highlighted."""
