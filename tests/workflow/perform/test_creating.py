"""A creation is judged on the row that it belongs to: role, guards and checks, all at once, under its lock."""

import pytest
from django.db import transaction

from tests.workflow.toy.making import GUEST, NOON, entries, holder, new_bulb, new_lamp, somebody
from tests.workflow.toy.models import Bulb, Lamp
from workflow.affordances import creation_affordance
from workflow.creating.create import create, require
from workflow.errors import Refused, UnknownCreation
from workflow.guards import CLOCK, StepContext
from workflow.models import Deadline
from workflow.sql import snapshot

pytestmark = pytest.mark.django_db


def screwed_in(lamp, actor, *, brightness=5, **facts):
    bulb = Bulb(lamp=lamp, log_id=lamp.log_id, **facts)
    create(bulb, "screw_in", actor=actor, inputs={"brightness": brightness}, now=NOON)
    return bulb


def codes(ask):
    with pytest.raises(Refused) as refused, transaction.atomic():
        ask()
    return refused.value.codes


def test_whoever_holds_the_role_creates_the_row(lamp, keeper):
    bulb = screwed_in(lamp, keeper)
    assert Bulb.objects.get(pk=bulb.pk).state == "whole"
    (born,) = entries(bulb)
    assert (born.event, born.sides, born.actor) == ("bulb.screwed_in", ["house"], str(keeper.id))


def test_others_do_not_and_learn_nothing_else(lamp):
    Lamp.objects.filter(pk=lamp.pk).update(has_current=False)
    with pytest.raises(Refused, match="Keepers screw in bulbs") as refused:
        screwed_in(lamp, holder(lamp, GUEST))
    assert refused.value.codes == ("not_your_role",)
    assert codes(lambda: screwed_in(lamp, somebody())) == ("not_your_role",)
    assert codes(lambda: screwed_in(lamp, CLOCK)) == ("not_your_role",)
    assert not Bulb.objects.exists()


def test_a_role_at_another_lamp_does_not_count(lamp, keeper):
    assert codes(lambda: screwed_in(new_lamp(), keeper)) == ("not_your_role",)


def test_a_refusal_names_every_unmet_condition_and_nothing_is_written(lamp, keeper):
    Lamp.objects.filter(pk=lamp.pk).update(has_current=False)
    for _ in range(3):
        new_bulb(lamp)
    before = len(entries(lamp)), Bulb.objects.count()
    found = codes(lambda: screwed_in(lamp, keeper, brightness=0, is_hot=True))
    assert found == ("no_current", "lamp_is_full", "bulb_is_hot", "brightness_missing")
    assert (len(entries(lamp)), Bulb.objects.count()) == before


def test_it_is_judged_on_the_row_as_it_is_under_lock(lamp, keeper):
    stale = Lamp.objects.get(pk=lamp.pk)
    Lamp.objects.filter(pk=lamp.pk).update(has_current=False)
    assert codes(lambda: screwed_in(stale, keeper)) == ("no_current",)


def test_a_new_row_begins_with_its_clocks(lamp):
    bulb = Bulb(lamp=lamp, log_id=lamp.log_id)
    create(bulb, "fit_for_an_hour", actor=somebody(), now=NOON)
    assert Deadline.objects.get(subject_id=bulb.pk).kind == "end"


def test_what_a_step_creates_needs_no_role_but_meets_the_guards(lamp):
    context = StepContext(somebody(), NOON, heads=snapshot.lock([lamp.log_id]))
    lamp.has_current = False
    bulb = Bulb(lamp=lamp, log_id=lamp.log_id)
    ask = lambda: create(bulb, "screw_in", actor=context.actor, inputs={"brightness": 5}, within=context)  # noqa: E731 (short, and used at once)
    assert codes(ask) == ("no_current",)
    lamp.has_current = True
    ask()
    assert Bulb.objects.filter(pk=bulb.pk).exists()


def test_before_there_are_inputs_role_and_guards_are_required(lamp, keeper):
    row = snapshot.locked(lamp, keeper)
    assert require(Bulb, "screw_in", row, actor=keeper, now=NOON).has_role("keeper")
    row.has_current = False
    assert codes(lambda: require(Bulb, "screw_in", row, actor=keeper, now=NOON)) == ("no_current",)


def test_a_page_offers_it_to_whoever_may_and_says_what_prevents_it(lamp, keeper):
    row = Lamp.with_roles(keeper.id).get(pk=lamp.pk)
    assert creation_affordance(Bulb, "screw_in", row, keeper).allowed
    row.has_current = False
    offer = creation_affordance(Bulb, "screw_in", row, keeper)
    assert [refusal.code for refusal in offer.refusals] == ["no_current"]
    guest = holder(lamp, GUEST)
    row = Lamp.with_roles(guest.id).get(pk=lamp.pk)
    assert creation_affordance(Bulb, "screw_in", row, guest) is None


def test_a_creation_that_is_not_declared_is_unknown(lamp):
    with pytest.raises(UnknownCreation):
        create(Bulb(lamp=lamp), "appear", actor=CLOCK)
