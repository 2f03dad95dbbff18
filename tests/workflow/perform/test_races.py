"""Many at once: one wins, everybody else is told why."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import OperationalError, connection, connections, transaction

from tests.workflow.toy.making import ELECTRICIAN, NOON, entries, events, holder, lit, new_lamp
from tests.workflow.toy.models import Holding, Lamp
from workflow.errors import KeyReused, Refused
from workflow.perform import LATE, Done, perform
from workflow.sql import snapshot

pytestmark = [pytest.mark.race, pytest.mark.usefixtures("own_database")]


def at_once(number, work):
    """Run `work(i)` in so many threads that start together; return results and expected refusals."""
    ready = Barrier(number)

    def run(i):
        try:
            ready.wait(30)
            return work(i)
        except (Refused, KeyReused) as refused:
            return refused
        finally:
            connections.close_all()

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(run, range(number)))


def test_the_same_step_by_sixteen_threads_is_taken_once():
    lamp = new_lamp()
    keepers = [holder(lamp) for _ in range(16)]

    def light(i):
        return lit(Lamp.objects.get(pk=lamp.pk), keepers[i])

    outcomes = at_once(16, light)
    told = [outcome for outcome in outcomes if isinstance(outcome, Refused)]
    assert sum(isinstance(outcome, Done) for outcome in outcomes) == 1
    assert [refusal.codes for refusal in told] == [("wrong_state",)] * 15
    assert events(lamp) == ["lamp.made", "lamp.lit"]


def test_two_threads_with_the_same_key_get_the_same_outcome():
    lamp = new_lamp()
    keeper = holder(lamp)

    def light(_i):
        asked = {"inputs": {"brightness": 1}, "key": "same", "seen": 0}
        return perform(Lamp.objects.get(pk=lamp.pk), "light", actor=keeper, now=NOON, **asked)

    outcomes = at_once(2, light)
    assert [outcome.index for outcome in outcomes] == [1, 1]
    assert sorted(outcome.replayed for outcome in outcomes) == [False, True]


def test_two_threads_with_the_same_key_for_different_things_are_not_confused():
    lamps = [new_lamp(), new_lamp()]
    keeper = holder(lamps[0])
    Holding.objects.create(lamp_id=lamps[1].pk, person=keeper.id, role="keeper")

    def light(i):
        asked = {"inputs": {"brightness": 1}, "key": "twice"}
        return perform(Lamp.objects.get(pk=lamps[i].pk), "light", actor=keeper, now=NOON, **asked)

    outcomes = at_once(2, light)
    assert {type(outcome) for outcome in outcomes} == {Done, KeyReused}
    assert Lamp.objects.filter(pk__in=[lamp.pk for lamp in lamps], state="on").count() == 1


def test_a_decision_at_the_instant_of_the_timeout_loses_and_is_recorded():
    lamp = new_lamp()
    keepers = [holder(lamp) for _ in range(8)]
    lit(lamp, keepers[0])

    def put_out(i):
        subject = Lamp.objects.get(pk=lamp.pk)
        return perform(subject, "put_out", actor=keepers[i], now=NOON + timedelta(hours=1), seen=1)

    outcomes = at_once(8, put_out)
    assert all(isinstance(outcome, Refused) and outcome.recorded for outcome in outcomes)
    assert events(lamp) == ["lamp.made", "lamp.lit", "lamp.went_out", *[LATE] * 8]
    assert {entry.actor for entry in entries(lamp, event=LATE)} == {str(keeper.id) for keeper in keepers}


def test_different_matters_do_not_wait_for_each_other():
    held, free = new_lamp(), new_lamp()
    keeper = holder(free)
    with transaction.atomic():
        snapshot.lock([held.log_id])
        [outcome] = at_once(1, lambda _i: lit(Lamp.objects.get(pk=free.pk), keeper))
    assert isinstance(outcome, Done)


def test_two_last_signers_at_once_take_the_step_once():
    lamp = new_lamp()
    signers = [holder(lamp), holder(lamp, ELECTRICIAN)]

    def sign(i):
        return perform(Lamp.objects.get(pk=lamp.pk), "rewire", actor=signers[i], now=NOON)

    outcomes = at_once(2, sign)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Done", "Pending"]
    assert events(lamp) == ["lamp.made", "lamp.rewired.signed", "lamp.rewired"]


def test_whoever_cannot_wait_for_a_lock_gives_up_whole():
    lamp = new_lamp()
    keeper = holder(lamp)

    def impatient(_i):
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '30ms'")
        with pytest.raises(OperationalError, match="lock timeout"):
            lit(Lamp.objects.get(pk=lamp.pk), keeper)
        return Lamp.objects.get(pk=lamp.pk).state  # the connection goes on working

    with transaction.atomic():
        snapshot.lock([lamp.log_id])
        assert at_once(1, impatient) == ["off"]
    assert isinstance(lit(lamp, keeper), Done)
