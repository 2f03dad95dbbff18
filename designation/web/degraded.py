"""The sentence at the top of every page while a part of the site is away and the rest goes on.

Whether work is done in the background is asked at most once in `LOOK_EVERY_S` by each process, and never waited for
by more than one page; whether the database can be written to is known from its connection, without a question.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass

from django.db import connection

from designation.web import health

LOOK_EVERY_S = 5


@dataclass(frozen=True)
class Notice:
    """What does not work for the moment, and what goes on."""

    heading: str
    text: str


READS_ONLY = Notice(
    "This site can be read, but takes nothing in at the moment",
    "Nothing can be saved, signed or sent until the operator ends this. Deadlines run on, and access ends on time.",
)
DELAYED = Notice(
    "Some things happen later than usual",
    "You can go on: steps are taken and recorded as always, and access ends on time. Messages, reminders and new "
    "checkpoints of the record wait, and go out by themselves when all of the site works again.",
)


class _Watch:
    """What was away when this process last looked."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._look_at = 0.0
        self._away: set[str] = set()

    def away(self) -> set[str]:
        """Return what is away, as of a few seconds ago at most."""
        if time.monotonic() >= self._look_at and self._lock.acquire(blocking=False):
            try:
                self._away = health.away()
                self._look_at = time.monotonic() + LOOK_EVERY_S
            finally:
                self._lock.release()
        return self._away

    def look_again(self) -> None:
        """Look at the next call, whatever was seen lately."""
        self._look_at = 0.0


watch = _Watch()


def notice() -> Notice | None:
    """Return what a reader is told; None while everything works."""
    away = watch.away()
    if reads_only() or "full" in away:
        return READS_ONLY
    return DELAYED if away else None


def reads_only() -> bool:
    """Whether the open connection said that it takes nothing in: set read-only, or a copy that follows another."""
    present = connection.connection
    if present is None or present.closed:
        return False
    said = (
        present.info.parameter_status(name) for name in ("default_transaction_read_only", "in_hot_standby")
    )
    return "on" in said
