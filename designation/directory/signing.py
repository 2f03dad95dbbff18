"""What a roster administrator confirms before an import is written, as the signing page shows it."""

from __future__ import annotations

from typing import Any

from designation.web.documents import Document, Part


def _import(_reader: Any, of: Any) -> Document:
    counts = of.counted()
    facts = [
        ("Added", counts["added"]),
        ("Changed", counts["changed"]),
        ("Unchanged", counts["unchanged"]),
        ("Left out", counts["skipped"]),
    ]
    return Document(f"{of}, {of.file_name}", parts=[Part("", facts)], button="Import these organizations")


DOCUMENTS = {"DirectoryImport.confirm": _import}
