"""What the signatures under artifacts and what follows a window cover, as the signing page shows it."""

from __future__ import annotations

from typing import Any

from designation.artifacts import certificates
from designation.web.documents import Document, Maker, Part


def _agreement(_matter: Any, row: Any) -> Document:
    return Document(
        f"“{row.title}”, request {row.request.number}",
        template="artifacts/agreement_text.html",
        context={"agreement": row},
        digest=row.digest,
    )


def _artifact(statement: str, how_to_check: str = "") -> Maker:
    def made(_matter: Any, row: Any) -> Document:
        facts = [
            ("You state", statement),
            ("Artifact", f"{row.number}, “{row.title}”"),
            ("File", row.file_name),
            ("Bytes", f"{row.length_bytes:,}"),
            ("What the scan found", row.scan_note),
            ("Why the marks are waived", row.marks_waiver),
            ("Fingerprint of the file (SHA-256)", row.sha256),
            ("How to check the file", how_to_check),
        ]
        return Document(f"Request {row.request.number}", parts=[Part("", [one for one in facts if one[1]])])

    return made


def _destruction(_matter: Any, row: Any) -> Document:
    window = row.window
    return Document(
        f"{window.title}, request {window.request.number}",
        template="artifacts/certificate_facts.html",
        context={"facts": certificates.read(row.certificate)},
    )


def _attestation(reader: Any, row: Any) -> Document:
    window = row.window
    facts = [
        ("Evaluator", row.grant.name_for(reader.side)),
        ("Fingerprint of the terms that were accepted", row.grant.agreed_terms),
    ]
    return Document(
        f"{window.title}, request {window.request.number}", parts=[Part("", facts)], button="Attest"
    )


DOCUMENTS = {
    "Agreement.put_in_force": _agreement,
    "Agreement.withdraw": _agreement,
    "Artifact.release": _artifact(
        "Nothing in this file is classified.",
        "Nobody can open a quarantined file on this site. Open your own copy of it, and make sure that its fingerprint "
        "is the one above.",
    ),
    "Artifact.waive_marks": _artifact(
        "This file may be shared and downloaded although it cannot carry marks."
    ),
    "Artifact.destroy": _artifact("The keys and the content of this artifact are to be destroyed."),
    "Destruction.certify": _destruction,
    "Attestation.attest": _attestation,
}
