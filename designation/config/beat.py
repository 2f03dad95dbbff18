"""What sends the tasks when they are due: by a clock that nobody can set, and no more than can be worked off.

A task waits in the queue until a worker takes it; where none does, what waits is enough for when one comes back. So a
queue that is held up does not grow, and no task needs an end, which each machine would judge by a clock of its own.
"""

from __future__ import annotations

import logging
import time
from typing import Any

from celery import beat

from designation.web import health

MOST_WAITING = 12
"""As many of each kind as come together in a few seconds."""

log = logging.getLogger(__name__)


class Scheduler(beat.Scheduler):
    """Remembers nothing: every interval is seconds, and after a restart everything is due."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._due: dict[str, float] = {}
        self._problem = ""
        super().__init__(*args, **kwargs)

    def install_default_entries(self, data: Any) -> None:
        """Add nothing to our own schedule: no results are kept that would have to be cleaned up."""

    def tick(self, *_args: Any, **_kwargs: Any) -> float:
        """Send what is due and return how many seconds there are until the next. Never raises."""
        try:
            self._send_due()
        except Exception as problem:  # whatever fails here is tried again at the next interval
            self._tell(f"Nothing can be sent to the workers: {problem}")
        else:
            self._tell("")
        return max(0.0, min(self._due.values()) - time.monotonic())

    def _send_due(self) -> None:
        now = time.monotonic()
        due = [entry for name, entry in self.schedule.items() if self._due.get(name, 0.0) <= now]
        for entry in due:
            self._due[entry.name] = now + entry.schedule.seconds
        with health.client() as server:
            waiting = server.llen(self.app.conf.task_default_queue)
        health.record("beat")
        for entry in due[: max(0, MOST_WAITING - waiting)]:
            self.apply_async(entry, producer=self.producer, advance=False)

    def _tell(self, problem: str) -> None:
        """Log a problem when it comes and when it goes, not every second."""
        if problem and not self._problem:
            log.error("%s", problem)
        elif self._problem and not problem:
            log.warning("Tasks are sent to the workers again.")
        self._problem = problem
