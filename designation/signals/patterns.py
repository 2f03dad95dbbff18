"""The patterns that are noted, each a small rule: a name, the policy's numbers, an explanation, and a check.

A check looks at one reading, which is counted already, and returns the figures that it found, or nothing. It never
writes. `family` tells patterns apart that measure the same thing: two of one family do not corroborate each other.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from designation.policies.models import DEFAULTS, OF_SIGNALS, Policy
from designation.signals import counting
from designation.signals.counting import Reading
from designation.signals.models import Canary, Severity

DAY = timedelta(days=1)
MEGABYTE = 1_000_000
UNUSUAL = 4
"""A pace is unusual if it is this many times the usual one."""


@dataclass(frozen=True)
class Limits:
    """The numbers of the policy in force."""

    pages: int
    minutes: int
    daily_pages: int
    daily_megabytes: int
    late_days: int

    @classmethod
    def at(cls, now: datetime) -> Limits:
        """Return the numbers in force at an instant. Before the first policy, the shipped defaults count."""
        policy = Policy.in_force(now)
        values = {name: policy.number_of(name) if policy else int(DEFAULTS[name]) for name in OF_SIGNALS}
        return cls(**{name.removeprefix("signal_"): number for name, number in values.items()})

    @property
    def span(self) -> timedelta:
        """The time in which pages are counted."""
        return timedelta(minutes=self.minutes)


@dataclass(frozen=True)
class Finding:
    """What a pattern found. `once` says how often it is noted, for the same person."""

    numbers: dict[str, Any]
    once: str


@dataclass(frozen=True)
class Pattern:
    """One pattern. `stops` says that it suspends the reader's access to the window first, and asks afterward."""

    name: str
    label: str
    explanation: str
    family: str
    severity: Severity
    check: Callable[[Reading, Limits], Finding | None]
    stops: bool = False


def _bulk(reading: Reading, limits: Limits) -> Finding | None:
    pages, _size = counting.amount(reading.person, reading.at - limits.span)
    if pages <= limits.pages:
        return None
    return Finding({"pages": pages, "minutes": limits.minutes, "limit": limits.pages}, _hourly(reading))


def _pace(reading: Reading, limits: Limits) -> Finding | None:
    began = reading.at - limits.span
    pages, _size = counting.amount(reading.person, began)
    if not limits.pages / 2 < pages <= limits.pages:
        return None
    usual = max(counting.own_pace(reading.person, began), counting.pace_of_peers(reading, began))
    if usual == 0 or pages / limits.minutes <= UNUSUAL * usual:
        return None
    return Finding({"pages": pages, "minutes": limits.minutes, "usual": f"{usual:.1f}"}, _hourly(reading))


def _volume(reading: Reading, limits: Limits) -> Finding | None:
    pages, size = counting.amount(reading.person, reading.at - DAY)
    if pages <= limits.daily_pages and size <= limits.daily_megabytes * MEGABYTE:
        return None
    return Finding({"pages": pages, "megabytes": size // MEGABYTE}, f"{reading.at:%Y-%m-%d}")


def _late(reading: Reading, limits: Limits) -> Finding | None:
    first = counting.first_by_others(reading)
    if first is None or reading.at - first < timedelta(days=limits.late_days):
        return None
    return Finding({"days": (reading.at - first).days}, str(reading.artifact))


def _canary(reading: Reading, _limits: Limits) -> Finding | None:
    if not Canary.objects.filter(artifact=reading.artifact, placed_at__lte=reading.at).exists():
        return None
    return Finding({}, f"{reading.artifact}/{reading.at:%Y-%m-%d}")


def _hourly(reading: Reading) -> str:
    return f"{reading.at:%Y-%m-%dT%H}"


PATTERNS = (
    Pattern(
        "bulk",
        "Many pages in a short time",
        "More pages were opened within a few minutes than anybody reads. Access to the window stops immediately.",
        "amount",
        Severity.HIGH,
        _bulk,
        stops=True,
    ),
    Pattern(
        "pace",
        "Faster than usual",
        "Pages were opened much faster than this person and their colleagues usually open them.",
        "amount",
        Severity.LOW,
        _pace,
    ),
    Pattern(
        "volume",
        "Much in one day",
        "More pages were opened, or more was downloaded, within 24 hours than the policy expects.",
        "amount",
        Severity.HIGH,
        _volume,
    ),
    Pattern(
        "late",
        "First opened long after colleagues",
        "An artifact was opened for the first time long after colleagues opened it. This says little alone.",
        "timing",
        Severity.LOW,
        _late,
    ),
    Pattern(
        "canary",
        "An artifact that nobody needs to open",
        "An artifact was opened that was placed to be left alone. There may be a harmless reason.",
        "canary",
        Severity.HIGH,
        _canary,
    ),
)
PATTERN = {pattern.name: pattern for pattern in PATTERNS}
