"""A signature is bound to what was seen: any change voids it, it expires, and it can be taken back."""

import json
import uuid
from datetime import timedelta

import pytest

from tests.workflow.toy.making import ELECTRICIAN, NOON, entries, events, holder, lit
from tests.workflow.toy.models import Holding, Lamp
from workflow.approvals import covered, digest, fingerprint
from workflow.approvals.standing import void_changed, void_given_under
from workflow.errors import Refused
from workflow.guards import CLOCK
from workflow.models import Approval
from workflow.perform import LATE, Done, Pending, perform, take_back

pytestmark = pytest.mark.django_db


@pytest.fixture
def electrician(lamp):
    return holder(lamp, ELECTRICIAN)


def sign(lamp, actor, now=NOON, **asked):
    return perform(lamp, "rewire", actor=actor, now=now, **asked)


def states():
    return sorted(Approval.objects.values_list("state", flat=True))


def test_a_step_that_changes_nothing_of_it_leaves_it_open(lamp, keeper, electrician):
    sign(lamp, electrician)
    perform(lamp, "inspect_after", actor=keeper, now=NOON)
    assert states() == ["open"]
    assert isinstance(sign(lamp, keeper), Done)


def test_a_step_that_changes_the_state_voids_it(lamp, keeper, electrician):
    sign(lamp, electrician)
    lit(lamp, keeper)
    assert states() == ["voided"]
    perform(lamp, "put_out", actor=keeper, now=NOON)
    assert isinstance(sign(lamp, keeper), Pending)


def test_a_change_of_content_without_a_step_makes_it_count_no_more(lamp, keeper, electrician):
    sign(lamp, electrician)
    Lamp.objects.update(wiring="copper")
    assert isinstance(sign(lamp, keeper), Pending)
    assert states() == ["open", "open"]
    void_changed(Lamp.objects.get())
    Lamp.objects.update(wiring="old")
    assert states() == ["open", "voided"]


def test_a_role_given_anew_does_not_bring_it_back(lamp, keeper, electrician):
    sign(lamp, electrician)
    Approval.objects.update(held_roles=[{"role": ELECTRICIAN, "under": "an appointment that ended"}])
    assert isinstance(sign(lamp, keeper), Pending)


def test_the_end_of_the_appointment_voids_it(lamp, electrician):
    sign(lamp, electrician)
    ended, other = uuid.uuid4(), uuid.uuid4()
    Approval.objects.update(held_roles=[{"under": str(ended)}, {"under": str(other)}])
    void_given_under(ended, electrician.id)
    assert states() == ["open"]  # the other appointment still holds it
    Approval.objects.update(held_roles=[{"under": str(ended)}])
    void_given_under(ended, electrician.id)
    assert states() == ["voided"]


def test_the_record_holds_a_salted_digest_that_whoever_has_the_salt_recomputes(lamp, keeper, electrician):
    sign(lamp, electrician, inputs={"note": "new fuse"})
    told = entries(lamp)[-1].details
    what = covered(Lamp.objects.get(), "rewire", {"note": "new fuse"}, side="house")
    assert told["digest"] == digest(what, bytes.fromhex(told["salt"]))
    assert told["digest"] != digest(what, bytes(32))
    sign(lamp, keeper, inputs={"note": "new fuse"})
    taken = entries(lamp)[-1].details
    assert [one["digest"] for one in taken["signers"]] == [told["digest"]] * 2
    assert "salt" not in json.dumps(taken)


def test_other_inputs_are_another_content(lamp, keeper, electrician):
    sign(lamp, electrician, inputs={"note": "new fuse"})
    assert isinstance(sign(lamp, keeper, inputs={"note": "old fuse"}), Pending)
    assert isinstance(sign(lamp, keeper, inputs={"note": "new fuse"}), Done)
    assert Lamp.objects.get().notes == ["new fuse"]


def test_signing_other_inputs_replaces_ones_own(lamp, electrician):
    sign(lamp, electrician, inputs={"note": "a"})
    sign(lamp, electrician, inputs={"note": "b"})
    assert states() == ["open", "voided"]


