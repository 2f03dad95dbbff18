"""What cannot be right is an error at once: machines without roles, steps without people, logs without locks."""

import uuid

import pytest

from tests.workflow.toy.making import NOON, entries, holder, new_lamp, somebody
from tests.workflow.toy.models import Beacon, Bulb, Lamp
from workflow import step_extensions
from workflow.approvals.signing import NobodySigns, sign
from workflow.creating.create import create
from workflow.errors import NotLocked
from workflow.guards import CLOCK, StepContext
from workflow.idempotency import StepCall
from workflow.jobs import Queues
from workflow.models import Stateful
from workflow.sql import snapshot
from workflow.step_extensions import StepsAreFrozen, extend
from workflow.steps import _steps_of, initial_state, machine, restate, step_of, steps_of

pytestmark = pytest.mark.django_db


def test_a_machine_says_what_roles_are(lamp):
    with pytest.raises(NotImplementedError):
        Stateful.roles_of(uuid.uuid4())


def test_a_machine_without_content_is_signed_as_it_is(lamp):
    assert Bulb().content("end") == {}


def test_what_a_step_creates_belongs_to_a_log_that_it_locks(lamp):
    other = new_lamp()
    context = StepContext(somebody(), NOON, heads=snapshot.lock([other.log_id]))
    with pytest.raises(NotLocked):
        create(Bulb(lamp=lamp, log_id=lamp.log_id), "fit", actor=context.actor, within=context)


def test_what_a_step_creates_is_born_at_the_steps_instant(lamp):
    context = StepContext(somebody(), NOON, heads=snapshot.lock([lamp.log_id]))
    bulb = Bulb(lamp=lamp, log_id=lamp.log_id)
    create(bulb, "fit", actor=context.actor, within=context)
    assert [entry.at for entry in entries(bulb)] == [NOON]


def test_a_birth_is_told_to_all_and_with_its_details():
    lamp = Lamp()
    create(lamp, "make", actor=somebody(), details={"wiring": "old"}, now=NOON)
    (born,) = entries(lamp)
    assert (born.sides, born.details) == (["guest", "house"], {"wiring": "old"})
    assert (born.step, born.source) == ("", "")
    assert set(born.personal) == {"actor_name"}


def test_a_birth_by_the_clock_names_nobody():
    lamp = Lamp()
    create(lamp, "make", actor=CLOCK, now=NOON)
    assert [entry.personal for entry in entries(lamp)] == [{}]


@pytest.mark.parametrize(("step", "actor"), [("light", "keeper"), ("rewire", "clock")])
def test_nobody_signs_where_nothing_is_to_be_signed(lamp, step, actor):
    who = CLOCK if actor == "clock" else holder(lamp)
    heads = snapshot.lock([lamp.log_id])
    seen = snapshot.read(lamp, who, heads)
    with pytest.raises(NobodySigns):
        sign(seen, StepContext(who, NOON), StepCall(step_of(Lamp, step), who, {}), heads)


def test_a_subclass_may_put_something_else_in_a_steps_place():
    class Base:
        light = vars(Lamp)["light"]
        put_out = vars(Lamp)["put_out"]

    class Changed(Base):
        light = None

    assert set(_steps_of(Changed)) == {"put_out"}


def test_steps_stand_in_the_order_in_which_they_are_stated():
    assert list(steps_of(Bulb)) == ["cool", "end", "crush"]
    assert initial_state(Bulb) == "whole"


def test_a_machine_says_which_sides_may_open_its_entries():
    silent = type("Silent", (), {"entry_sides": Stateful.entry_sides})
    with pytest.raises(TypeError, match="Silent does not say which sides may open its entries"):
        machine(silent)


def test_no_step_is_extended_after_startup():
    before = step_of(Lamp, "light")
    with pytest.raises(StepsAreFrozen):
        extend(Lamp, "light", guards=[lambda lamp, context: None])
    assert step_of(Lamp, "light") == before


def test_a_later_package_adds_jobs_to_a_step(monkeypatch):
    before = step_of(Beacon, "switch_off")
    monkeypatch.setattr(step_extensions, "_frozen", False)
    monkeypatch.setattr(step_extensions, "_extended", {})
    extend(Beacon, "switch_off", jobs=[Queues("blink")])
    try:
        assert [job.kind for job in step_of(Beacon, "switch_off").jobs] == ["switch_off", "blink"]
    finally:
        restate(Beacon, before)
    assert step_of(Beacon, "switch_off") == before
