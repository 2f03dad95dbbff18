"""Who acts on what they no longer see is told so, and what they typed is judged only when they have read anew."""

import pytest
from django.db import transaction

from tests.workflow.toy.making import (
    ELECTRICIAN,
    GUEST,
    KEEPER,
    NOON,
    entries,
    holder,
    lit,
    new_bulb,
    somebody,
)
from tests.workflow.toy.models import Safe
from workflow.creating.create import create
from workflow.errors import Refused
from workflow.ledger.bundle import ERASED
from workflow.models import Entry
from workflow.perform import perform
from workflow.staleness import newest_change, newest_seen

pytestmark = pytest.mark.django_db

BEYOND = 1_000_000
"""An index that no entry has."""


def codes(subject, step, actor, seen, **inputs):
    """Return the codes of a refusal, or none."""
    try:
        perform(subject, step, actor=actor, now=NOON, seen=seen, inputs=inputs)
    except Refused as refused:
        return refused.codes
    return ()


@pytest.mark.parametrize("seen", [1, 2, BEYOND])
def test_who_saw_the_newest_entry_or_claims_more_is_not_stale(lamp, keeper, seen):
    perform(lamp, "inspect_after", actor=keeper, now=NOON)
    assert codes(lamp, "light", keeper, seen, brightness=3) == ()


def test_who_saw_less_is_refused(lamp, keeper):
    perform(lamp, "inspect_after", actor=keeper, now=NOON)
    assert codes(lamp, "light", keeper, 0, brightness=3) == ("stale",)


def test_the_state_that_came_in_between_is_named_too(lamp, keeper):
    lit(lamp, keeper)
    assert codes(lamp, "light", keeper, 0) == ("stale", "wrong_state")


def test_a_change_by_a_person_leaves_no_late_attempt(lamp, keeper):
    lit(lamp, keeper)
    with pytest.raises(Refused) as caught:
        perform(lamp, "put_out", actor=holder(lamp, GUEST), now=NOON, seen=0)
    assert not caught.value.recorded
    assert len(entries(lamp)) == 2


def test_another_subject_of_the_same_log_makes_nothing_stale(lamp, keeper):
    new_bulb(lamp)
    assert codes(lamp, "light", keeper, 0, brightness=3) == ()


def test_a_signature_of_another_person_makes_nothing_stale(lamp, keeper):
    perform(lamp, "rewire", actor=holder(lamp, ELECTRICIAN), now=NOON)
    assert (newest_seen(lamp), newest_change(lamp, [])) == (1, 0)
    assert codes(lamp, "rewire", keeper, 0) == ()


def test_an_erasure_makes_nothing_stale(lamp, keeper):
    lit(lamp, keeper)
    asked = {"now": NOON, "inputs": {"person": keeper.id}}
    perform(lamp, "forget", actor=keeper, **asked)
    taken = perform(lamp, "forget", actor=holder(lamp, ELECTRICIAN, role="keeper"), **asked)
    assert entries(lamp)[-1].event == ERASED
    assert codes(lamp, "put_out", keeper, taken.index) == ()


def test_without_a_side_every_entry_counts(lamp, keeper):
    perform(lamp, "try_out", actor=holder(lamp, ELECTRICIAN), now=NOON, inputs={"reason": "To see."})
    nobodys = holder(lamp, KEEPER, side="")
    assert codes(lamp, "inspect_after", nobodys, 0) == ("stale",)


@pytest.fixture
def safe():
    safe = Safe()
    create(safe, "make", actor=somebody(), now=NOON)
    return safe


def test_whatever_a_guest_claims_to_have_seen_the_answers_tell_of_no_hidden_step(safe):
    other = Safe()
    create(other, "make", actor=somebody(), now=NOON)
    guests = {one: holder(one, GUEST) for one in (safe, other)}
    keeper = holder(safe, KEEPER)
    for step in ("fill", "empty", "fill"):
        perform(safe, step, actor=keeper, now=NOON)
    perform(other, "dust", actor=holder(other, KEEPER), now=NOON)
    hidden = [entry.index for entry in entries(safe) if "guest" not in entry.sides]
    assert hidden == [1, 3]
    # Of the one safe the guest may know what happened at 0 and 2, of the other at 0 and 1.
    assert [codes(safe, "dust", guests[safe], seen) for seen in range(6)] == [("not_your_role",)] * 6
    assert [_knock(safe, guests[safe], seen) for seen in (0, 1, 2, 3, 4, BEYOND)] == [
        True,
        True,
        *[False] * 4,
    ]
    assert [_knock(other, guests[other], seen) for seen in (0, 1, 2, 3, 4, BEYOND)] == [True, *[False] * 5]


def _knock(safe, guest, seen):
    """Return whether a knock is stale; what it wrote is not kept."""
    with transaction.atomic():
        stale = codes(safe, "knock", guest, seen)
        transaction.set_rollback(True)
    assert stale in ((), ("stale",))
    return bool(stale)


def test_what_a_page_says_was_seen_depends_on_the_side(safe):
    perform(safe, "fill", actor=holder(safe, KEEPER), now=NOON)
    assert [newest_seen(safe, [side]) for side in ("guest", "house", "nobodys")] == [0, 1, 0]
    assert newest_seen(safe) == Entry.objects.get(event="safe.filled").index
