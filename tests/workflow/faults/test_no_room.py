"""While the database has no room, nothing is held against what waits; when it has room again, all goes out, once."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import OperationalError, connection

from tests.workflow.toy.making import events, holder, lit, new_beacon, new_lamp
from workflow import clock
from workflow.models import Deadline, Job
from workflow.outbox import MAX_ATTEMPTS, deliver
from workflow.perform import perform
from workflow.servers import Trouble, trouble
from workflow.sweep import sweep

pytestmark = [pytest.mark.race, pytest.mark.usefixtures("own_database")]

LATER = timedelta(minutes=3)
"""Longer than any lease or pause."""


@contextmanager
def no_room_in(table: str) -> Iterator[None]:
    """Let PostgreSQL answer with SQLSTATE 53100 to whatever adds a row to a table."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE OR REPLACE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$"
        )
        cursor.execute(f"CREATE TRIGGER no_room BEFORE INSERT ON {table} EXECUTE FUNCTION no_room()")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TRIGGER no_room ON {table}")


def refused(work: Callable[[], Any]) -> None:
    with pytest.raises(OperationalError) as caught:
        work()
    assert trouble(caught.value) is Trouble.FULL


def test_a_clock_that_could_not_be_fired_is_fired_as_soon_as_there_is_room():
    long_ago = clock.now() - timedelta(hours=2)
    lamp = new_lamp(now=long_ago)
    lit(lamp, holder(lamp), now=long_ago)
    with no_room_in("workflow_entry"):
        for _ in range(12):
            refused(sweep)
            clock.advance(LATER)
        refused(lambda: lit(lamp, holder(lamp), now=None))
        waiting = Deadline.objects.get(subject_id=lamp.pk)
        assert (waiting.state, waiting.attempts, waiting.last_error) == ("running", 0, "")
    sweep()
    assert events(lamp) == ["lamp.made", "lamp.lit", "lamp.went_out"]


def test_a_message_that_could_not_be_delivered_is_never_given_up():
    deliver(limit=1_000)
    mail.outbox.clear()
    lamp = new_lamp(now=None)
    lit(lamp, holder(lamp), now=None)
    with no_room_in("workflow_delivery"):
        for _ in range(MAX_ATTEMPTS + 1):
            refused(deliver)
            waiting = Job.objects.get(subject_id=lamp.pk, inputs__audience="keeper")
            assert (waiting.state, waiting.attempts, waiting.next_at > clock.now()) == ("queued", 0, True)
            clock.advance(LATER)
    deliver()
    deliver()
    assert len(mail.outbox) == 1
    assert set(Job.objects.filter(subject_id=lamp.pk).values_list("state", flat=True)) == {"done"}


def test_a_job_that_could_not_record_its_end_is_never_given_up(switches):
    beacon = new_beacon()
    perform(beacon, "switch_off", actor=holder(beacon))
    with no_room_in("workflow_entry"):
        for _ in range(MAX_ATTEMPTS + 1):
            refused(deliver)
            waiting = Job.objects.get(subject_id=beacon.pk)
            assert (waiting.state, waiting.attempts, waiting.last_error) == ("queued", 0, "")
            clock.advance(LATER)
    assert deliver() == 1
    assert events(beacon) == ["beacon.made", "beacon.switched_off", "beacon.went_out"]
