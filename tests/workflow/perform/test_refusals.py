"""A refusal carries every unmet condition, changes nothing, and tells a stranger nothing."""

from datetime import timedelta

import pytest

from tests.workflow.toy.making import GUEST, NOON, entries, holder, lit, somebody
from tests.workflow.toy.models import Holding, Lamp
from workflow.errors import Refused, UnknownStep
from workflow.guards import CLOCK, Actor, Refusal, StepContext, recently_authenticated, refusals
from workflow.perform import perform

pytestmark = pytest.mark.django_db


def refused(subject, step, actor, **asked):
    with pytest.raises(Refused) as caught:
        perform(subject, step, actor=actor, **({"now": NOON} | asked))
    return caught.value


def test_every_unmet_condition_is_named_at_once(lamp, keeper):
    Lamp.objects.update(has_current=False, rests_until=NOON + timedelta(hours=1))
    refusal = refused(lamp, "light", keeper)
    assert refusal.codes == ("no_current", "too_hot", "brightness_missing")
    assert refusal.refusals[0].reason == "The current is off. Wait until it is back."
    assert not refusal.recorded


def test_a_refusal_changes_nothing(lamp, keeper):
    refused(lamp, "light", keeper)
    assert (Lamp.objects.get().version, len(entries(lamp))) == (0, 1)


def test_the_wrong_state_is_named_with_those_that_would_do(lamp, keeper):
    refusal = refused(lamp, "put_out", keeper)
    assert refusal.codes == ("wrong_state",)
    assert refusal.refusals[0].reason == "This is “Off” now; “Put out” needs “On”."


def test_another_role_is_told_so_beside_the_state(lamp):
    assert refused(lamp, "shade", holder(lamp, GUEST)).codes == ("wrong_state", "not_your_role")


def test_a_stranger_learns_nothing_but_that_it_is_not_for_them(lamp):
    assert refused(lamp, "put_out", somebody()).codes == ("not_your_role",)
    assert refused(lamp, "light", somebody(), seen=7).codes == ("not_your_role",)


def test_roles_are_those_of_this_moment(lamp, keeper):
    lit(lamp, keeper)
    Holding.objects.all().delete()
    assert refused(lamp, "put_out", keeper).codes == ("not_your_role",)


def test_a_role_at_another_lamp_does_not_count(lamp, keeper):
    from tests.workflow.toy.making import new_lamp

    assert refused(new_lamp(), "light", keeper, inputs={"brightness": 1}).codes == ("not_your_role",)


def test_the_clock_takes_only_its_own_steps(lamp, keeper):
    lit(lamp, keeper)
    assert refused(lamp, "put_out", CLOCK).codes == ("not_your_role",)


def test_nobody_takes_the_clocks_steps(lamp, keeper):
    lit(lamp, keeper)
    assert refused(lamp, "go_out", keeper).codes == ("not_your_role",)


def test_nobody_acts_without_an_id():
    with pytest.raises(ValueError, match="Only the clock"):
        Actor(None, "")


def test_a_step_that_the_machine_does_not_have_is_an_error(lamp, keeper):
    with pytest.raises(UnknownStep, match="no step 'explode'"):
        perform(lamp, "explode", actor=keeper)


@pytest.mark.parametrize("minutes", [31, None])
def test_a_step_may_ask_for_a_fresh_sign_in(minutes):
    proved = None if minutes is None else NOON - timedelta(minutes=minutes)
    actor = somebody(at=proved)
    assert recently_authenticated(None, StepContext(actor, NOON)).code == "sign_in_again"


def test_a_sign_in_is_fresh_for_half_an_hour(lamp):
    signer = holder(lamp, at=NOON - timedelta(minutes=30))
    perform(lamp, "certify", actor=signer, now=NOON)
    late = holder(lamp, at=NOON - timedelta(minutes=30, seconds=1))
    assert refused(lamp, "certify", late).codes == ("sign_in_again",)


@pytest.mark.parametrize("inputs", [{"reason": "  "}, {}])
def test_a_reason_is_words(lamp, inputs):
    [refusal] = refused(lamp, "try_out", holder(lamp, role="electrician"), inputs=inputs).refusals
    assert (refusal.code, refusal.about) == ("reason_missing", "reason")


def test_one_fault_in_several_inputs_is_a_refusal_about_each():
    def none_empty(_lamp, context):
        return tuple(
            Refusal("empty", "Fill it.", about=name) for name, text in context.inputs.items() if not text
        )

    def always(_lamp, _context):
        return Refusal("always", "Never.")

    def asked(**inputs):
        return refusals([none_empty, always], None, StepContext(CLOCK, NOON, inputs=inputs))

    assert [(one.code, one.about) for one in asked(a="", b="x", c="")] == [
        ("empty", "a"), ("empty", "c"), ("always", ""),
    ]  # fmt: skip
    assert [one.code for one in asked(a="x")] == ["always"]


def test_a_rule_that_forgets_to_answer_is_no_pass():
    with pytest.raises(TypeError):
        refusals([lambda _lamp, _context: None], None, StepContext(CLOCK, NOON))
