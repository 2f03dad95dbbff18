"""What the signatures under artifacts and what follows a window cover, as the signing page shows it."""

from __future__ import annotations

from typing import Any

from designation.artifacts import certificates
from designation.web.documents import Document, Part


def _agreement(_matter: Any, row: Any) -> Document:
    return Document(
        f"“{row.title}”, request {row.request.number}",
        template="artifacts/agreement_text.html",
        context={"agreement": row},
        digest=row.digest,
    )


def _artifact(_matter: Any, row: Any) -> Document:
    facts = [
        ("Artifact", f"{row.number}, “{row.title}”"),
        ("File", row.file_name),
        ("Bytes", f"{row.length_bytes:,}"),
        ("What the scan found", row.scan_note),
        ("Why the marks are waived", row.marks_waiver),
    ]
    return Document(
        f"Request {row.request.number}",
        parts=[Part("", [one for one in facts if one[1]])],
        digest=row.sha256,
    )


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
    "Artifact.release": _artifact,
    "Artifact.waive_marks": _artifact,
    "Artifact.destroy": _artifact,
    "Destruction.certify": _destruction,
    "Attestation.attest": _attestation,
}
