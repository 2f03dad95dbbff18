"""A person's details go, by two people and on record; and everything that was proved before stays proved."""

import json

import pytest
from django.db import IntegrityError, connection, transaction

from tests.workflow.database.statements import refusal
from tests.workflow.ledger.growing import add_entries, new_log
from tests.workflow.toy.making import ELECTRICIAN, NOON, entries, holder, lit, new_lamp
from workflow import erasing
from workflow.erasing import ERASED, NothingToErase, said_by
from workflow.guards import StepContext
from workflow.ledger import canonical
from workflow.ledger.export import export
from workflow.ledger.seal import seal
from workflow.ledger.verify import verify
from workflow.models import Personal
from workflow.perform import Done, Pending, perform
from workflow.sql import snapshot

pytestmark = pytest.mark.usefixtures("fresh_database")


@pytest.fixture
def lamp():
    return new_lamp()


@pytest.fixture
def keeper(lamp):
    keeper = holder(lamp)
    lit(lamp, keeper, personal={"note": "what Kim said"})
    return keeper


def forget(lamp, keeper, who):
    """Two people of different offices erase what the record says of somebody."""
    asked = {"now": NOON, "inputs": {"person": who.id}}
    assert isinstance(perform(lamp, "forget", actor=holder(lamp, name="Karl"), **asked), Pending)
    other = holder(lamp, ELECTRICIAN, role="keeper", name="Eli")
    return perform(lamp, "forget", actor=other, **asked)


@transaction.atomic
def erase(lamp, actor, details, also="SELECT 1"):
    """Erase details, and run another statement in the same transaction."""
    erasing.erase(lamp, StepContext(actor, NOON, heads=snapshot.lock([lamp.log_id])), details)
    with connection.cursor() as cursor:
        cursor.execute(also)


def names():
    return sorted(Personal.objects.values_list("value", flat=True))


def test_the_persons_details_are_gone_and_nobody_elses(lamp, keeper):
    assert isinstance(forget(lamp, keeper, keeper), Done)
    assert names() == ["Eli", "Karl", "Maker"]


def test_the_record_says_what_was_erased_by_whom(lamp, keeper):
    forget(lamp, keeper, keeper)
    told = entries(lamp)[-1]
    assert (told.event, told.source, told.target) == (ERASED, "on", "on")
    assert told.details == {"erased": [{"index": 1, "name": "actor_name"}, {"index": 1, "name": "note"}]}
    assert told.actor == entries(lamp)[-2].actor


def test_an_erasure_names_entries_of_one_label_alone(lamp, keeper):
    other = holder(lamp, name="Kim Keeper")
    perform(lamp, "put_out", actor=other, now=NOON)
    erase(lamp, keeper, said_by([keeper.label, other.label], [lamp.log_id]))
    told = entries(lamp, event=ERASED)
    named = [{one["index"] for one in entry.details["erased"]} for entry in told]
    assert sorted(named, key=min) == [{1}, {2}]


def test_an_erasure_is_for_the_sides_of_the_entries_that_it_names(lamp, keeper):
    worker = holder(lamp, ELECTRICIAN)
    perform(lamp, "try_out", actor=worker, now=NOON, inputs={"reason": "To see."})
    perform(lamp, "rewire", actor=worker, now=NOON)
    erase(lamp, keeper, said_by([worker.label], [lamp.log_id]))
    told = {tuple(entry.sides): entry.details["erased"] for entry in entries(lamp, event=ERASED)}
    assert {sides: [one["index"] for one in named] for sides, named in told.items()} == {
        ("house",): [2],
        ("guest", "house"): [3],
    }


def test_proofs_made_before_and_after_hold(lamp, keeper):
    seal()
    before = export([lamp.log_id], may_open=lambda _: True)
    forget(lamp, keeper, keeper)
    seal()
    after = export([lamp.log_id], may_open=lambda _: True)
    assert verify(before).logs[0].size == 2
    assert verify(after).logs[0].size == 5
    [log] = json.loads(after)["logs"]
    assert (log["entries"][1]["personal"], b"what Kim said" in before) == ({}, True)
    assert b"what Kim said" not in after
    assert json.loads(before)["logs"][0]["entries"][1]["leaf"] == log["entries"][1]["leaf"]


def test_the_verifier_reports_what_was_erased_and_by_which_entry(lamp, keeper):
    forget(lamp, keeper, keeper)
    seal()
    report = verify(export([lamp.log_id], may_open=lambda _: True))
    places = [(one.entry, one.name, one.erased_by) for one in report.logs[0].absent]
    assert places == [(1, "actor_name", 4), (1, "note", 4)]
    [said] = [line for line in report.checked if str(lamp.log_id) in line]
    assert (
        "Erased, with the entry that says so: actor_name of entry 1 (entry 4), note of entry 1 (entry 4)."
        in said
    )
    assert "not shown to you" not in said


