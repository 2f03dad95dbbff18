"""A witness follows a restored register only by a declaration that names what it remembers, and keeps both."""

import json

import pytest
from django.conf import settings as site
from django.db import connection, connections

from tests.conftest import serving
from tests.workflow.ledger.growing import new_log
from tests.workflow.restored.restoring import AT, REASON, declared, lost_afterward
from tests.workflow.witness import wanting
from workflow.ledger import keys, newest, register, restorations
from workflow.ledger.bundle import SignedHead
from workflow.ledger.cosignature import WitnessKey
from workflow.ledger.restored import declare
from workflow.ledger.seal import seal
from workflow.ledger.witness import memory
from workflow.ledger.witness.__main__ import main
from workflow.ledger.witness.memory import cosigned_in
from workflow.models import Restoration


@pytest.fixture
def witness(fresh_database, settings, tmp_path, monkeypatch, capsys):
    """Return a function that lets a witness look once; it gives the exit status and what was said."""
    settings.WORKFLOW_WITNESSES = "tests.workflow.witness.wanting"
    keys.make(site.LEDGER_KEYS, site.LEDGER_ORIGIN)
    monkeypatch.setattr(wanting, "KEYS", [])

    def look(name="w1"):
        folder = tmp_path / name
        if not folder.exists():
            assert main(["make", str(folder), f"witness.example/{name}", "--keys", str(public())]) == 0
            wanting.KEYS.append(WitnessKey.parse((folder / memory.KEY).read_text().strip()))
        capsys.readouterr()
        connections.close_all()
        with serving() as address:
            status = main(["watch", str(folder), f"{address}/register", "--once"])
        connections.close_all()
        return status, capsys.readouterr().out

    return look


def public():
    return site.LEDGER_KEYS / keys.PUBLIC


def grow():
    new_log()
    return seal()


def sizes(folder):
    return [int(one.split("\n")[1]) for one in cosigned_in(folder)]


@pytest.fixture
def restored(witness, django_db_blocker):
    """The register was sealed at 16, then at 32 and 48, which the witness saw; and the database of size 16 is back."""
    grow()
    assert witness()[0] == 0
    with lost_afterward(django_db_blocker):
        grow()
        grow()
        assert witness()[0] == 0
    assert witness() == (
        1,
        "The checkpoint is of size 16; the last one cosigned was of size 48. [rolled_back]\n",
    )


def test_it_follows_the_declaration_of_what_it_remembers_and_keeps_both(restored, witness, tmp_path):
    declared()
    grow()
    status, said = witness()
    assert status == 0
    assert said.startswith("RESTORED. The register was restored from a backup.")
    assert REASON in said
    assert sizes(tmp_path / "w1") == [16, 48, 64]
    [kept] = (tmp_path / "w1" / memory.RESTORED).read_text().splitlines()
    assert json.loads(kept)["declaration"]["abandoned"]["size"] == 48
    assert witness() == (0, "Size 64: cosigned already.\n")
    grow()
    assert witness() == (0, "Size 80: cosigned and handed in.\n")


def test_without_a_declaration_it_refuses(restored, witness, settings):
    declared()
    grow()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE workflow_restoration DISABLE TRIGGER USER")
        cursor.execute("DELETE FROM workflow_restoration")
    status, said = witness()
    assert (status, said.endswith("[inconsistent]\n")) == (1, True)
    assert not Restoration.objects.exists()


def test_a_fork_that_is_declared_only_afterward_is_not_followed(restored, witness):
    behind = restorations.pending()
    newest.keep(newest.Kept(newest=SignedHead(register.latest().note, bytes(register.latest().mldsa87))))
    for _ in range(3):
        grow()
    assert register.latest().size == 64
    made = declare(
        abandoned=behind.signed, continued=behind.stored, reason=REASON, at=AT, keys=keys.signing_keys()
    )
    restorations.store([made])
    status, said = witness()
    assert (status, said.endswith("[inconsistent]\n")) == (1, True)


def test_one_that_saw_a_checkpoint_in_between_needs_an_older_one_that_is_part_of_it(
    witness, django_db_blocker, tmp_path
):
    grow()
    witness("w1")
    with lost_afterward(django_db_blocker):
        grow()
        witness("w1")
        witness("w2")
        grow()
    declared()
    grow()
    assert witness("w1")[0] == 0
    status, said = witness("w2")
    assert (status, said.endswith("[inconsistent]\n")) == (1, True)
    assert sizes(tmp_path / "w1") == [16, 32, 64]
    assert sizes(tmp_path / "w2") == [32]


def test_two_restorations_in_a_row(witness, django_db_blocker):
    grow()
    witness("w1")
    with lost_afterward(django_db_blocker):
        grow()
        with lost_afterward(django_db_blocker):
            grow()
            witness("w1")
        declared("The first backup was put back.")
        grow()
    declared("That backup was too new.")
    grow()
    status, said = witness("w1")
    assert status == 0
    assert said.count("RESTORED.") == 2
    assert register.latest().size == 80


def test_two_witnesses_that_compare_are_told(restored, witness, tmp_path, capsys):
    declared()
    grow()
    witness("w2")
    connections.close_all()
    with serving() as address:
        compare = ["compare", str(tmp_path / "w1"), str(tmp_path / "w2"), "--keys", str(public())]
        assert main([*compare, "--register", f"{address}/register"]) == 0
    connections.close_all()
    assert "The register was restored from a backup." in capsys.readouterr().out
