"""Which proofs of identity count for steps that ask for a recent one.

The application says so in a module (`settings.WORKFLOW_PROOFS`) with a function `accepted(now)`. Without that setting,
every method counts, for 30 minutes where something is signed and for 4 hours where content is opened.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module

from django.conf import settings

AGE = timedelta(minutes=30)
OPENING_AGE = timedelta(hours=4)


@dataclass(frozen=True)
class Accepted:
    """The methods that count, or None for all of them, and how long a proof counts: for steps, and to open content."""

    methods: frozenset[str] | None = None
    age: timedelta = AGE
    opening_age: timedelta = OPENING_AGE

    def takes(self, method: str) -> bool:
        """Return whether a method counts. A proof without a method counts only where every method does."""
        return self.methods is None or method in self.methods


def accepted(now: datetime) -> Accepted:
    """Return which proofs count at an instant."""
    module = getattr(settings, "WORKFLOW_PROOFS", "")
    found: Accepted = import_module(module).accepted(now) if module else Accepted()
    return found
