"""Bundles taken from the database hold for the standalone verifier, and show each reader what he may see."""

import json

import pytest
from django.db import connection

from tests.workflow.ledger.growing import add_entries, new_log
from workflow.ledger.export import NotSealed, export
from workflow.ledger.keys import public_keys
from workflow.ledger.register import NoSuchCheckpoint
from workflow.ledger.seal import seal
from workflow.ledger.verify import verify
from workflow.models import Entry, Personal

pytestmark = pytest.mark.django_db


def everything(_entry):
    """Open every entry."""
    return True


def test_a_bundle_holds_and_says_what_it_holds():
    log = new_log(
        3, details={"days": 30, "who": "é", "none": None}, personal={"name": "Zoë", "seat": [1, {"a": "b"}]}
    )
    other = new_log(2)
    seal()
    report = verify(export([log, other], may_open=everything), pinned=public_keys())
    assert {(found.log, found.size, found.open_entries, found.personal_values) for found in report.logs} == {
        (str(log), 3, 3, 6),
        (str(other), 2, 2, 0),
    }


def test_what_a_reader_may_not_open_is_shown_closed():
    log = new_log(2, personal={"name": "Zoë"})
    add_entries(
        log, 1, sides=["government"], details={"secret": "deliberation"}, personal={"name": "Maximilian"}
    )
    seal()
    data = export([log], may_open=lambda entry: "developer" in entry.sides)
    assert b"deliberation" not in data
    assert b"Maximilian" not in data
    closed = json.loads(data)["logs"][0]["entries"][2]
    assert closed.keys() == {"at", "commit", "index", "leaf"}
    assert verify(data).logs[0].open_entries == 2


def test_a_personal_detail_that_was_erased_is_absent_and_the_bundle_holds():
    log = new_log(2, personal={"name": "Zoë"})
    seal()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE workflow_personal DISABLE TRIGGER personal_appends")
        cursor.execute("DELETE FROM workflow_personal WHERE index = 0")
    assert Personal.objects.count() == 1
    data = export([log], may_open=everything)
    assert data.count("Zoë".encode()) == 1
    assert verify(data).logs[0].personal_values == 1


def test_before_the_first_sealing_there_is_no_bundle():
    with pytest.raises(NotSealed, match="Nothing is sealed yet"):
        export([new_log()], may_open=everything)


def test_what_is_not_sealed_yet_waits_for_the_next_bundle():
    log = new_log(2)
    with pytest.raises(NotSealed):
        export([log], may_open=everything)
    seal()
    add_entries(log, 3)
    new = new_log()
    first = export([log], may_open=everything)
    assert verify(first).logs[0].size == 2
    with pytest.raises(NotSealed):
        export([log, new], may_open=everything)
    seal()
    second = export([log, new], may_open=everything)
    assert [found.size for found in verify(second, earlier=first).logs if found.log == str(log)] == [5]


def test_a_bundle_against_a_kept_checkpoint_proves_growth_since():
    log, kept = new_log(), []
    for _ in range(9):
        add_entries(log)
        kept.append(seal())
    for old in kept:
        data = export([log], may_open=everything, older_size=old.size)
        report = verify(data, pinned=public_keys(), older=old.note.encode())
        assert f"since the checkpoint that you kept, at size {old.size}." in " ".join(report.checked)
    with pytest.raises(NoSuchCheckpoint):
        export([log], may_open=everything, older_size=17)


def test_proofs_hold_beyond_a_full_tile():
    log = new_log()
    first = seal()
    for _ in range(260):
        new_log()
    seal()
    add_entries(log)
    seal()
    data = export([log], may_open=everything, older_size=first.size)
    assert verify(data, older=first.note.encode()).register_size == 16 + 272 + 16


def test_rows_rewritten_under_a_disabled_trigger_are_found():
    log = new_log(3)
    seal()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE workflow_entry DISABLE TRIGGER entry_appends")
        cursor.execute("UPDATE workflow_entry SET actor = 'somebody else' WHERE index = 1")
    assert Entry.objects.get(index=1).actor == "somebody else"
    with pytest.raises(Exception, match=f"Log {log}, entry 1: Its content is not what was recorded."):
        verify(export([log], may_open=everything))