def test_a_detail_that_no_entry_erased_is_told_as_not_shown(lamp, keeper):
    seal()
    bundle = json.loads(export([lamp.log_id], may_open=lambda _: True))
    del bundle["logs"][0]["entries"][1]["personal"]["note"]
    [said] = [line for line in verify(canonical.encode(bundle)).checked if str(lamp.log_id) in line]
    assert "Personal details that are not shown to you: note of entry 1." in said
    assert "Erased" not in said


def test_an_entry_speaks_of_earlier_ones_alone():
    claim = {"erased": [{"index": 1, "name": "note"}, {"index": 0, "name": 7}, "note"]}
    log = new_log(1, details=claim, event="personal.erased")
    add_entries(log, personal={"note": "said later"})
    seal()
    data = json.loads(export([log], may_open=lambda _: True))
    assert not any("erased" in one for one in verify(canonical.encode(data)).cautions)
    data["logs"][0]["entries"][1]["personal"] = {}
    [absent] = verify(canonical.encode(data)).logs[0].absent
    assert (absent.entry, absent.name, absent.erased_by) == (1, "note", None)


@pytest.mark.parametrize(
    ("event", "place", "is_erasure"),
    [
        ("personal.erased", {"index": 0, "name": "note"}, True),
        ("lamp.switched", {"index": 0, "name": "note"}, False),
        ("personal.erased", {"index": False, "name": "note"}, False),
        ("personal.erased", {"index": 0, "name": ["note"]}, False),
        ("personal.erased", {"index": [0], "name": "note"}, False),
        ("personal.erased", {"index": 0}, False),
        ("personal.erased", "note", False),
    ],
)
def test_only_an_erasure_says_what_was_erased(event, place, is_erasure):
    log = new_log(1, personal={"note": "said"})
    add_entries(log, details={"erased": [place]}, event=event)
    seal()
    data = json.loads(export([log], may_open=lambda _: True))
    data["logs"][0]["entries"][0]["personal"] = {}
    [absent] = verify(canonical.encode(data)).logs[0].absent
    assert (absent.entry, absent.name, absent.erased_by) == (0, "note", 1 if is_erasure else None)


@pytest.mark.parametrize("details", [{"erased": 1}, {"erased": {"index": 0}}, {}])
def test_an_erasure_that_names_nothing_erases_nothing(details):
    log = new_log(1, personal={"note": "said"})
    add_entries(log, details=details, event="personal.erased")
    seal()
    data = json.loads(export([log], may_open=lambda _: True))
    data["logs"][0]["entries"][0]["personal"] = {}
    [absent] = verify(canonical.encode(data)).logs[0].absent
    assert absent.erased_by is None


def test_a_value_that_outlived_its_erasure_is_told(lamp, keeper):
    seal()
    before = json.loads(export([lamp.log_id], may_open=lambda _: True))
    forget(lamp, keeper, keeper)
    seal()
    after = json.loads(export([lamp.log_id], may_open=lambda _: True))
    after["logs"][0]["entries"][1]["personal"] = before["logs"][0]["entries"][1]["personal"]
    cautions = verify(canonical.encode(after)).cautions
    told = "these details were erased, and here they are: actor_name of entry 1, note of entry 1"
    assert any(told in one for one in cautions)
    assert not any("erased" in one for one in verify(canonical.encode(before)).cautions)


def test_one_person_alone_erases_nothing(lamp, keeper):
    asked = {"now": NOON, "inputs": {"person": keeper.id}}
    perform(lamp, "forget", actor=keeper, **asked)
    assert "Kim Keeper" in names()


def test_a_second_erasure_finds_nothing(lamp, keeper):
    forget(lamp, keeper, keeper)
    assert said_by([keeper.label], [lamp.log_id]) == []


def test_a_detail_that_is_gone_already_undoes_the_erasure(lamp, keeper):
    details = said_by([keeper.label], [lamp.log_id])
    forget(lamp, keeper, keeper)
    before = len(entries(lamp))
    with pytest.raises(NothingToErase):
        erase(lamp, keeper, details)
    assert len(entries(lamp)) == before


@pytest.mark.parametrize("login", ["application", "owner", "superuser"])
def test_nothing_is_deleted_that_no_entry_names(lamp, keeper, login):
    delete = f"DELETE FROM workflow_personal WHERE log_id = '{lamp.log_id}' AND index = 1 AND name = 'note'"
    assert refusal(login, delete) == "workflow_personal only grows: DELETE is refused"


@pytest.mark.parametrize("also", ["index = 0", "index = 1 AND name = 'note'"])
def test_an_erasure_of_one_detail_does_not_cover_another(lamp, keeper, also):
    [name] = Personal.objects.filter(index=1, name="actor_name")
    with pytest.raises(IntegrityError, match="only grows"):
        erase(lamp, keeper, [name], f"DELETE FROM workflow_personal WHERE {also}")
    assert "what Kim said" in names()


def test_an_earlier_transactions_erasure_does_not_do(lamp, keeper):
    forget(lamp, keeper, keeper)
    with pytest.raises(IntegrityError, match="only grows"):
        Personal.objects.all().delete()
