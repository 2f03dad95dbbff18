"""The same key brings the same outcome, once and for all."""

import hashlib

import pytest

from tests.workflow.toy.making import ELECTRICIAN, GUEST, NOON, entries, holder, lit, new_lamp
from workflow.errors import KeyReused, Refused
from workflow.models import Entry
from workflow.perform import Done, Pending, perform

pytestmark = pytest.mark.django_db

KEY = "3a1f4c0e-one-form"


def light(lamp, keeper, brightness=5, key=KEY):
    return perform(lamp, "light", actor=keeper, now=NOON, inputs={"brightness": brightness}, key=key)


def test_the_same_call_again_brings_the_same_outcome(lamp, keeper):
    first, second = light(lamp, keeper), light(lamp, keeper)
    assert isinstance(second, Done)
    assert (second.index, second.replayed, first.replayed) == (first.index, True, False)
    assert len(entries(lamp)) == 2


def test_it_does_so_whatever_happened_since(lamp, keeper):
    first = light(lamp, keeper)
    perform(lamp, "put_out", actor=keeper, now=NOON)
    again = light(lamp, keeper)
    assert (again.index, again.subject.state) == (first.index, "off")


@pytest.mark.parametrize(
    "other",
    [
        lambda lamp, keeper: light(lamp, keeper, brightness=6),
        lambda lamp, keeper: perform(lamp, "put_out", actor=keeper, now=NOON, key=KEY),
        lambda lamp, keeper: light(new_lamp(), keeper),
    ],
    ids=["other inputs", "another step", "another subject"],
)
def test_any_other_use_is_refused(lamp, keeper, other):
    light(lamp, keeper)
    with pytest.raises(KeyReused):
        other(lamp, keeper)


def test_a_key_is_one_persons(lamp, keeper):
    light(lamp, keeper)
    guest = holder(lamp, GUEST)
    assert not perform(lamp, "put_out", actor=guest, now=NOON, key=KEY).replayed


def test_a_refusal_is_no_outcome_and_may_be_tried_again(lamp, keeper):
    with pytest.raises(Refused):
        light(lamp, keeper, brightness=0)
    assert not light(lamp, keeper, brightness=1).replayed


def test_a_signature_comes_back_as_a_signature(lamp, keeper):
    def sign():
        return perform(lamp, "rewire", actor=keeper, now=NOON, key=KEY)

    first, second = sign(), sign()
    assert isinstance(second, Pending)
    assert (second.index, second.digest, second.replayed) == (first.index, first.digest, True)
    perform(lamp, "rewire", actor=holder(lamp, ELECTRICIAN), now=NOON)
    assert isinstance(sign(), Pending)


def test_an_empty_key_is_none(lamp, keeper):
    light(lamp, keeper, key="")
    perform(lamp, "put_out", actor=keeper, now=NOON, key="")
    assert not Entry.objects.exclude(key=None, asked="").exists()


def test_neither_the_key_nor_what_was_typed_can_be_read_back(lamp, keeper):
    light(lamp, keeper)
    entry = entries(lamp)[1]
    assert entry.key == hashlib.sha256(b"workflow/key/v1\0" + KEY.encode()).hexdigest()
    other = new_lamp()
    perform(other, "light", actor=holder(other), now=NOON, inputs={"brightness": 5}, key="other key")
    assert entries(other)[1].asked != entry.asked


def test_a_long_key_is_as_good_as_a_short_one(lamp, keeper):
    assert light(lamp, keeper, key="x" * 5000).index == light(lamp, keeper, key="x" * 5000).index


def test_without_a_key_each_call_counts(lamp, keeper):
    perform(lamp, "inspect_after", actor=keeper, now=NOON)
    perform(lamp, "inspect_after", actor=keeper, now=NOON)
    assert len(entries(lamp)) == 3
    assert lit(lamp, keeper).index == 3
