"""A step fires the clocks of every log that it locks; what needs further locks is left to the sweep."""

from datetime import timedelta

import pytest

from tests.workflow.toy.making import events, holder, lit, new_bulb, new_lamp
from tests.workflow.toy.models import Lamp
from workflow import clock
from workflow.models import Deadline
from workflow.perform import perform
from workflow.sweep import sweep

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def two_lamps(monkeypatch):
    """Two lamps that burn; each one's steps lock the other's log too."""
    lamps = [new_lamp(now=None), new_lamp(now=None)]
    for lamp in lamps:
        lit(lamp, holder(lamp), now=None)
    logs = [lamp.log_id for lamp in lamps]
    monkeypatch.setattr(Lamp, "log_ids", lambda _lamp: logs)
    clock.advance(HOUR)
    return lamps


def state_of(lamp):
    return Lamp.objects.get(pk=lamp.pk).state


def test_a_step_fires_the_clocks_of_every_log_that_it_locks(two_lamps):
    first, second = two_lamps
    perform(first, "set_curfew", actor=holder(first))
    assert (state_of(first), state_of(second)) == ("off", "off")


def test_a_clock_that_needs_further_locks_is_left_to_the_sweep(two_lamps):
    first, second = two_lamps
    bulb = new_bulb(first, now=None)
    perform(bulb, "cool", actor=holder(first, at=clock.now()))
    assert events(bulb) == ["bulb.fitted", "bulb.cooled"]
    assert (state_of(first), state_of(second)) == ("on", "on")
    assert set(Deadline.objects.values_list("state", "attempts")) == {("running", 0)}
    sweep()
    assert (state_of(first), state_of(second)) == ("off", "off")
