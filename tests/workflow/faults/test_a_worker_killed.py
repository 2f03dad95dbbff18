"""A worker that is killed while it sweeps, delivers or seals leaves work that the next one finishes, once."""

import json
import os
from collections import Counter
from datetime import timedelta

import pytest

from tests.workflow.faults.killing import every_death
from tests.workflow.toy.making import GUEST, events, holder, lit, new_beacon, new_lamp, strokes
from tests.workflow.toy.models import Lamp
from workflow import clock
from workflow.ledger.export import export
from workflow.ledger.seal import seal
from workflow.ledger.verify import verify
from workflow.models import Checkpoint, Delivery, Job, RegisterLeaf
from workflow.outbox import deliver
from workflow.perform import perform
from workflow.sweep import sweep

pytestmark = [pytest.mark.race, pytest.mark.usefixtures("own_database")]

RECORDED = ["beacon.made", "beacon.switched_off", "beacon.went_out"]
LATER = timedelta(minutes=3)
"""Longer than any lease that a dead worker holds."""


@pytest.fixture
def posted(tmp_path, monkeypatch, settings):
    """Where mails arrive, one a line."""
    settings.EMAIL_BACKEND = "tests.workflow.faults.killing.Posted"
    monkeypatch.setitem(os.environ, "POSTED", str(tmp_path / "posted"))
    (tmp_path / "posted").touch()
    return tmp_path / "posted"


def test_a_deadline_is_fired_once_whenever_its_worker_died():
    lamps = []

    def begin():
        long_ago = clock.now() - timedelta(hours=2)
        lamp = new_lamp(now=long_ago)
        lit(lamp, holder(lamp), now=long_ago)
        lamps.append(lamp)
        return sweep

    for _died in every_death(begin):
        assert Lamp.objects.get(pk=lamps[-1].pk).state in ("on", "off")
        clock.advance(LATER)
        sweep()
        assert events(lamps[-1]) == ["lamp.made", "lamp.lit", "lamp.went_out"]


def test_a_reminder_goes_out_once_whenever_its_worker_died():
    lamps = []

    def begin():
        long_ago = clock.now() - timedelta(days=1, hours=1)
        lamp = new_lamp(now=long_ago)
        inputs = {"days": 3, "reminders": [2]}
        perform(lamp, "inspect_after", actor=holder(lamp), inputs=inputs, now=long_ago)
        lamps.append(lamp)
        return sweep

    for _died in every_death(begin):
        clock.advance(LATER)
        sweep()
        told = Job.objects.filter(subject_id=lamps[-1].pk, event="deadline.reminder.inspection")
        assert told.count() == 1


def test_a_mail_is_never_lost_and_never_sent_twice_with_other_words(posted):
    present = {}

    def begin():
        deliver(limit=1_000)  # what earlier work left
        posted.write_text("")
        lamp = new_lamp(now=None)
        for role in (GUEST, GUEST):
            holder(lamp, role)
        lit(lamp, holder(lamp), now=None)
        present["lamp"] = lamp
        return deliver

    for _died in every_death(begin):
        clock.advance(LATER)
        deliver()
        mails = Counter(tuple(json.loads(line)) for line in posted.read_text().splitlines())
        assert len({address for address, _subject, _body in mails}) == len(mails) == 3
        assert sum(mails.values()) <= 4, "one mail was in the dead worker's hands, no more"
        messages = Job.objects.filter(subject_id=present["lamp"].pk)
        assert set(messages.values_list("state", flat=True)) == {"done"}
        sent = Delivery.objects.filter(job__in=messages)
        assert [row.state for row in sent] == ["sent"] * 3


def test_a_job_is_done_at_least_once_and_recorded_once_whenever_its_worker_died(switches):
    present = {}

    def begin():
        deliver(limit=1_000)  # what earlier work left
        beacon = new_beacon()
        perform(beacon, "switch_off", actor=holder(beacon))
        present["beacon"] = beacon
        return deliver

    done_again = 0
    for _died in every_death(begin):
        beacon = present["beacon"]
        switch, record = switches / str(beacon.pk), events(beacon)
        assert record in (RECORDED, RECORDED[:-1])
        assert record != RECORDED or not switch.exists(), "Nothing is recorded that was not done."
        clock.advance(LATER)
        deliver()
        assert events(beacon) == RECORDED
        assert not switch.exists()
        assert set(Job.objects.filter(subject_id=beacon.pk).values_list("state", flat=True)) == {"done"}
        done_again += strokes().count(f"off {beacon.pk}") > 1
    assert done_again > 4, "Hardly any worker died between doing and recording."


def test_the_register_goes_on_whenever_its_sealer_died():
    seal()
    lamps = []

    def begin():
        lamps.append(new_lamp(now=None))
        return seal

    for _died in every_death(begin):
        seal()
        log = lamps[-1].log_id
        assert RegisterLeaf.objects.filter(log=log).count() == 1
        older = Checkpoint.objects.order_by("size").first().size
        assert verify(export([log], may_open=lambda _entry: True, older_size=older)).logs[0].size == 1
    sizes = list(Checkpoint.objects.order_by("id").values_list("size", flat=True))
    assert sizes == sorted(set(sizes))
