"""A connection cut at any point of a step or of a worker's work: nothing is half done, and all goes on."""

import contextlib
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.core import mail
from django.db import connection

from tests.workflow.faults.test_a_process_killed_during_a_step import EXPECTED, is_whole
from tests.workflow.toy.making import GUEST, events, holder, lit, new_beacon, new_lamp
from tests.workflow.toy.models import Lamp
from workflow import clock
from workflow.errors import Refused
from workflow.ledger.seal import seal
from workflow.models import Job, RegisterLeaf
from workflow.outbox import deliver
from workflow.perform import perform
from workflow.servers import Trouble, trouble
from workflow.staleness import newest_seen
from workflow.sweep import sweep

pytestmark = [pytest.mark.race, pytest.mark.usefixtures("own_database")]

LATER = timedelta(minutes=3)
"""Longer than any lease."""


@pytest.fixture(scope="module")
def cut(own_database: str, django_db_blocker: Any) -> Iterator[Callable[[], None]]:
    """Ends our own connection from another one, as an operator or a restart does."""
    with django_db_blocker.unblock():
        given = connection.get_connection_params()
        names = ("host", "user", "password", "dbname")
        with psycopg.connect(**{name: given[name] for name in names}, autocommit=True) as other:

            def end() -> None:
                pid = connection.connection.info.backend_pid
                other.execute("SELECT pg_terminate_backend(%s)", [pid])
                while other.execute("SELECT 1 FROM pg_stat_activity WHERE pid = %s", [pid]).fetchone():
                    pass

            yield end


@contextlib.contextmanager
def cut_at(point: int, cut: Callable[[], None]) -> Iterator[list[int]]:
    """Cut the connection at one point: before a statement, before or after a COMMIT. Yields how many were passed."""
    passed = [0]

    def here() -> None:
        if passed[0] == point and connection.connection is not None and not connection.connection.closed:
            cut()
        passed[0] += 1

    def before(execute: Callable[..., Any], *args: Any) -> Any:
        here()
        return execute(*args)

    def around() -> None:
        here()
        commit()
        here()

    commit = connection._commit
    connection._commit = around
    try:
        with connection.execute_wrapper(before):
            yield passed
    finally:
        del connection._commit


def every_cut(work_of: Callable[[], Callable[[], Any]], cut: Callable[[], None]) -> Iterator[bool]:
    """Cut the connection at the first point of work, begun anew each time, then at its second, and so on."""
    for point in range(200):
        work = work_of()
        with cut_at(point, cut) as passed:
            problem = failure_of(work)
        assert problem is None or trouble(problem) is Trouble.AWAY, repr(problem)
        connection.close_if_unusable_or_obsolete()
        yield problem is not None
        if passed[0] <= point:
            assert point > 4, "Hardly any point was met: the hook is not in place."
            return


def failure_of(work: Callable[[], Any]) -> Exception | None:
    """Return what the work raised."""
    try:
        work()
    except Exception as problem:
        return problem
    return None


@pytest.mark.parametrize("kind", EXPECTED, ids=lambda kind: kind.__name__)
def test_the_step_is_taken_whole_or_not_at_all_and_the_same_process_takes_it_next(kind, cut):
    present = {}

    def begin():
        lamp, actor, step, inputs = kind()
        seen = newest_seen(lamp)

        def ask():
            with contextlib.suppress(Refused):
                perform(
                    Lamp.objects.get(pk=lamp.pk),
                    step,
                    actor=actor,
                    inputs=inputs,
                    seen=seen,
                    key="k",
                )

        present.update(lamp=lamp, ask=ask, before=events(lamp))
        return ask

    failures = 0
    for failed in every_cut(begin, cut):
        failures += failed
        lamp = present["lamp"]
        assert events(lamp) in (present["before"], EXPECTED[kind])
        is_whole(lamp)
        present["ask"]()
        assert events(lamp) == EXPECTED[kind]
        is_whole(lamp)
    assert failures > 4


def test_a_deadline_is_fired_once_whenever_the_connection_was_cut(cut):
    lamps = []

    def begin():
        long_ago = clock.now() - timedelta(hours=2)
        lamp = new_lamp(now=long_ago)
        lit(lamp, holder(lamp), now=long_ago)
        lamps.append(lamp)
        return sweep

    for _failed in every_cut(begin, cut):
        clock.advance(LATER)
        sweep()
        assert events(lamps[-1]) == ["lamp.made", "lamp.lit", "lamp.went_out"]


def test_mails_leave_and_none_is_lost_whenever_the_connection_was_cut(cut):
    present = {}

    def begin():
        deliver(limit=1_000)
        mail.outbox.clear()
        lamp = new_lamp(now=None)
        holder(lamp, GUEST)
        lit(lamp, holder(lamp), now=None)
        present["lamp"] = lamp
        return deliver

    for _failed in every_cut(begin, cut):
        clock.advance(LATER)
        deliver()
        assert set(Job.objects.filter(subject_id=present["lamp"].pk).values_list("state", flat=True)) == {
            "done"
        }
        assert len({sent.to[0] for sent in mail.outbox}) == 2
        assert len(mail.outbox) <= 3, "one mail was under way, no more"


def test_a_job_is_done_and_recorded_once_whenever_the_connection_was_cut(cut, switches):
    present = {}

    def begin():
        deliver(limit=1_000)
        beacon = new_beacon()
        perform(beacon, "switch_off", actor=holder(beacon))
        present["beacon"] = beacon
        return deliver

    for _failed in every_cut(begin, cut):
        clock.advance(LATER)
        deliver()
        beacon = present["beacon"]
        assert not (switches / str(beacon.pk)).exists()
        assert events(beacon) == ["beacon.made", "beacon.switched_off", "beacon.went_out"]
        assert Job.objects.get(subject_id=beacon.pk).state == "done"


def test_the_register_goes_on_whenever_the_connection_was_cut(cut):
    lamps = []

    def begin():
        lamps.append(new_lamp(now=None))
        return seal

    for _failed in every_cut(begin, cut):
        seal()
        assert RegisterLeaf.objects.filter(log=lamps[-1].log_id).count() == 1
