"""Imports of files."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Count, Q

from designation.directory.lifecycle.imports import DirectoryImportSteps, State
from designation.directory.models import applying
from designation.directory.models.directory import Directory
from designation.directory.models.lines import ImportPair, Outcome
from designation.people.held_roles import as_held_roles
from designation.people.models import Appointment, Person
from designation.roles import Role
from workflow.models import StateField
from workflow.steps import machine


@machine
class DirectoryImport(DirectoryImportSteps):
    """One CSV file. It lives in the log of the directory.

    `header` are the names of its columns, and `mapping` says by number which column holds which field. `read_bytes` and
    `read_lines` are how far a check has read, and `compared` whether the lines
    were compared with the directory. `counts` is what it found, and `problems` concern the file as a whole.
    """

    PARENT = "directory"
    READ_WITH = ("directory",)
    FREE = {"checking": ("read_bytes", "read_lines", "compared")}
    FIXED = (
        "directory",
        "number",
        "file_name",
        "size_bytes",
        "sha256",
        "header",
        "uploaded_by",
        "uploaded_at",
    )

    directory = models.ForeignKey(Directory, on_delete=models.PROTECT, related_name="imports")
    number = models.PositiveIntegerField(unique=True)
    file_name = models.CharField(max_length=200)
    size_bytes = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    header = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    uploaded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    read_bytes = models.PositiveBigIntegerField(default=0)
    read_lines = models.PositiveIntegerField(default=0)
    compared = models.BooleanField(default=False)
    counts = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    applied_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    state = StateField(State)

    class Meta:
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"Import {self.number}"

    @classmethod
    def roles_of(cls, actor_id: uuid.UUID) -> Any:
        return as_held_roles(Appointment.objects.held_by(actor_id).filter(role=Role.ROSTER_ADMINISTRATOR))

    def counted(self) -> dict[str, Any]:
        """Return how many lines the import adds, changes, leaves as they are, joins, refuses and skips."""
        found = dict(self.rows.values_list("outcome").annotate(n=Count("pk")))
        return {name: found.get(name, 0) for name in Outcome.values}

    def decided(self) -> str:
        """Return a digest of the decisions about likely duplicates."""
        return applying.digest_of_decisions(self)

    def open_pairs(self) -> models.QuerySet[ImportPair]:
        """Return the likely duplicates about which nobody decided yet."""
        return self.pairs.filter(decision="")

    def contradicting_lines(self) -> list[int]:
        """Return the lines about which people decided what cannot be true together."""
        same = Q(decision=ImportPair.Decision.SAME)
        kept = self.pairs.exclude(row__outcome=Outcome.SKIPPED)
        several = kept.filter(same).values("row__line").annotate(n=Count("pk")).filter(n__gt=1)
        lines = set(several.values_list("row__line", flat=True))
        apart = kept.filter(by_identifier=True, decision=ImportPair.Decision.DIFFERENT)
        lines |= set(apart.values_list("row__line", flat=True))
        lost = kept.filter(same, other_row__outcome=Outcome.SKIPPED)
        lines |= set(lost.values_list("row__line", flat=True))
        return sorted(lines | set(applying.colliding_lines(self)))[:20]

    def is_outdated(self) -> bool:
        """Return whether the directory changed after the check in what concerns this file."""
        return applying.is_outdated(self)

    def write_to_directory(self, now: datetime) -> None:
        """Write what the import adds and changes. Expects the transaction of the step."""
        applying.apply(self, now)
        self.chunks.all().delete()

    def take_from_directory(self, now: datetime) -> None:
        """Restore what the import changed, except what was edited since or is in use."""
        applying.undo(self, now)

    def remove_rows(self) -> None:
        """Remove what was read from the file."""
        self.pairs.all().delete()
        applying.remove_rows(self)

    def remove_staged(self) -> None:
        """Remove the file, and what was read from it."""
        self.remove_rows()
        self.chunks.all().delete()

    @property
    def read_percent(self) -> int:
        """How much of the file has been read, in percent."""
        return 100 * self.read_bytes // max(self.size_bytes, 1)
