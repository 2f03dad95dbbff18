"""What a person could do now, and why not."""

import pytest

from tests.workflow.toy.making import ELECTRICIAN, GUEST, NOON, holder, lit, somebody
from tests.workflow.toy.models import Lamp
from workflow.affordances import affordances
from workflow.approvals import covered, fingerprint
from workflow.perform import perform

pytestmark = pytest.mark.django_db


def offered(lamp, actor):
    return {offer.step.name: offer for offer in affordances(lamp, actor, now=NOON)}


def test_only_steps_from_this_state_for_this_role_are_offered(lamp, keeper):
    assert set(offered(lamp, holder(lamp, GUEST))) == {"leave"}
    assert "light" in offered(lamp, keeper)
    lit(lamp, keeper)
    assert set(offered(lamp, holder(lamp, GUEST))) == {"leave", "put_out"}
    assert "light" not in offered(lamp, keeper)


def test_a_stranger_is_offered_nothing(lamp):
    assert offered(lamp, somebody()) == {}


def test_a_missing_button_says_why(lamp, keeper):
    Lamp.objects.update(has_current=False)
    light = offered(lamp, keeper)["light"]
    assert not light.allowed
    assert [refusal.code for refusal in light.refusals] == ["no_current"]


def test_inputs_are_not_judged_before_they_are_given(lamp, keeper):
    assert offered(lamp, keeper)["light"].allowed


def test_signatures_are_shown_with_what_was_signed(lamp, keeper):
    electrician = holder(lamp, ELECTRICIAN, name="Eli")
    perform(lamp, "rewire", actor=electrician, now=NOON, inputs={"note": "new fuse"})
    offer = offered(lamp, keeper)["rewire"]
    assert [signature.actor_name for signature in offer.signatures] == ["Eli"]
    assert (offer.inputs, offer.allowed, offer.mine) == ({"note": "new fuse"}, True, None)
    seen = fingerprint(covered(lamp, "rewire", offer.inputs, side="house"))
    perform(lamp, "rewire", actor=keeper, now=NOON, inputs=offer.inputs, content=seen)
    assert lamp.state == "on"


def test_who_signed_is_not_offered_the_step_again(lamp):
    electrician = holder(lamp, ELECTRICIAN)
    perform(lamp, "rewire", actor=electrician, now=NOON)
    offer = offered(lamp, electrician)["rewire"]
    assert (offer.allowed, offer.mine.actor) == (False, electrician.id)


def test_a_signature_under_other_content_is_not_shown(lamp, keeper):
    perform(lamp, "rewire", actor=holder(lamp, ELECTRICIAN), now=NOON)
    Lamp.objects.update(wiring="changed")
    offer = offered(Lamp.objects.get(), keeper)["rewire"]
    assert (offer.signatures, offer.inputs) == ((), {})


def test_roles_read_for_somebody_else_are_not_used(lamp, keeper):
    seen_by_the_keeper = Lamp.with_roles(keeper.id).get()
    assert offered(seen_by_the_keeper, somebody()) == {}
    assert offered(seen_by_the_keeper, keeper)


def test_a_subject_read_with_roles_costs_no_further_reading(lamp, keeper, django_assert_num_queries):
    lit(lamp, keeper)
    subject = Lamp.with_roles(keeper.id).get()
    with django_assert_num_queries(1):  # the open signatures
        offered(subject, keeper)
