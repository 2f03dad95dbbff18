"""The verifier as a program: plain words, an exit status, and neither Django nor a traceback."""

import json
import subprocess
import sys

import pytest

from tests.workflow.ledger import naive, world
from tests.workflow.ledger.vectors import FOLDER, load
from workflow.ledger.verify.__main__ import main

BUNDLE = str(FOLDER / "bundle.json")
KEPT = ["--keys", str(FOLDER / "keys.json"), "--older", str(FOLDER / "older.checkpoint")]
EARLIER = ["--earlier", str(FOLDER / "earlier-bundle.json")]


def test_a_bundle_that_holds_ends_with_0_and_says_what_was_checked(capsys):
    assert main([BUNDLE, *KEPT, *EARLIER]) == 0
    said = capsys.readouterr().out
    assert said.startswith("The bundle holds.")
    assert "The keys are those that you named." in said
    assert "Mind:" not in said


def test_keys_from_the_bundle_are_called_that_and_their_fingerprints_shown(capsys):
    assert main([BUNDLE]) == 0
    said = capsys.readouterr().out
    assert "The keys were taken from the bundle itself." in said
    assert "ed25519  56475aa7 5463474c" in said


def test_a_changed_bundle_ends_with_1_and_names_log_and_entry(capsys, tmp_path):
    changed = tmp_path / "bundle.json"
    changed.write_bytes(
        (FOLDER / "bundle.json").read_bytes().replace(b"person-2", b"person-9").replace(b'"ask"', b'"asK"')
    )
    assert main([str(changed)]) == 1
    assert f"Log {world.REQUEST}, entry 3: " in capsys.readouterr().out


def test_the_report_as_json(capsys, tmp_path):
    assert main([BUNDLE, "--json", *KEPT]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["holds"], found["keys_pinned"], found["logs"][0]["size"]) == (True, True, 5)
    (tmp_path / "bad").write_bytes(b"{}")
    assert main([str(tmp_path / "bad"), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["code"] == "unknown_format"


@pytest.mark.parametrize("option", ["--keys", "--older", "--earlier"])
def test_a_file_that_is_not_there_ends_with_2(capsys, option):
    assert main([BUNDLE, option, "/nowhere/file"]) == 2
    assert capsys.readouterr().err == "/nowhere/file cannot be read: No such file or directory.\n"


def test_a_keys_file_that_is_none_ends_with_2(capsys):
    assert main([BUNDLE, "--keys", BUNDLE]) == 2
    assert "is not a keys file" in capsys.readouterr().err


def test_a_hostile_name_cannot_drive_the_terminal(capsys, tmp_path):
    hostile = tmp_path / "bundle.json"
    name = world.REQUEST.encode()
    hostile.write_bytes(
        (FOLDER / "bundle.json").read_bytes().replace(b'"log":"' + name, '"log":"0\u202e\x7f'.encode())
    )
    assert main([str(hostile)]) == 1
    said = capsys.readouterr().out
    assert "\u202e" not in said
    assert "\x7f" not in said


def test_it_runs_where_django_cannot_be_imported():
    blocked = (
        "import sys, runpy; sys.modules['django'] = sys.modules['psycopg'] = None; "
        f"sys.argv = ['verify', {BUNDLE!r}]; runpy.run_module('workflow.ledger.verify', run_name='__main__')"
    )
    done = subprocess.run([sys.executable, "-c", blocked], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("The bundle holds.")


def test_words_reach_a_terminal_that_knows_only_ascii(tmp_path):
    (tmp_path / "b").write_bytes(
        (FOLDER / "bundle.json").read_bytes().replace("Zoë".encode(), "Zoé".encode())
    )
    done = subprocess.run(
        [sys.executable, "-m", "workflow.ledger.verify", str(tmp_path / "b")],
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONIOENCODING": "ascii", "PYTHONPATH": str(FOLDER.parents[2])},
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


@pytest.fixture
def cosigned(tmp_path):
    """A bundle whose checkpoint the witness of the vectors cosigned, and that witness's key."""
    vector, bundle = load("cosignature.json"), load("bundle.json")
    bundle["checkpoint"]["note"] = vector["note"]
    path = tmp_path / "cosigned.json"
    path.write_bytes(naive.naive_encode(bundle))
    return str(path), vector["vkey"]


def test_a_witness_that_cosigned_is_named_with_its_time(capsys, cosigned):
    path, key = cosigned
    assert main([path, "--witness", key]) == 0
    assert "The witness witness.example/w1 cosigned this checkpoint at 2026-11-18T" in capsys.readouterr().out
    assert main([path, "--witness", key, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["cosigned"][0]["witness"] == "witness.example/w1"


def test_a_witness_that_did_not_cosign_is_a_refusal_unless_the_quorum_does_without(capsys, cosigned):
    path, key = cosigned
    other = naive.witness_key("witness.example/w2", bytes(32))
    assert main([path, "--witness", key, "--witness", other]) == 1
    said = capsys.readouterr().out
    assert "Not yet: witness.example/w2." in said
    assert "[not_cosigned]" in said
    assert main([path, "--witness", key, "--witness", other, "--quorum", "1"]) == 0


@pytest.mark.parametrize(
    "options",
    [
        ["--witness", "witness.example/w1"],
        ["--witness", naive.vkey("a", bytes(32))],
        ["--witness", naive.witness_key("a", bytes(32)), "--witness", naive.witness_key("b", bytes(32))],
        ["--witness", naive.witness_key("a", bytes(32)), "--quorum", "2"],
        ["--witness", naive.witness_key("a", bytes(32)), "--quorum", "0"],
        ["--quorum", "1"],
    ],
)
def test_a_demand_that_makes_no_sense_ends_with_2(capsys, options):
    assert main([BUNDLE, *options]) == 2
    assert capsys.readouterr().err
