"""The durable counters of readings, and what is usual for a person and for the people beside them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Min, QuerySet, Sum
from django.db.models.functions import TruncMinute

from designation.signals.models import FirstReading, ReadingCount

SPAN_SECONDS = 10
USUAL_DAYS = 30
FORGOTTEN_AT_ONCE = 20_000


@dataclass(frozen=True)
class Reading:
    """One recorded reading: who opened how much of which artifact, in which window, when."""

    person: uuid.UUID
    window: uuid.UUID
    artifact: uuid.UUID
    pages: int
    size_bytes: int
    at: datetime


def count(reading: Reading) -> None:
    """Add a reading to the counters. Expects the transaction that records it, which has locked the window's log."""
    begins = reading.at.replace(second=reading.at.second // SPAN_SECONDS * SPAN_SECONDS, microsecond=0)
    place = {"person_id": reading.person, "window_id": reading.window, "at": begins}
    counted = ReadingCount.objects.filter(**place)
    added = counted.update(pages=F("pages") + reading.pages, size_bytes=F("size_bytes") + reading.size_bytes)
    if not added:
        ReadingCount.objects.create(**place, pages=reading.pages, size_bytes=reading.size_bytes)


def amount(person: uuid.UUID, since: datetime) -> tuple[int, int]:
    """Return the pages that a person opened, and the bytes they began to download, from an instant on."""
    found = _of(person).filter(at__gt=since).aggregate(pages=Sum("pages"), size=Sum("size_bytes"))
    return found["pages"] or 0, found["size"] or 0


def own_pace(person: uuid.UUID, before: datetime) -> float:
    """Return how many pages a minute a person usually opens while they read, before an instant."""
    return _pace(_of(person), before)


def pace_of_peers(reading: Reading, before: datetime) -> float:
    """Return how many pages a minute the others of a window usually open while they read, before an instant."""
    return _pace(ReadingCount.objects.filter(window=reading.window).exclude(person=reading.person), before)


def _pace(counts: QuerySet[ReadingCount], before: datetime) -> float:
    lately = counts.filter(at__lt=before, at__gte=before - timedelta(days=USUAL_DAYS), pages__gt=0)
    minutes = lately.annotate(minute=TruncMinute("at"))
    found = minutes.aggregate(pages=Sum("pages"), minutes=Count(F("minute"), distinct=True))
    return (found["pages"] or 0) / found["minutes"] if found["minutes"] else 0.0


def first_by_others(reading: Reading) -> datetime | None:
    """Note a person's first opening of an artifact, and return when others first did; None if it is no first one."""
    opened = FirstReading.objects.filter(artifact=reading.artifact)
    if opened.filter(person=reading.person).exists():
        return None
    first = FirstReading(artifact_id=reading.artifact, person_id=reading.person, at=reading.at)
    FirstReading.objects.bulk_create([first], ignore_conflicts=True)
    found: dict[str, Any] = opened.exclude(person=reading.person).aggregate(at=Min("at"))
    at: datetime | None = found["at"]
    return at


def forget(now: datetime) -> int:
    """Delete the counters that no pattern reads any more, and return how many there were. Safe to run twice."""
    old = ReadingCount.objects.filter(at__lt=now - timedelta(days=2 * USUAL_DAYS))
    deleted, _rows = ReadingCount.objects.filter(pk__in=old.values("pk")[:FORGOTTEN_AT_ONCE]).delete()
    return deleted


def _of(person: uuid.UUID) -> QuerySet[ReadingCount]:
    return ReadingCount.objects.filter(person=person)
