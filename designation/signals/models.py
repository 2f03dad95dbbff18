"""Signals, the counters behind them, and canaries. Readers, the watched and developers see none of these rows.

Counters are rows, not memory: they survive a restart and are the same for every process. They are written in the
transaction that records a reading.
"""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Q, QuerySet

from designation.artifacts.models import Artifact
from designation.people.models import Person
from designation.windows.models import Window
from workflow.sql.triggers import OnlyGrows


class Severity(models.TextChoices):
    """How much a signal says. A low one never opens a case alone."""

    LOW = "low", "Low"
    HIGH = "high", "High"


class ReadingCount(models.Model):
    """How many pages a person opened, and bytes they began to download, in one window within ten seconds."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    window = models.ForeignKey(Window, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    pages = models.PositiveIntegerField(default=0)
    size_bytes = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="reading_count_of_a_span", fields=["person", "at", "window"])
        ]


class FirstReading(models.Model):
    """When a person first opened an artifact, in any window."""

    artifact = models.ForeignKey(Artifact, on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="first_reading_once", fields=["artifact", "person"]),
            OnlyGrows(name="first_reading_grows"),
        ]


class Canary(models.Model):
    """An artifact that nobody needs to open. Only whoever may mark it, and insider-risk officers, know."""

    artifact = models.OneToOneField(Artifact, on_delete=models.PROTECT, related_name="canary")
    placed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    placed_at = models.DateTimeField()


class Signals(models.QuerySet["Signal"]):
    """Finds signals."""

    def beside(self, officer: uuid.UUID) -> Signals:
        """Return those that an officer may see: all but the ones about themselves."""
        return self.exclude(person=officer)

    def since(self, at: datetime) -> Signals:
        """Return those from an instant on."""
        return self.filter(at__gte=at)


class Signal(models.Model):
    """One finding about one person. It is a reason to look, not an accusation.

    `numbers` are the figures that the explanation names. `once` keeps one pattern from being noted again and again.
    `stopped` says that the rule suspended the person's access to the window.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="signals", db_index=False)
    window = models.ForeignKey(Window, on_delete=models.PROTECT, related_name="+")
    artifact = models.ForeignKey(Artifact, on_delete=models.PROTECT, related_name="+")
    pattern = models.CharField(max_length=40)
    severity = models.CharField(max_length=10, choices=Severity)
    numbers = models.JSONField(default=dict)
    stopped = models.BooleanField(default=False)
    at = models.DateTimeField()
    once = models.CharField(max_length=80)

    objects = Signals.as_manager()

    class Meta:
        ordering = ["-at", "id"]
        constraints = [
            models.UniqueConstraint(name="signal_once", fields=["person", "once"]),
            models.CheckConstraint(name="signal_severity_known", condition=Q(severity__in=Severity.values)),
            OnlyGrows(name="signal_grows"),
        ]
        indexes = [
            models.Index(name="signal_recent", fields=["-at"]),
            models.Index(name="signal_of_person", fields=["person", "-at"]),
        ]

    def __str__(self) -> str:
        return f"{self.pattern}, {self.severity}"

    @property
    def evidence(self) -> dict[str, object]:
        """What the signal says without naming anybody, for evidence files and digests."""
        return {
            "signal": str(self.pk),
            "pattern": self.pattern,
            "severity": self.severity,
            "numbers": self.numbers,
            "stopped": self.stopped,
            "at": self.at,
        }


def signals_about(person: uuid.UUID | None) -> QuerySet[Signal]:
    """Return the signals about a person, newest first. About nobody there are none."""
    rows: QuerySet[Signal] = Signal.objects.filter(person=person) if person else Signal.objects.none()
    return rows
