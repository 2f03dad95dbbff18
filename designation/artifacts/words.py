"""The words that pages use for artifacts and shares."""

from __future__ import annotations

from typing import Any

EVENTS = {
    "agreement.written": "{who} wrote a version of the agreement",
    "agreement.in_force": "{who} put a version of the agreement into force",
    "agreement.replaced": "A version of the agreement was replaced",
    "agreement.withdrawn": "{who} withdrew the agreement",
    "agreement.discarded": "{who} discarded a version of the agreement",
    "acceptance.given": "{who} accepted the agreement",
    "artifact.received": "{who} uploaded an artifact",
    "artifact.upload_begun": "{who} began to upload an artifact",
    "artifact.sealed": "An artifact was sealed",
    "artifact.quarantined": "{who} quarantined an artifact",
    "artifact.released": "{who} released an artifact from quarantine",
    "artifact.released.signed": "{who} agreed to release an artifact from quarantine",
    "artifact.released.taken_back": "{who} took back their agreement to release an artifact",
    "artifact.marks_waived": "{who} waived the marks of an artifact that cannot carry them",
    "artifact.waiver_ended": "{who} ended the waiver of an artifact's marks",
    "artifact.discarded": "{who} discarded an upload",
    "artifact.withdrawn": "{who} withdrew an artifact",
    "artifact.destruction_begun": "{who} began the destruction of an artifact",
    "artifact.destroyed": "An artifact was destroyed",
    "share.begun": "{who} shared an artifact",
    "share.page_opened": "{who} opened a page of an artifact",
    "credential.added": "{who} added a credential for a hosted endpoint",
    "credential.shown": "{who} had a credential shown",
    "credential.replaced": "{who} replaced the secret of a credential",
    "credential.to_cut": "{who} stopped showing a credential, which has to be cut at its endpoint",
    "credential.cut": "{who} confirmed that a credential is cut",
    "credential.overdue": "Nobody confirmed in time that a credential is cut",
    "destruction.issued": "The destruction certificate was issued",
    "destruction.certified": "Two custodians certified the destruction",
    "destruction.certified.signed": "{who} certified the destruction",
    "destruction.certified.taken_back": "{who} took the certification back",
    "destruction.overdue": "The certification of the destruction is overdue",
    "attestation.asked": "An evaluator was asked to attest that nothing is kept",
    "attestation.attested": "{who} attested that nothing is kept",
    "attestation.overdue": "An attestation is overdue",
    "share.downloaded": "{who} began to download an artifact",
    "share.download_ended": "A download of an artifact ended",
    "share.ended": "{who} stopped sharing an artifact",
    "share.quarantined": "An artifact was quarantined, and sharing it ended",
}
"""The sentence for each event. "{who}" is the person or the clock."""

CLOCKS = {
    "sealing": "Sealing of an upload",
    "cutting": "Cutting of a credential",
    "certification": "Certification of the destruction",
    "attestation": "Attestation that nothing is kept",
}
"""The labels of the deadlines."""

IRREVERSIBLE = ("artifact.destruction_begun",)
"""The events of steps that cannot be undone. Their buttons are red."""

TONES = {
    "sealed": "open",
    "receiving": "waiting",
    "overdue": "stopped",
    "quarantined": "stopped",
    "in_force": "open",
}
"""The style of the tags of states that are highlighted."""

DONE = {
    "Agreement.put_in_force": "You put this version of the agreement into force. Evaluators must accept it.",
    "Agreement.withdraw": "You withdrew the agreement. Nobody has to accept it any more.",
    "Agreement.discard": "You discarded this version of the agreement.",
    "Artifact.quarantine": "You quarantined this artifact. Nobody can read it now.",
    "Artifact.release": "The artifact is released from quarantine.",
    "Artifact.discard": "You discarded this upload. What had arrived is being destroyed.",
    "Artifact.waive_marks": "You waived the marks. This file can be shared without them.",
    "Artifact.end_waiver": "You ended the waiver.",
    "Artifact.withdraw": "You withdrew this artifact. Nobody can read it now, and its key will be destroyed.",
    "Artifact.destroy": "You began the destruction of this artifact.",
    "Attestation.attest": "You attested that you keep nothing of what was shared.",
    "Credential.end": "The credential is no longer shown. Cut it at its endpoint, then confirm that here.",
    "Credential.confirm_cut": "You confirmed that the credential is cut.",
    "Destruction.certify": "You certified the destruction. The certificate is final.",
    "Share.end": "You stopped sharing this artifact. The window's copy of its key is gone.",
}
"""What a person reads after a step that they took, by machine and step."""


def _window(window: Any) -> str:
    return f"{window.title}, request {window.request.number}"


SUBJECTS = {
    "Agreement": lambda _reader, row: f"“{row.title}”, request {row.request.number}",
    "Artifact": lambda _reader, row: f"“{row.title}”, artifact {row.number} of request {row.request.number}",
    "Attestation": lambda reader, row: f"{row.grant.name_for(reader.side)}, {_window(row.window)}",
    "Credential": lambda _reader, row: f"“{row.label}”, {_window(row.window)}",
    "Destruction": lambda _reader, row: _window(row.window),
}
"""What the page of a step calls its subject, under the heading: a function of the reader and the subject."""
