"""One clock for everybody; it never runs backwards; and in production nobody names the time."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.workflow.toy.making import NOON, entries, lit, new_lamp, somebody
from tests.workflow.toy.models import Lamp
from workflow import clock
from workflow.creating.create import create
from workflow.errors import TimeTravelForbidden
from workflow.models import Deadline
from workflow.perform import perform, take_back

pytestmark = pytest.mark.django_db


def test_an_earlier_instant_becomes_that_of_the_last_entry(lamp, keeper):
    lit(lamp, keeper, now=NOON - timedelta(days=1))
    assert entries(lamp)[1].at == NOON
    assert Deadline.objects.get().due_at == NOON + timedelta(hours=1)


def test_without_an_instant_the_databases_time_counts(lamp, keeper):
    new = new_lamp(now=None)
    assert abs(entries(new)[0].at - datetime.now(UTC)) < timedelta(seconds=30)


def test_days_pass_for_everybody(lamp):
    before = clock.now()
    after = clock.advance(timedelta(days=3))
    assert timedelta(days=3) <= after - before < timedelta(days=3, seconds=30)
    clock.advance(timedelta(days=1))
    assert clock.offset() == timedelta(days=4)
    assert clock.now() >= after + timedelta(days=1)


def test_no_offset_is_none(lamp):
    assert clock.offset() == timedelta(0)


def test_the_clock_is_not_set_back():
    with pytest.raises(ValueError, match="forward"):
        clock.advance(timedelta(seconds=-1))


def test_in_production_the_offset_does_not_count(lamp, settings):
    clock.advance(timedelta(days=3))
    settings.WORKFLOW_TIME_TRAVEL = False
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=30)
    assert clock.offset() == timedelta(0)


def test_in_production_nobody_names_the_time(lamp, keeper, settings):
    settings.WORKFLOW_TIME_TRAVEL = False
    for named in (
        lambda: perform(lamp, "light", actor=keeper, now=NOON),
        lambda: take_back(lamp, "rewire", actor=keeper, now=NOON),
        lambda: create(Lamp(), "make", actor=somebody(), now=NOON),
        lambda: clock.advance(timedelta(days=1)),
    ):
        with pytest.raises(TimeTravelForbidden):
            named()


def test_in_production_steps_are_taken_at_the_databases_time(settings):
    settings.WORKFLOW_TIME_TRAVEL = False
    lamp = new_lamp(now=None)
    from tests.workflow.toy.making import holder

    outcome = perform(lamp, "light", actor=holder(lamp), inputs={"brightness": 1})
    assert outcome.index == 1
