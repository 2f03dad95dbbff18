"""Counts requests, steps, refusals and jobs in this process, if the setting METRICS_ADDRESS is set.

Counting never fails what is counted. If this process cannot count, it says so once in the log.
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Callable, Iterable
from functools import wraps
from pathlib import Path
from threading import Lock
from typing import Any

from django.conf import settings
from prometheus_client import CollectorRegistry, Counter, Histogram, values

from designation.metrics.slots import Slot
from workflow import observing

log = logging.getLogger(__name__)

METHODS = frozenset({"GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "DELETE"})
OTHER = "other"
NO_VIEW = "none"
"""The view of a request for a static file, or for an address that does not exist."""
SECONDS = (0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_CODE = re.compile(r"[a-z][a-z0-9_]{0,59}")


class Counters:
    """The counters of this process, in a slot of a folder."""

    def __init__(self, folder: Path) -> None:
        self.slot = Slot(folder)
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)
        values.ValueClass = values.MultiProcessValue(self.slot.number)  # type: ignore[misc]
        registry = CollectorRegistry()  # the process that answers reads the files, not this registry
        self.requests = Counter(
            "designation_requests", "Requests that were answered.", ["method", "view", "status"],
            registry=registry,
        )  # fmt: skip
        self.request_seconds = Histogram(
            "designation_request_seconds", "Time until the response began.", ["view"], buckets=SECONDS,
            registry=registry,
        )  # fmt: skip
        self.steps = Counter(
            "designation_steps", "Steps that were taken.", ["machine", "step"], registry=registry
        )
        self.refusals = Counter(
            "designation_refusals", "Reasons why steps were refused.", ["code"], registry=registry
        )
        self.jobs = Counter(
            "designation_jobs", "Attempts to run a job.", ["kind", "outcome"], registry=registry
        )


_beginning = Lock()
_present: Counters | None = None
_is_broken = False


def begin() -> None:
    """Count from now on what the engine does in this process. The slot is taken at the first count."""
    observing.step_taken.connect(_step, dispatch_uid=__name__)
    observing.refused.connect(_refusal, dispatch_uid=__name__)
    observing.job_ended.connect(_job, dispatch_uid=__name__)


def end() -> None:
    """Stop counting what the engine does, and give back the slot."""
    global _present, _is_broken
    for signal in (observing.step_taken, observing.refused, observing.job_ended):
        signal.disconnect(dispatch_uid=__name__)
    if _present is not None:
        values.ValueClass.close_all_files()  # type: ignore[attr-defined]
        _present.slot.release()
    _present, _is_broken = None, False


def _counts(note: Callable[..., None]) -> Callable[..., None]:
    """Give the counters of this process to a function that counts, which then raises nothing."""

    @wraps(note)
    def call(*args: Any, **kwargs: Any) -> None:
        global _present, _is_broken
        if _is_broken:
            return
        try:
            with _beginning:
                _present = _present or Counters(settings.METRICS_DIR)
            note(_present, *args, **kwargs)
        except Exception:
            _is_broken = True
            log.exception("This process counts nothing for the metrics from now on.")

    return call


@_counts
def note_request(counters: Counters, *, method: str, view: str, status: int, seconds: float) -> None:
    """Count one request. `view` is the name of its URL pattern, or "" if it has none."""
    view = view or NO_VIEW
    method = method if method in METHODS else OTHER
    counters.requests.labels(method, view, f"{status // 100}xx").inc()
    counters.request_seconds.labels(view).observe(seconds)


@_counts
def _step(counters: Counters, machine: str, step: str, **_: Any) -> None:
    counters.steps.labels(machine, step).inc()


@_counts
def _refusal(counters: Counters, codes: Iterable[str], **_: Any) -> None:
    for code in codes:
        counters.refusals.labels(code if _CODE.fullmatch(code) else OTHER).inc()


@_counts
def _job(counters: Counters, kind: str, outcome: str, **_: Any) -> None:
    counters.jobs.labels(kind or OTHER, outcome).inc()
