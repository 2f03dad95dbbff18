"""The Celery beat scheduler. It uses a monotonic clock, and it does not fill the queue faster than workers empty it.

Beat stops sending tasks while enough of them are waiting, so the queue does not grow while no worker takes
from it. The waiting tasks are enough to catch up when a worker returns. Tasks therefore need no expiry, which
each machine would judge by its own clock.
"""

from __future__ import annotations

import logging
import time
from typing import Any

from celery import beat

from designation.web import health

MAX_WAITING = 12
"""The number of waiting tasks at which beat stops sending; about as many as become due within a few seconds."""

log = logging.getLogger(__name__)


class Scheduler(beat.Scheduler):
    """A scheduler that keeps no state. Every interval is in seconds, and after a restart every task is due."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._due: dict[str, float] = {}
        self._problem = ""
        super().__init__(*args, **kwargs)

    def install_default_entries(self, data: Any) -> None:
        """Add nothing to the schedule. Celery would add a task that cleans up results, but we keep none."""

    def tick(self, *_args: Any, **_kwargs: Any) -> float:
        """Send the tasks that are due, and return the number of seconds until the next one. Never raises."""
        try:
            self._send_due()
        except Exception as problem:  # anything that fails is tried again at the next interval
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
        for entry in due[: max(0, MAX_WAITING - waiting)]:
            self.apply_async(entry, producer=self.producer, advance=False)

    def _tell(self, problem: str) -> None:
        """Log a problem once when it begins and once when it ends."""
        if problem and not self._problem:
            log.error("%s", problem)
        elif self._problem and not problem:
            log.warning("Tasks are sent to the workers again.")
        self._problem = problem
