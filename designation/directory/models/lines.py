"""What belongs to an import: the pieces of its file, the lines that were read, and likely duplicates with decisions."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Q

from designation.directory.fields import NAMES
from designation.people.models import Person


class ImportChunk(models.Model):
    """A piece of the uploaded file. The pieces in order are the file."""

    directory_import = models.ForeignKey(
        "designation.DirectoryImport", on_delete=models.PROTECT, related_name="chunks"
    )
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

    Several lines can name one organization. The first of them is the `leader` of the others. A line is read as one
    that is added; comparing it, and decisions about likely duplicates, may say otherwise. `entry` is the id of the
    organization that the line adds or changes, `revision` its revision when it was compared, and after the import the
    one that the import left. `old` are its values before. `kept` says why undoing left it as it was.
    """

    id = models.BigAutoField(primary_key=True)
    directory_import = models.ForeignKey(
        "designation.DirectoryImport", on_delete=models.PROTECT, related_name="rows"
    )
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
            models.Index(
                name="directory_row_entry",
                fields=["entry"],
                condition=Q(outcome__in=["changed", "unchanged"]),
            ),
            models.Index(name="directory_row_leader", fields=["leader"], condition=Q(leader__isnull=False)),
        ]

    def values(self) -> dict[str, Any]:
        """Return the value of every field, as the file has it."""
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
    directory_import = models.ForeignKey(
        "designation.DirectoryImport", on_delete=models.PROTECT, related_name="pairs"
    )
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
