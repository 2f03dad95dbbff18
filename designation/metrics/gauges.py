"""Reads the state of the site when Prometheus asks: what is late, what waits, and which parts work.

If the database does not answer, its gauges are missing and `designation_part_up` says so. Ages follow the site's clock.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db import DatabaseError, InterfaceError, connection, transaction
from django.db.models import Count, F, Min
from prometheus_client.core import GaugeMetricFamily

from designation.web import health
from workflow import clock, jobs
from workflow.ledger import register
from workflow.models import Deadline, Delivery, Job, Log

LONGEST_QUERY_MS = 5_000
OTHER = "other"
_CONNECTIONS = (
    "SELECT (SELECT sum(numbackends) FROM pg_stat_database), "
    "current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int"
)


class Gauges:
    """A collector of the library: each call of `collect` reads everything anew."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Yield the gauges. Never raises because a server is away."""
        parts = health.states()
        yield _by("part_up", "Whether a part of the site works (1) or not (0).", "part",
                  {part: float(state == health.OK) for part, state in parts.items()})  # fmt: skip
        try:
            found = list(_of_the_database())
        except (DatabaseError, InterfaceError):
            return
        yield from found


def _of_the_database() -> Iterator[GaugeMetricFamily]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL statement_timeout = {LONGEST_QUERY_MS}")
        now = clock.now()
        yield from _deadlines(now)
        yield from _jobs(now)
        yield from _register(now)
        cursor.execute(_CONNECTIONS)
        used, limit = cursor.fetchone()
        yield _one("database_connections", "Open connections to the database server.", used)
        yield _one("database_connections_limit", "How many connections the server accepts.", limit)


def _deadlines(now: datetime) -> Iterator[GaugeMetricFamily]:
    due = Deadline.objects.filter(state=Deadline.State.RUNNING, due_at__lte=now)
    oldest = due.aggregate(oldest=Min("due_at"))["oldest"]
    yield _one("deadline_oldest_due_seconds", "How late the oldest due deadline is.", _age(oldest, now))


def _jobs(now: datetime) -> Iterator[GaugeMetricFamily]:
    waiting, oldest, dead = {}, {}, {}
    queued = Job.objects.filter(state=Job.State.QUEUED).values("kind")
    for row in queued.annotate(count=Count("pk"), oldest=Min("at")):
        kind = _kind(row["kind"])
        waiting[kind] = waiting.get(kind, 0) + row["count"]
        oldest[kind] = max(oldest.get(kind, 0), _age(row["oldest"], now))
    buried = Job.objects.filter(state=Job.State.DEAD).values("kind")
    for row in buried.annotate(count=Count("pk")):
        dead[_kind(row["kind"])] = dead.get(_kind(row["kind"]), 0) + row["count"]
    kinds = dict.fromkeys([*jobs.kinds(), OTHER], 0.0)
    yield _by("jobs_waiting", "Jobs that wait to be run.", "kind", kinds | waiting)
    yield _by("job_oldest_seconds", "Age of the oldest job that waits.", "kind", kinds | oldest)
    yield _by("jobs_dead", "Dead letters: jobs that failed too often.", "kind", kinds | dead)
    today = Delivery.objects.filter(at__gt=now - timedelta(days=1)).values_list("state")
    states = dict.fromkeys(Delivery.State.values, 0)
    found = states | dict(today.annotate(Count("pk")))
    yield _by("mails_last_day", "Mails of the last 24 hours.", "state", found)


def _register(now: datetime) -> Iterator[GaugeMetricFamily]:
    last = register.latest()
    if last is not None:
        yield _one("checkpoint_age_seconds", "Age of the last checkpoint.", _age(last.at, now))
    oldest = Log.objects.filter(size__gt=F("sealed_size")).aggregate(oldest=Min("last_at"))["oldest"]
    yield _one("unsealed_oldest_seconds", "How long entries have waited for a checkpoint.", _age(oldest, now))


def _age(at: datetime | None, now: datetime) -> float:
    return 0.0 if at is None else max(0.0, (now - at).total_seconds())


def _kind(kind: str) -> str:
    """Return the kind of a job if the code knows it: what the database holds becomes no label."""
    return kind if jobs.handler_of(kind) else OTHER


def _one(name: str, help_text: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"designation_{name}", help_text, value=float(value))


def _by(name: str, help_text: str, label: str, found: dict[str, Any]) -> GaugeMetricFamily:
    gauge = GaugeMetricFamily(f"designation_{name}", help_text, labels=[label])
    for one, value in found.items():
        gauge.add_metric([one], float(value))
    return gauge
