"""Organizations of the directory, their identifiers, and the words by which they are found."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

from designation.directory.fields import IDENTIFIERS, IN_A_SECTOR, NAMES, Category, Sector, Size
from designation.directory.guards import DIRECTORY_LOG
from designation.directory.states import STATES
from workflow.sql.log_entries import NeedsLogEntry


class DirectoryEntry(models.Model):
    """One organization. It has no log of its own: the log of the directory tells of it.

    `identity`, `near` and `initials` are the keys of its name (`directory/folding.py`), `text` the words of its name
    and place, and `words` all words by which it is found, identifiers included. `revision` counts its changes.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200)
    suborganization = models.CharField(max_length=200, blank=True)
    city = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=2, blank=True, choices=list(STATES.items()))
    category = models.CharField(max_length=20, choices=Category)
    sector = models.CharField(max_length=20, choices=Sector, blank=True)
    size = models.CharField(max_length=10, choices=Size, blank=True)
    uei = models.CharField("UEI", max_length=12, blank=True)
    ccn = models.CharField("CCN", max_length=6, blank=True)
    fdic = models.CharField("FDIC certificate", max_length=6, blank=True)
    pwsid = models.CharField("PWSID", max_length=9, blank=True)
    domains = ArrayField(models.TextField(), default=list, blank=True)
    contacts = ArrayField(models.TextField(), default=list, blank=True)
    identity = models.TextField(editable=False)
    near = models.TextField(editable=False)
    initials = models.TextField(editable=False)
    text = models.TextField(editable=False)
    words = SearchVectorField(editable=False)
    revision = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(editable=False)
    changed_at = models.DateTimeField(editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="directory_entry_told_apart", fields=["identity", *IDENTIFIERS]),
            models.CheckConstraint(
                name="directory_entry_sector_fits",
                condition=Q(category__in=[str(one) for one in IN_A_SECTOR]) ^ Q(sector=""),
            ),
            NeedsLogEntry(
                name="directory_entry_entry",
                logs=[f"SELECT '{DIRECTORY_LOG}'::uuid"],
                changes=[
                    *("name", "suborganization", "city", "state", "category", "sector", "size", *IDENTIFIERS),
                    *("domains", "contacts", "identity", "near", "initials", "text", "words"),
                    *("revision", "changed_at"),
                ],
            ),
        ]
        indexes = [
            models.Index(name="directory_entry_near", fields=["near"]),
            models.Index(name="directory_entry_initials", fields=["initials"]),
            models.Index(name="directory_entry_state", fields=["state", "identity"]),
            models.Index(name="directory_entry_category", fields=["category", "identity"]),
            models.Index(
                name="directory_entry_sector", fields=["sector", "identity"], condition=~Q(sector="")
            ),
            GinIndex(name="directory_entry_words", fields=["words"]),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """The name, with the part of the organization."""
        return f"{self.name}, {self.suborganization}" if self.suborganization else self.name

    @property
    def place(self) -> str:
        """City and state."""
        return ", ".join(filter(None, (self.city, self.state)))

    def identifiers(self) -> list[tuple[str, str]]:
        """Return labels and values of the identifiers that are known."""
        found = [(str(self._meta.get_field(name).verbose_name), getattr(self, name)) for name in IDENTIFIERS]
        return [(label, value) for label, value in found if value]

    def values(self) -> dict[str, Any]:
        """Return the value of every field that people see, by name."""
        return {name: getattr(self, name) for name in NAMES}


class DirectoryIdentifier(models.Model):
    """An identifier or domain of an organization, such as `uei:ABCDEFGH1234`. No two organizations have the same."""

    id = models.CharField(primary_key=True, max_length=270)
    entry = models.ForeignKey(DirectoryEntry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            NeedsLogEntry(name="directory_identifier_entry", logs=[f"SELECT '{DIRECTORY_LOG}'::uuid"])
        ]


class DirectoryWord(models.Model):
    """A word of names and places, in how many entries it is, and keys that it shares with misspelled forms of it.

    It is derived from the texts of the entries. `keys` are the first seven letters, whole and with each left out.
    """

    word = models.TextField(primary_key=True)
    n = models.IntegerField()
    keys = ArrayField(models.TextField())

    class Meta:
        indexes = [
            GinIndex(name="directory_word_keys", fields=["keys"]),
            models.Index(name="directory_word_begins", fields=["word"], opclasses=["text_pattern_ops"]),
        ]