def test_who_saw_other_content_is_refused(lamp, keeper, electrician):
    sign(lamp, electrician)
    seen = fingerprint(covered(Lamp.objects.get(), "rewire", {}, side="house"))
    Lamp.objects.update(wiring="copper")
    with pytest.raises(Refused) as caught:
        sign(lamp, keeper, content=seen)
    assert caught.value.codes == ("content_changed",)
    assert events(lamp) == ["lamp.made", "lamp.rewired.signed"]
    Lamp.objects.update(has_current=False)
    with pytest.raises(Refused) as caught:
        sign(lamp, keeper, content=seen)
    assert caught.value.codes == ("no_current",)


def test_who_signs_what_the_clock_has_ended_comes_late(lamp, keeper, electrician):
    lit(lamp, keeper)
    seen = Lamp.objects.get()
    with pytest.raises(Refused) as caught:
        sign(seen, electrician, seen=1, now=NOON + timedelta(hours=1), content="00")
    assert caught.value.recorded
    assert events(lamp)[-1] == LATE


@pytest.mark.parametrize(("later", "outcome"), [(timedelta(microseconds=-1), Done), (timedelta(0), Pending)])
def test_it_expires_at_that_very_instant(lamp, keeper, electrician, later, outcome):
    sign(lamp, electrician)
    assert isinstance(sign(lamp, keeper, now=NOON + timedelta(days=14) + later), outcome)


def test_an_expired_one_can_be_given_again(lamp, keeper, electrician):
    sign(lamp, electrician)
    later = NOON + timedelta(days=15)
    assert not sign(lamp, electrician, now=later).replayed
    assert states() == ["open", "voided"]
    assert isinstance(sign(lamp, keeper, now=later), Done)


def test_it_can_be_taken_back_on_the_record(lamp, keeper, electrician):
    seal = sign(lamp, electrician).digest
    later = NOON + timedelta(hours=1)
    assert take_back(lamp, "rewire", actor=electrician, now=later)
    assert entries(lamp)[-1].at == later
    assert states() == ["taken_back"]
    assert (entries(lamp)[-1].event, entries(lamp)[-1].details) == (
        "lamp.rewired.taken_back",
        {"digest": seal},
    )
    assert isinstance(sign(lamp, keeper), Pending)


def test_it_can_be_given_again_after_that(lamp, keeper, electrician):
    sign(lamp, electrician)
    take_back(lamp, "rewire", actor=electrician, now=NOON)
    sign(lamp, electrician)
    assert isinstance(sign(lamp, keeper), Done)


def test_whoever_lost_the_role_can_still_take_it_back(lamp, electrician):
    sign(lamp, electrician)
    Holding.objects.all().delete()
    assert take_back(lamp, "rewire", actor=electrician, now=NOON)


def test_nobody_takes_back_what_another_signed(lamp, keeper, electrician):
    sign(lamp, electrician)
    assert not take_back(lamp, "rewire", actor=keeper, now=NOON)
    assert not take_back(lamp, "rewire", actor=CLOCK, now=NOON)
    assert not take_back(lamp, "certify", actor=electrician, now=NOON)
    assert states() == ["open"]


def test_after_the_step_there_is_nothing_to_take_back(lamp, keeper, electrician):
    sign(lamp, electrician)
    sign(lamp, keeper)
    assert not take_back(lamp, "rewire", actor=electrician, now=NOON)
    assert events(lamp)[-1] == "lamp.rewired"


def test_signatures_are_of_one_step(lamp, keeper, electrician):
    sign(lamp, electrician)
    Lamp.objects.update(named=[str(keeper.id), str(electrician.id)])
    assert isinstance(perform(lamp, "certify", actor=keeper, now=NOON), Pending)


def test_a_signature_leaves_those_of_others_and_for_other_steps_open(lamp, keeper, electrician):
    sign(lamp, keeper)
    sign(lamp, holder(lamp, name="Kit Keeper"))
    perform(lamp, "forget", actor=keeper, now=NOON, inputs={"person": electrician.id})
    assert states() == ["open", "open", "open"]
