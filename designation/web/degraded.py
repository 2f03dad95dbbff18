"""The notice at the top of every page while a part of the site is down and the rest works.

Each process checks the background work at most once in `LOOK_EVERY_S` seconds, and only one request at a time
waits for the check. Whether the database accepts writes is known from the connection, without a query.
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
    """What does not work for the moment, and what still works."""

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
    """The result of this process's last check."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._look_at = 0.0
        self._away: set[str] = set()

    def away(self) -> set[str]:
        """Return what is down, as of a few seconds ago at most."""
        if time.monotonic() >= self._look_at and self._lock.acquire(blocking=False):
            try:
                self._away = health.away()
                self._look_at = time.monotonic() + LOOK_EVERY_S
            finally:
                self._lock.release()
        return self._away

    def look_again(self) -> None:
        """Check again at the next call, however recent the last check was."""
        self._look_at = 0.0


watch = _Watch()


def notice() -> Notice | None:
    """Return the notice for the reader, or None while everything works."""
    away = watch.away()
    if reads_only() or "full" in away:
        return READS_ONLY
    return DELAYED if away else None


def reads_only() -> bool:
    """Return whether the open connection has reported that it is read-only, either by setting or as a standby."""
    present = connection.connection
    if present is None or present.closed:
        return False
    said = (
        present.info.parameter_status(name) for name in ("default_transaction_read_only", "in_hot_standby")
    )
    return "on" in said
