"""Where two people have to sign, they are two people of different offices, each judged when the last one signs."""

from datetime import timedelta

import pytest

from tests.workflow.toy.making import ELECTRICIAN, GUEST, KEEPER, NOON, entries, events, holder, somebody
from tests.workflow.toy.models import Holding, Lamp
from workflow.errors import Refused
from workflow.guards import CLOCK, Actor
from workflow.models import Approval
from workflow.perform import Done, Pending, perform

pytestmark = pytest.mark.django_db


def sign(lamp, actor, now=NOON, **asked):
    return perform(lamp, "rewire", actor=actor, now=now, **asked)


def codes(pending):
    return [refusal.code for refusal in pending.missing]


def test_one_signature_waits_for_another(lamp, keeper):
    outcome = sign(lamp, keeper)
    assert isinstance(outcome, Pending)
    assert (lamp.state, lamp.version, codes(outcome)) == ("off", 0, ["second_person"])


def test_the_second_of_another_office_takes_the_step(lamp, keeper):
    sign(lamp, keeper)
    assert isinstance(sign(lamp, holder(lamp, ELECTRICIAN)), Done)
    assert (lamp.state, lamp.version) == ("on", 1)
    assert list(Approval.objects.values_list("state", flat=True)) == ["used"]


def test_the_record_names_each_signature_and_all_of_them_at_the_end(lamp, keeper):
    electrician = holder(lamp, ELECTRICIAN)
    seal = sign(lamp, keeper).digest
    sign(lamp, electrician, now=NOON + timedelta(hours=1))
    signed, done = entries(lamp)[1:]
    assert signed.event == "lamp.rewired.signed"
    assert signed.details.keys() == {"digest", "expires_at", "salt"}
    assert (signed.details["digest"], signed.details["expires_at"]) == (seal, "2026-12-07T17:00:00.000000Z")
    assert (signed.source, signed.target, signed.version) == ("off", "off", 0)
    assert done.details["signers"] == [
        {"actor": str(keeper.id), "at": "2026-11-23T17:00:00.000000Z", "digest": seal},
        {"actor": str(electrician.id), "at": "2026-11-23T18:00:00.000000Z", "digest": seal},
    ]


def test_the_same_person_does_not_count_twice(lamp, keeper):
    first, second = sign(lamp, keeper), sign(lamp, keeper)
    assert codes(second) == ["second_person"]
    assert (second.index, second.replayed) == (first.index, True)
    assert events(lamp) == ["lamp.made", "lamp.rewired.signed"]


def test_the_same_person_under_another_name_does_not_count_twice(lamp, keeper):
    sign(lamp, keeper)
    assert codes(sign(lamp, Actor(keeper.id, "Renamed"))) == ["second_person"]


def test_a_second_account_in_the_same_office_does_not_suffice(lamp, keeper):
    sign(lamp, keeper)
    outcome = sign(lamp, holder(lamp, KEEPER, name="Kim Keeper II"))
    assert (codes(outcome), lamp.state) == (["second_office"], "off")


def test_a_third_person_of_another_office_completes_what_two_of_one_office_signed(lamp, keeper):
    sign(lamp, keeper)
    sign(lamp, holder(lamp))
    assert isinstance(sign(lamp, holder(lamp, ELECTRICIAN)), Done)
    assert len(entries(lamp)[-1].details["signers"]) == 3


def test_only_roles_that_may_sign_count_with_their_offices(lamp, keeper):
    electrician = holder(lamp, ELECTRICIAN)
    for person in (keeper, electrician):  # both are guests of one office besides
        Holding.objects.create(lamp_id=lamp.pk, person=person.id, **GUEST)
    sign(lamp, keeper)
    assert isinstance(sign(lamp, electrician), Done)


def test_a_stranger_does_not_sign(lamp):
    with pytest.raises(Refused, match="not_your_role"):
        sign(lamp, somebody())


def test_the_clock_does_not_sign_in_a_persons_place(lamp):
    with pytest.raises(Refused, match="not_your_role"):
        sign(lamp, CLOCK)


def test_whoever_lost_the_role_is_not_counted(lamp, keeper):
    sign(lamp, keeper)
    Holding.objects.filter(person=keeper.id).delete()
    electrician = holder(lamp, ELECTRICIAN)
    assert codes(sign(lamp, electrician)) == ["second_person"]
    Holding.objects.create(lamp_id=lamp.pk, person=keeper.id, role="keeper", office="cellar")
    assert isinstance(sign(lamp, electrician), Done)


def test_whoever_a_guard_refuses_by_now_is_not_counted(lamp, keeper):
    electrician = holder(lamp, ELECTRICIAN)
    sign(lamp, electrician)
    Lamp.objects.update(named=[str(electrician.id)])
    assert codes(sign(lamp, keeper)) == ["second_person"]
    Lamp.objects.update(named=[])
    assert isinstance(sign(lamp, electrician), Done)


def test_guards_are_asked_before_anybody_signs(lamp, keeper):
    Lamp.objects.update(has_current=False, named=[str(keeper.id)])
    with pytest.raises(Refused) as caught:
        sign(lamp, keeper)
    assert caught.value.codes == ("no_current", "named")
    assert events(lamp) == ["lamp.made"]


def test_no_second_sign_in_is_asked_of_whoever_signed_before(lamp, keeper):
    electrician = holder(lamp, ELECTRICIAN)
    Lamp.objects.update(named=[str(keeper.id), str(electrician.id)])
    perform(lamp, "certify", actor=keeper, now=NOON)
    later = NOON + timedelta(days=3)
    fresh = Actor(electrician.id, electrician.name, authenticated_at=later, authenticated_by="password")
    assert isinstance(perform(lamp, "certify", actor=fresh, now=later), Done)


def test_a_quorum_may_name_its_people(lamp, keeper):
    other = holder(lamp)
    Lamp.objects.update(named=[str(other.id)])
    assert codes(perform(lamp, "certify", actor=keeper, now=NOON)) == ["signer_missing"]
    assert isinstance(perform(lamp, "certify", actor=other, now=NOON), Done)
