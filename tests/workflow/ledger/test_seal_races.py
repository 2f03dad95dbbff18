"""Any number of workers may seal at once, and sealing and steps never wait for each other."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import connections, transaction

from tests.workflow.ledger.growing import new_log
from workflow.ledger.seal import seal
from workflow.models import Log, RegisterLeaf
from workflow.sql.snapshot import lock

pytestmark = [pytest.mark.race, pytest.mark.usefixtures("fresh_database")]


def test_eight_workers_at_once_seal_each_head_once():
    logs = [new_log() for _ in range(20)]

    def work(_):
        try:
            return seal()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        sealed = list(pool.map(work, range(8)))
    assert [s.size for s in sealed if s] == [32]
    assert sorted(RegisterLeaf.objects.exclude(log=None).values_list("log", flat=True)) == sorted(logs)
    assert sorted(RegisterLeaf.objects.values_list("index", flat=True)) == list(range(32))


def test_sealing_waits_for_no_step_and_no_step_waits_for_it():
    busy, idle = new_log(), new_log()
    locked, done = Event(), Event()

    def hold_a_log():
        try:
            with transaction.atomic():
                lock([busy])
                locked.set()
                assert done.wait(10), "sealing waited for the log"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        holding = pool.submit(hold_a_log)
        assert locked.wait(10)
        assert seal().size == 16
        done.set()
        holding.result()
    assert RegisterLeaf.objects.filter(log=busy, size=1).exists()
    assert dict(Log.objects.values_list("id", "sealed_size")) == {busy: 0, idle: 1}
    assert seal() is None
    assert Log.objects.get(id=busy).sealed_size == 1
