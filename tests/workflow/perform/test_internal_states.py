"""What one side keeps to itself, neither a refusal nor an entry tells the other."""

from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

from tests.workflow.toy.making import GUEST, KEEPER, NOON, entries, holder, somebody
from tests.workflow.toy.models import Safe
from workflow.apply_step import entry_body
from workflow.creating.create import create
from workflow.errors import Refused
from workflow.guards import StepContext
from workflow.ledger.append import append
from workflow.perform import perform
from workflow.sql import snapshot, statements
from workflow.steps import step_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def safe(db):
    safe = Safe()
    create(safe, "make", actor=somebody(), now=NOON)
    return safe


@pytest.fixture
def full(safe):
    perform(safe, "fill", actor=holder(safe, KEEPER), now=NOON)
    return safe


def told(safe):
    return [(entry.event, entry.source, entry.target) for entry in entries(safe)]


def refusal(safe, step, actor):
    with pytest.raises(Refused) as caught:
        perform(safe, step, actor=actor, now=NOON)
    return caught.value.codes, [refusal.reason for refusal in caught.value.refusals]


def test_entries_for_those_who_may_know_tell_it(full):
    assert (Safe.objects.get().state, told(full)[-1]) == ("full", ("safe.filled", "empty", "full"))


def test_entries_for_everybody_tell_what_everybody_may_know(full):
    perform(full, "knock", actor=holder(full, GUEST), now=NOON)
    assert told(full)[-1] == ("safe.knocked_at", "empty", "empty")
    perform(full, "empty", actor=holder(full, KEEPER), now=NOON)
    assert told(full)[-1] == ("safe.emptied", "empty", "empty")
    assert Safe.objects.get().state == "empty"


@pytest.mark.parametrize("step", ["fill", "empty", "dust"])
def test_a_refusal_of_anothers_step_is_the_same_whether_it_is_full_or_not(safe, step):
    guest = holder(safe, GUEST)
    before = refusal(safe, step, guest)
    perform(safe, "fill", actor=holder(safe, KEEPER), now=NOON)
    assert refusal(safe, step, guest) == before


def test_whose_step_it_is_learns_why_not(full):
    keeper = holder(full, KEEPER)
    codes, [reason] = refusal(full, "dust", keeper)
    assert (codes, reason) == (("wrong_state",), "This is “Full” now; “Dust” needs “Empty”.")


@transaction.atomic
def move(safe, state, *, source, target):
    """Write an entry that tells of a move, and move the row, as only the engine may."""
    heads = snapshot.lock([safe.log_id])
    context = StepContext(somebody(), NOON)
    facts = step_of(Safe, "empty")
    safe.version += 1
    what = replace(entry_body(safe, facts, context, source, "safe.forged"), source=source, target=target)
    entry = append(heads[safe.log_id], what, NOON)
    statements.write(statements.StepWrite(row=safe, head=heads[safe.log_id], entry=entry))
    Safe.objects.filter(pk=safe.pk).update(state=state, version=safe.version)


@pytest.mark.parametrize(("source", "target"), [("full", "empty"), ("empty", "empty")])
def test_postgresql_takes_an_entry_that_tells_the_state_or_how_it_is_shown(full, source, target):
    move(full, "empty", source=source, target=target)
    assert Safe.objects.get().state == "empty"


@pytest.mark.parametrize(("source", "target"), [("full", "full"), ("", "empty"), ("other", "empty")])
def test_postgresql_takes_no_entry_that_tells_anything_else(full, source, target):
    with pytest.raises(IntegrityError, match="no ledger entry of this transaction"):
        move(full, "empty", source=source, target=target)
