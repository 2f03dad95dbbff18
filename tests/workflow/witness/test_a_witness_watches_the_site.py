"""The witness program against the running site: it cosigns what is sealed, and the site shows its line."""

import subprocess
import sys

import pytest
from django.conf import settings as site
from django.db import connections

from tests.conftest import serving
from tests.workflow.ledger.growing import new_log
from tests.workflow.ledger.vectors import FOLDER
from tests.workflow.witness import wanting
from workflow.ledger import keys, register
from workflow.ledger.cosignature import WitnessKey, cosignatures
from workflow.ledger.seal import seal

ROOT = FOLDER.parents[2]


@pytest.fixture
def program(tmp_path):
    """Return a function that runs the witness as others do, where Django cannot be imported."""
    blocked = (
        "import sys, runpy; sys.modules['django'] = sys.modules['psycopg'] = None; sys.argv[0] = 'witness'; "
        "runpy.run_module('workflow.ledger.witness', run_name='__main__')"
    )

    def ran(*arguments):
        command = [sys.executable, "-c", blocked, *map(str, arguments)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
        return done.returncode, done.stdout + done.stderr

    return ran


@pytest.fixture
def address(fresh_database, settings):
    settings.WORKFLOW_WITNESSES = "tests.workflow.witness.wanting"
    assert site.LEDGER_KEYS == settings.LEDGER_KEYS
    with serving() as found:
        yield f"{found}/register"


def grow(logs=1):
    for _ in range(logs):
        new_log()
    sealed = seal()
    connections.close_all()
    return sealed


def test_a_witness_is_made_watches_and_its_line_is_served(address, program, tmp_path, settings, monkeypatch):
    sealed = grow(270)
    public, folder = settings.LEDGER_KEYS / keys.PUBLIC, tmp_path / "w1"
    status, said = program("make", folder, "witness.example/w1", "--keys", public)
    assert status == 0
    key = WitnessKey.parse(said.removesuffix("\n"))
    status, said = program("watch", folder, address, "--once")
    assert (status, said.endswith("[not_taken]\n"), "unknown_witness" in said) == (1, True, True)
    monkeypatch.setattr(wanting, "KEYS", [key])
    assert program("watch", folder, address, "--once") == (
        0,
        f"Size {sealed.size}: cosigned and handed in.\n",
    )
    assert program("watch", folder, address, "--once") == (0, f"Size {sealed.size}: cosigned already.\n")
    newer = grow(20)
    assert program("watch", folder, address, "--once") == (0, f"Size {newer.size}: cosigned and handed in.\n")
    for found in (sealed, newer):
        assert [one.witness for one in cosignatures(register.cosigned(found), [key])] == [key]
    connections.close_all()


def test_a_register_that_does_not_answer_is_said_to_be_that(program, tmp_path, settings):
    keys.make(settings.LEDGER_KEYS, "ledger.example/register")
    folder = tmp_path / "w1"
    program("make", folder, "witness.example/w1", "--keys", settings.LEDGER_KEYS / keys.PUBLIC)
    status, said = program("watch", folder, "http://127.0.0.1:9", "--once")
    assert (status, said.endswith("[unreachable]\n")) == (2, True)
    assert program("watch", folder, "file:///etc", "--once")[0] == 2
    assert program("watch", tmp_path / "nobody", "http://127.0.0.1:9", "--once")[0] == 2
    assert program("make", tmp_path / "w2", "a name", "--keys", settings.LEDGER_KEYS / keys.PUBLIC)[0] == 1
    assert program("make", tmp_path / "w2", "name", "--keys", folder)[0] == 2
