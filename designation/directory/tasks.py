"""Imports that wait for a roster administrator, and imports under way, on the desk."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from designation.declared import Duty, Kind, TaskSource
from designation.directory.models import DirectoryImport
from designation.roles import Role

KEEPERS = frozenset({Role.ROSTER_ADMINISTRATOR})
WAITS = Duty(
    ("uploaded", "checked", "failed"), KEEPERS, "Finish an import", "Open the import", "directory_import"
)
UNDER_WAY = Duty(
    ("checking", "applying", "undoing"),
    KEEPERS,
    "An import is under way",
    "See how far it is",
    "directory_import",
    kind=Kind.UNDER_WAY,
    clock="",
    progress=lambda row: (row.read_bytes, row.size_bytes) if row.state == "checking" else None,
)


def _import(row: Any, _duty: Duty | None) -> tuple[str, str]:
    what = f"{row}: {row.file_name} ({row.get_state_display().lower()})"
    return what, reverse("directory_import", args=[row.number])


SOURCES = (
    TaskSource(
        "imports",
        DirectoryImport,
        rows=lambda _reader: DirectoryImport.objects.all(),
        duties=(WAITS, UNDER_WAY),
        describe=_import,
        in_matters=False,
    ),
)
