"""The words that pages use for artifacts and shares."""

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

TONES = {
    "sealed": "open",
    "receiving": "waiting",
    "overdue": "stopped",
    "quarantined": "stopped",
    "in_force": "open",
}
"""The style of the tags of states that are highlighted."""
