"""No worker for three days, then five at once: windows end at their instant on record, and nothing happens twice."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connections

from designation.demo.world import World
from designation.models import Window
from tests.designation.walking import fresh, request_in, window_in
from workflow import clock
from workflow.models import Deadline, Delivery, Entry, Job
from workflow.outbox import deliver
from workflow.sweep import sweep

pytestmark = [pytest.mark.race]
WORKERS = 5


def by_workers(work: Callable[[], int]) -> None:
    """Let five workers do something at once, each until nothing is left for it."""

    def run(_number: int) -> None:
        try:
            while work():
                pass
        finally:
            connections.close_all()

    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(run, range(WORKERS)))


@pytest.fixture
def windows(committed_world: World) -> list[Window]:
    """Three windows that were to end three days ago, each of another model, and nobody has swept since they opened."""
    found = []
    for codename in ("Larkspur", "Tamarack", "Juniper"):
        committed_world.now = clock.now() - timedelta(days=35)
        request = request_in(committed_world, "covered", codename)
        found.append(window_in(committed_world, request, "open", opens_in=2, days=30))
    deliver(limit=10_000)
    mail.outbox.clear()
    return found


def test_each_window_ends_at_its_instant_on_record_and_everybody_is_told_once(windows: list[Window]) -> None:
    before = Job.objects.values_list("pk", flat=True)
    known = set(before)
    by_workers(lambda: sweep(limit=2))
    by_workers(lambda: deliver(limit=2))
    for window in windows:
        row = fresh(window)
        assert (row.state, row.ends_at, row.closed_at) == ("closed", window.ends_at, window.ends_at)
        [entry] = Entry.objects.filter(subject_id=window.pk, event="window.closed")
        assert (entry.actor, entry.at > window.ends_at + timedelta(days=2)) == ("clock", True)
        disposition = Deadline.objects.get(subject_id=window.pk, kind="disposition")
        assert disposition.due_at == window.ends_at + timedelta(days=row.request.policy.days("disposition"))
    told = Counter(
        Job.objects.exclude(pk__in=known).values_list(
            "subject_id", "event", "inputs__audience", "inputs__template", "inputs__due_at"
        )
    )
    assert told
    assert set(told.values()) == {1}
    sent = Delivery.objects.exclude(job__in=known)
    assert set(sent.values_list("state", flat=True)) == {"sent"}
    assert len(mail.outbox) == sent.count() == len(set(sent.values_list("job", "recipient")))
    assert not Deadline.objects.filter(state="running", due_at__lte=clock.now()).exists()
    assert not Deadline.objects.exclude(attempts=0).exists()
