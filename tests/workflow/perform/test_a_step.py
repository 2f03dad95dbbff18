"""What one step leaves behind: state, version, entry, clock and messages, together."""

from datetime import timedelta

import pytest

from tests.workflow.toy.making import GUEST, NOON, entries, events, holder, lit
from tests.workflow.toy.models import Lamp
from workflow.models import Deadline, Job, Personal
from workflow.perform import Done, perform

pytestmark = pytest.mark.django_db


def test_moves_the_state_and_raises_the_version(lamp, keeper):
    outcome = lit(lamp, keeper)
    assert isinstance(outcome, Done)
    stored = Lamp.objects.get()
    assert (stored.state, stored.version, stored.brightness) == ("on", 1, 5)


def test_gives_the_callers_object_the_new_values(lamp, keeper):
    lit(lamp, keeper)
    assert (lamp.state, lamp.version, lamp.brightness) == ("on", 1, 5)


def test_lets_the_callers_object_forget_what_it_fetched_before(lamp, keeper):
    seen = Lamp.objects.prefetch_related("bulbs").select_related("log").get()
    assert (list(seen.bulbs.all()), seen.log.size) == ([], 1)
    perform(seen, "fit", actor=keeper, now=NOON)
    assert (len(seen.bulbs.all()), seen.log.size) == (1, 3)


def test_is_told_in_the_record(lamp, keeper):
    outcome = lit(lamp, keeper, personal={"name": "Kim"})
    made, entry = entries(lamp)
    assert (made.index, entry.index, outcome.index) == (0, 1, 1)
    told = (entry.machine, entry.step, entry.event, entry.source, entry.target, entry.version, entry.actor)
    assert told == ("toy.Lamp", "light", "lamp.lit", "off", "on", 1, str(keeper.id))
    assert (entry.at, entry.sides, entry.details) == (NOON, ["guest", "house"], {"brightness": 5})


def test_keeps_personal_details_apart(lamp, keeper):
    lit(lamp, keeper, personal={"name": "Kim"})
    kept = dict(Personal.objects.filter(index=1).values_list("name", "value"))
    assert kept == {"actor_name": "Kim Keeper", "name": "Kim"}
    assert "Kim" not in str(vars(entries(lamp)[1]))


def test_starts_its_clock(lamp, keeper):
    lit(lamp, keeper)
    clock = Deadline.objects.get()
    assert (clock.kind, clock.step, clock.state) == ("burning", "go_out", "running")
    assert clock.due_at == NOON + timedelta(hours=1)


def test_writes_one_message_for_each_audience(lamp, keeper):
    lit(lamp, keeper)
    told = Job.objects.order_by("inputs__audience").values_list(
        "inputs__audience", "inputs__template", "state", "actor"
    )
    assert list(told) == [
        ("guest", "lit", "queued", str(keeper.id)),
        ("keeper", "lit", "queued", str(keeper.id)),
    ]


def test_a_step_without_a_target_raises_the_version_only(lamp, keeper):
    perform(lamp, "inspect_after", actor=keeper, now=NOON)
    assert (lamp.state, lamp.version) == ("off", 1)
    entry = entries(lamp)[1]
    assert (entry.source, entry.target) == ("off", "off")


def test_a_list_changed_in_place_is_saved(lamp):
    electrician = holder(lamp, role="electrician")
    lit_up = {"reason": "routine"}
    perform(lamp, "try_out", actor=electrician, now=NOON, inputs=lit_up)
    assert Lamp.objects.get().notes == ["routine"]


def test_a_computed_target_is_where_it_ends(lamp):
    Lamp.objects.update(wiring="on")
    perform(lamp, "try_out", actor=holder(lamp, role="electrician"), now=NOON, inputs={"reason": "routine"})
    assert lamp.state == "on"
    assert entries(lamp)[1].sides == ["house"]


def test_inputs_reach_the_step_as_plain_values(lamp, keeper):
    lit(lamp, keeper, personal={"when": NOON, "day": NOON.date(), "who": lamp.pk, "all": {2, 1}})
    kept = dict(Personal.objects.filter(index=1).values_list("name", "value"))
    assert kept["when"] == "2026-11-23T17:00:00.000000Z"
    assert (kept["day"], kept["who"], kept["all"]) == ("2026-11-23", str(lamp.pk), [1, 2])


def test_any_of_several_roles_may_take_it(lamp, keeper):
    lit(lamp, keeper)
    perform(lamp, "put_out", actor=holder(lamp, GUEST), now=NOON)
    assert events(lamp) == ["lamp.made", "lamp.lit", "lamp.put_out"]


def test_an_effect_brings_subjects_into_being_in_the_same_log(lamp, keeper):
    perform(lamp, "fit", actor=keeper, now=NOON)
    bulb = lamp.bulbs.get()
    assert (bulb.state, bulb.version, bulb.log_id) == ("whole", 0, lamp.log_id)
    assert [entry.index for entry in [*entries(lamp), *entries(bulb)]] == [0, 1, 2]


def test_an_effect_brings_a_matter_of_its_own_into_being(lamp, keeper):
    perform(lamp, "copy", actor=keeper, now=NOON)
    other = Lamp.objects.exclude(pk=lamp.pk).get()
    assert other.log_id == other.pk
    assert events(other) == ["lamp.made"]
