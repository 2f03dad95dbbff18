"""Organizations that a person removed from the directory, with their values, so that they can be put back."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models

from designation.directory.guards import DIRECTORY_LOG
from designation.people.models import Person
from workflow.sql.log_entries import NeedsLogEntry


class RemovedEntry(models.Model):
    """One organization that was removed by hand. `id` is the id that its entry had, and gets again.

    `old` are the values of its fields, and `revision` is the one that it had. The row is deleted when the organization
    is put back; the log of the directory tells of both.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    old = models.JSONField()
    revision = models.PositiveIntegerField()
    reason = models.TextField()
    removed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField()

    class Meta:
        constraints = [
            NeedsLogEntry(name="directory_removed_entry", logs=[f"SELECT '{DIRECTORY_LOG}'::uuid"])
        ]
        indexes = [models.Index(name="directory_removed_at", fields=["-removed_at", "id"])]

    def __str__(self) -> str:
        return self.full_name

    def values(self) -> dict[str, Any]:
        """Return the value of every field that people see, by name."""
        return dict(self.old)

    @property
    def full_name(self) -> str:
        """The name, with the part of the organization."""
        part = self.old["suborganization"]
        return f"{self.old['name']}, {part}" if part else str(self.old["name"])

    @property
    def place(self) -> str:
        """City and state."""
        return ", ".join(filter(None, (self.old["city"], self.old["state"])))
