"""The directory itself: one row, whose log tells of every import and of every correction."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from designation import declarations
from designation.directory.fields import IDENTIFIERS
from designation.directory.guards import DIRECTORY_LOG
from designation.directory.lifecycle.directory import DirectorySteps
from designation.directory.models.entry import DirectoryEntry, DirectoryIdentifier
from designation.directory.models.removal import RemovedEntry
from designation.directory.models.writing import remove_one, write_one
from designation.people.held_roles import as_held_roles
from designation.people.models import Appointment
from designation.roles import Role
from workflow.guards import HeldRole
from workflow.models import StateField
from workflow.steps import machine


@machine
class Directory(DirectorySteps):
    """The one directory of organizations. Its id is that of its log, and never changes."""

    state = StateField(DirectorySteps.State)

    class Meta:
        verbose_name_plural = "directories"

    def __str__(self) -> str:
        return "Directory"

    @classmethod
    def present(cls) -> Directory | None:
        """Return the directory, or None before anything was put into it."""
        return cls._base_manager.filter(pk=DIRECTORY_LOG).first()

    @classmethod
    def roles_of(cls, actor_id: uuid.UUID) -> Any:
        return as_held_roles(Appointment.objects.held_by(actor_id).filter(role=Role.ROSTER_ADMINISTRATOR))

    @classmethod
    def roles_at_large(cls, actor_id: uuid.UUID) -> tuple[HeldRole, ...]:
        return Appointment.objects.held_by(actor_id).filter(role=Role.ROSTER_ADMINISTRATOR).as_roles()

    def revision_of(self, entry: str) -> int | None:
        """Return how often an entry was changed, or None if there is no such entry."""
        return DirectoryEntry.objects.filter(pk=entry).values_list("revision", flat=True).first()

    def taken(self, values: Mapping[str, Any], *, but: str = "") -> list[str]:
        """Return the fields whose identifiers another organization has."""
        wanted = {f"{name}:{values[name]}": name for name in IDENTIFIERS if values[name]}
        wanted |= {f"domain:{domain}": "domains" for domain in values["domains"]}
        found = DirectoryIdentifier.objects.filter(pk__in=wanted).exclude(entry=but or None)
        return sorted({wanted[key] for key in found.values_list("pk", flat=True)})

    def has_another(self, identity: str, values: Mapping[str, Any], *, but: str = "") -> bool:
        """Return whether an organization with the same name, place and identifiers is in the directory."""
        same = {name: values[name] for name in IDENTIFIERS}
        return DirectoryEntry.objects.filter(identity=identity, **same).exclude(pk=but or None).exists()

    def is_in_use(self, entry: str) -> bool:
        """Return whether another package refers to an entry. They declare queries for them (`IN_USE`)."""
        uses = declarations.listed("directory_use", "IN_USE")
        return any(uuid.UUID(entry) in set(ids()) for ids in uses)

    def removed(self, entry: str) -> RemovedEntry | None:
        """Return an organization that was removed by hand, or None if it was not, or was put back."""
        return RemovedEntry.objects.filter(pk=entry).first()

    def changes_to(self, entry: str, values: Mapping[str, Any]) -> dict[str, list[Any]]:
        """Return old and new value of each field that differs from these values."""
        old = DirectoryEntry.objects.get(pk=entry).values()
        return {name: [old[name], values[name]] for name in values if old[name] != values[name]}

    def write_entry(self, entry: str, values: Mapping[str, Any], *, now: Any, new: bool) -> None:
        """Write one organization, with its keys, identifiers and words."""
        write_one(uuid.UUID(entry), values, now=now, new=new)

    def remove_entry(self, entry: str, *, reason: str, by: uuid.UUID, now: Any) -> None:
        """Remove one organization, and keep its values so that it can be put back."""
        row = DirectoryEntry.objects.get(pk=entry)
        RemovedEntry.objects.create(
            pk=row.pk,
            old=row.values(),
            revision=row.revision,
            reason=reason,
            removed_by_id=by,
            removed_at=now,
        )
        remove_one(row.pk)

    def restore_entry(self, entry: str, *, now: Any) -> None:
        """Put one organization back as it was. It counts as edited, so that undoing an import leaves it alone."""
        row = RemovedEntry.objects.get(pk=entry)
        row.delete()
        write_one(uuid.UUID(entry), row.values(), now=now, new=True, revision=row.revision + 1)
