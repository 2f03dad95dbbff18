"""Gauges say what is late, what waits and which parts work, also while a server is away."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from designation.demo.world import World
from designation.metrics.gauges import Gauges
from tests.designation.metrics.conftest import Read, value
from tests.designation.walking import request_in
from tests.overwriting import overwrite
from workflow import clock, outbox
from workflow.ledger.seal import seal
from workflow.models import Deadline, Job, Log

HOUR = 3600.0


def is_about(seconds: float | None, expected: float) -> bool:
    """Return whether an age is the expected one, as far as the length of a test goes."""
    return seconds is not None and expected <= seconds < expected + 600


def test_the_oldest_deadline_and_the_oldest_job_of_each_kind(read: Read, demo_world: World) -> None:
    request = request_in(demo_world, "submitted")
    Deadline.objects.exclude(log=request.log_id).filter(state="running").delete()
    overwrite(Deadline.objects.filter(log=request.log_id), due_at=clock.now() + timedelta(days=1))
    outbox.deliver(1000)
    before = read()
    assert value(before, "deadline_oldest_due_seconds") == 0
    assert value(before, "job_oldest_seconds", kind="mail") == 0

    overwrite(Deadline.objects.filter(log=request.log_id), due_at=clock.now() - timedelta(hours=3))
    ages = {"mail": timedelta(hours=2), "account.nothing": timedelta(hours=1), "gone": timedelta(hours=4)}
    kept = Job.objects.order_by("at", "pk")[:3]
    for (kind, age), job in zip(ages.items(), kept, strict=True):
        Job.objects.filter(pk=job.pk).update(kind=kind, state="queued", at=clock.now() - age)
    found = read()
    assert is_about(value(found, "deadline_oldest_due_seconds"), 3 * HOUR)
    assert is_about(value(found, "job_oldest_seconds", kind="mail"), 2 * HOUR)
    assert is_about(value(found, "job_oldest_seconds", kind="account.nothing"), HOUR)
    assert is_about(value(found, "job_oldest_seconds", kind="other"), 4 * HOUR)
    assert value(found, "jobs_waiting", kind="mail") == 1
    Job.objects.filter(state="queued").update(state="dead")
    assert value(read(), "jobs_dead", kind="mail") == 1


def test_the_last_checkpoint_and_what_waits_for_the_next(read: Read, demo_world: World) -> None:
    request_in(demo_world, "submitted")
    overwrite(Log.objects.all(), last_at=clock.now() - timedelta(hours=2))
    found = read()
    assert value(found, "checkpoint_age_seconds") is None
    assert is_about(value(found, "unsealed_oldest_seconds"), 2 * HOUR)
    checkpoint = seal(clock.now() - timedelta(hours=1))
    assert checkpoint is not None
    found = read()
    assert is_about(value(found, "checkpoint_age_seconds"), HOUR)
    assert value(found, "unsealed_oldest_seconds") == 0


@pytest.mark.django_db
def test_connections_and_their_limit(read: Read) -> None:
    found = read()
    used, limit = (value(found, f"database_connections{end}") for end in ("", "_limit"))
    assert used is not None
    assert limit is not None
    assert 0 < used < limit


@pytest.mark.django_db
def test_a_silent_part_does_not_work(read: Read, nothing_heard: None) -> None:
    found = read()
    assert {part: value(found, "part_up", part=part) for part in ("database", "redis", "worker", "beat")} == {
        "database": 1, "redis": 1, "worker": 0, "beat": 0,
    }  # fmt: skip


def test_an_answer_comes_while_the_database_is_away(
    read: Read, fresh_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "HOST", "/nowhere")
    found = read()
    assert value(found, "part_up", part="database") == 0
    assert value(found, "database_connections") is None


@pytest.mark.django_db
def test_reading_the_gauges_takes_few_queries(django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(16):
        list(Gauges().collect())
