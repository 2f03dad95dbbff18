"""Which appointments suspensions stop. The package of suspensions comes later and registers here what it knows.

`people/in_effect.py` asks `stopped`, so that nobody who is suspended reads, takes a step or signs anywhere. Those whose
organization is suspended can still leave: `for_exits_alone` marks their roles, and the engine lets a marked role take
nothing but exits.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, Value


@dataclass(frozen=True)
class Suspensions:
    """What suspensions do, as conditions on appointments and an expression on people.

    `stops` applies to appointments that do not count. `leaves_exits` applies to those that count for exits alone.
    `since` is when the access of a person of an outer query was suspended, or null.
    """

    stops: Callable[[], Q]
    leaves_exits: Callable[[], Q]
    since: Callable[[], Any]


_known: list[Suspensions] = []


def register(suspensions: Suspensions) -> None:
    """Register the conditions of suspensions, while models are imported."""
    _known[:] = [suspensions]


def stopped() -> Q:
    """Return the condition that a suspension stops an appointment."""
    return _known[0].stops() if _known else Q(pk__in=[])


def for_exits_alone() -> Q:
    """Return the condition that a suspension leaves an appointment nothing but exits."""
    return _known[0].leaves_exits() if _known else Q(pk__in=[])


def since() -> Any:
    """Return an expression on people: when their access was suspended, or null if it is not."""
    return _known[0].since() if _known else Value(None)
