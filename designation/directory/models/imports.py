"""Imports: the file as it was uploaded, what was read from its lines, and likely duplicates with their decisions."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Count, Q

from designation.directory.lifecycle.imports import DirectoryImportSteps, State
from designation.directory.models import applying
from designation.directory.models.directory import Directory
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
        """Return how many organizations the import adds, changes and leaves as they are, and how many lines it skips."""
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
        return sorted(lines | set(lost.values_list("row__line", flat=True)))[:20]

    def is_outdated(self) -> bool:
        """Return whether the directory changed after the check in what concerns this file."""
        return applying.is_outdated(self)

    def write_to_directory(self, now: datetime) -> None:
        """Write what the import adds and changes. Expects the transaction of the step."""
        applying.apply(self, now)

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


class ImportChunk(models.Model):
    """A piece of the uploaded file. The pieces in order are the file."""

    directory_import = models.ForeignKey(DirectoryImport, on_delete=models.PROTECT, related_name="chunks")
    number = models.PositiveIntegerField()
    begins_at = models.PositiveBigIntegerField()
    content = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="directory_chunk_number", fields=["directory_import", "number"])
        ]


class Outcome(models.TextChoices):
    """What an import does with a line."""

    ADDED = "added", "Added"
    CHANGED = "changed", "Changed"
    UNCHANGED = "unchanged", "Unchanged"
    JOINED = "joined", "Joined with another line"
    REFUSED = "refused", "Needs correction"
    SKIPPED = "skipped", "Left out"


class ImportRow(models.Model):
    """One line of a file, as read: the columns are those of an entry.

    Several lines can name one organization. The first of them is the `leader` of the others. A line is read as one that
    is added; comparing it, and decisions about likely duplicates, may say otherwise. `entry` is the id of the organization
    that the line adds or changes, `revision` its revision when it was compared, and after the import the one that the
    import left. `old` are its values before. `kept` says why undoing left it as it was.
    """

    id = models.BigAutoField(primary_key=True)
    directory_import = models.ForeignKey(DirectoryImport, on_delete=models.PROTECT, related_name="rows")
    line = models.PositiveIntegerField()
    name = models.TextField()
    suborganization = models.TextField()
    city = models.TextField()
    state = models.TextField()
    category = models.TextField()
    sector = models.TextField()
    size = models.TextField()
    uei = models.TextField()
    ccn = models.TextField()
    fdic = models.TextField()
    pwsid = models.TextField()
    domains = ArrayField(models.TextField())
    contacts = ArrayField(models.TextField())
    cleared = ArrayField(models.TextField())
    identity = models.TextField()
    near = models.TextField()
    initials = models.TextField()
    text = models.TextField()
    problems = ArrayField(models.TextField())
    leader = models.BigIntegerField(null=True)
    outcome = models.TextField(choices=Outcome)
    entry = models.UUIDField(db_default=RandomUUID())
    revision = models.IntegerField(db_default=0)
    old = models.JSONField(null=True)
    kept = models.TextField(db_default="")

    class Meta:
        indexes = [
            models.Index(name="directory_row_line", fields=["directory_import", "line"]),
            models.Index(name="directory_row_outcome", fields=["directory_import", "outcome", "line"]),
            models.Index(name="directory_row_leader", fields=["leader"], condition=Q(leader__isnull=False)),
        ]

    def values(self) -> dict[str, Any]:
        """Return the value of every field, as the file has it."""
        from designation.directory.fields import NAMES

        return {name: getattr(self, name) for name in NAMES}

    @property
    def full_name(self) -> str:
        """The name, with the part of the organization."""
        return f"{self.name}, {self.suborganization}" if self.suborganization else self.name

    @property
    def place(self) -> str:
        """City and state."""
        return ", ".join(filter(None, (self.city, self.state)))


class ImportPair(models.Model):
    """A line that is likely the same organization as an entry or an earlier line, and what a person decided.

    `score` is in percent. `by_identifier` says that both have the same identifier, so that they cannot be kept apart.
    """

    class Decision(models.TextChoices):
        SAME = "same", "The same organization"
        DIFFERENT = "different", "Different organizations"
        SKIP = "skip", "Leave this line out"

    id = models.BigAutoField(primary_key=True)
    directory_import = models.ForeignKey(DirectoryImport, on_delete=models.PROTECT, related_name="pairs")
    row = models.ForeignKey(ImportRow, on_delete=models.PROTECT, related_name="pairs")
    entry = models.UUIDField(null=True)
    other_row = models.ForeignKey(ImportRow, null=True, on_delete=models.PROTECT, related_name="+")
    score = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=300)
    by_identifier = models.BooleanField(default=False)
    decision = models.CharField(max_length=10, choices=Decision, blank=True, default="")
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="directory_pair_with_one",
                condition=Q(entry__isnull=False) ^ Q(other_row__isnull=False),
            )
        ]
        indexes = [models.Index(name="directory_pair_open", fields=["directory_import", "decision", "id"])]


class ColumnMapping(models.Model):
    """Which column holds which field, remembered for files with the same columns. `id` is the digest of their names."""

    id = models.CharField(primary_key=True, max_length=64)
    mapping = models.JSONField()

    @property
    def known(self) -> dict[str, int]:
        """The number of the column of each field."""
        return dict(self.mapping)
