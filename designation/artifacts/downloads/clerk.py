"""Records how downloads ended: the second entry of each.

A thread of its own writes the entries, so that a web server's thread and its client never wait for the database at the
end of a download, and an end is not lost while the database is away. What a process that was killed left behind is
recorded as unknown by a task (`record_unknown`).
"""

from __future__ import annotations

import logging
import queue
import sys
import uuid
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from threading import Lock, Thread
from time import monotonic
from typing import Protocol

from django.db import Error, connection
from django.db.models.functions import Now

from designation.artifacts.models import Download, Share
from workflow.errors import Refused
from workflow.guards import CLOCK
from workflow.perform import perform

ALIVE_EVERY_S = 5.0
SILENT_FOR = timedelta(seconds=60)
"""A download of which no process said for so long that it goes on has ended, nobody knows how."""
COMPLETE, CUT, UNKNOWN = "complete", "cut", "unknown"

log = logging.getLogger(__name__)


class UnderWay(Protocol):
    """A download that this process hands over."""

    id: uuid.UUID
    handed_over: int


@dataclass(frozen=True)
class Ended:
    """How a download ended. `outcome` is `COMPLETE` or begins with `CUT`."""

    share: uuid.UUID
    download: uuid.UUID
    outcome: str
    handed_over: int


class Clerk:
    """Records ends in a thread of its own, and says of what goes on that it goes on."""

    def __init__(self, under_way: Callable[[], Iterable[UnderWay]]) -> None:
        self._under_way = under_way
        self._ended: queue.SimpleQueue[Ended | None] = queue.SimpleQueue()
        self._late: list[Ended] = []
        self._starting = Lock()
        self._thread: Thread | None = None

    def take(self, ended: Ended | None = None) -> None:
        """Record an end soon. Without one, only begin to say that downloads go on."""
        if sys.is_finalizing():
            return  # no thread starts any more; the end is recorded as unknown
        self._ended.put(ended)
        with self._starting:
            if self._thread is None or not self._thread.is_alive():
                self._thread = Thread(target=self._work, name="records ends of downloads", daemon=True)
                self._thread.start()

    def _work(self) -> None:
        said_at, is_away = monotonic(), False
        while True:
            with suppress(queue.Empty):
                ended = self._ended.get(timeout=self._wait_s(said_at))
                self._late += [ended] if ended is not None else []
            try:
                while self._late:
                    record(self._late[0])
                    self._late.pop(0)
                if monotonic() - said_at >= ALIVE_EVERY_S:
                    said_at = monotonic()
                    _say_alive(self._under_way())
                is_away = False
            except Error:
                if not is_away:
                    log.warning("The end of a download is not recorded yet: the database does not take it.")
                is_away = True
                with suppress(Error):
                    connection.close()
                said_at = monotonic()
            except Exception:
                log.exception("The end of a download cannot be recorded.")
                self._late = self._late[1:]

    def _wait_s(self, said_at: float) -> float | None:
        """Return how long to wait for the next end. With nothing to do, the connection is given back."""
        if self._late:
            return 1.0
        if any(True for _ in self._under_way()):
            return max(said_at + ALIVE_EVERY_S - monotonic(), 0.01)
        if self._ended.empty():
            with suppress(Error):
                connection.close()
        return None


def record(ended: Ended) -> None:
    """Record the end of a download, unless that is done. Raises: django.db.Error."""
    share = Share.objects.filter(pk=ended.share).first()
    if share is None:
        return
    inputs = {
        "download": str(ended.download),
        "outcome": ended.outcome,
        "handed_over": ended.handed_over,
    }
    with suppress(Refused):
        perform(share, "note_download", actor=CLOCK, inputs=inputs)


def record_unknown(silent_for: timedelta = SILENT_FOR) -> int:
    """Record as unknown how those downloads ended that no process goes on with, and return how many."""
    lost = Download.objects.filter(seen_at__lte=Now() - silent_for)
    ended = [Ended(row.share_id, row.pk, UNKNOWN, row.handed_over) for row in lost]
    for one in ended:
        record(one)
    return len(ended)


def _say_alive(under_way: Iterable[UnderWay]) -> None:
    for one in under_way:
        Download.objects.filter(pk=one.id).update(seen_at=Now(), handed_over=one.handed_over)
