"""A log that an open entry names is asked for, where the bundle lacks it."""

import json

import pytest

from tests.workflow.ledger import naive, world
from tests.workflow.ledger.vectors import FOLDER
from workflow.ledger.verify import ChildLog, verify
from workflow.ledger.verify.__main__ import main

WINDOW = "7d0f9a52-0c1e-4d6a-9c1b-2a3b4c5d6e7f"


def read(**details):
    """Return the report about a log whose last entry, the fifth, has these details."""
    return verify(naive.naive_encode(world.plain_bundle(**details)))


def named(report):
    """Return the sentences that ask for a log."""
    return [one for one in report.cautions if "names log" in one]


def test_a_log_that_is_named_and_absent_is_told():
    report = read(opens_log=WINDOW)
    assert report.absent_logs == (ChildLog(WINDOW, world.READINGS, 4),)
    assert named(report) == [
        f"Entry 4 of log {world.READINGS} names log {WINDOW}, which is not in this bundle. "
        "Ask for a bundle that has it."
    ]


def test_a_log_that_is_named_and_there_is_not():
    report = verify((FOLDER / "bundle.json").read_bytes())
    assert (report.absent_logs, named(report)) == ((), [])


def test_a_log_that_a_closed_entry_names_is_not_told():
    bundle = world.plain_bundle(opens_log=WINDOW)
    entry = bundle["logs"][0]["entries"][4]
    for name in ("body", "personal", "salt"):
        del entry[name]
    assert not verify(naive.naive_encode(bundle)).absent_logs


@pytest.mark.parametrize("details", [{}, {"opens_log": None}, {"opens_log": 1}, {"opens_log": [WINDOW]}])
def test_details_without_the_name_of_a_log_name_none(details):
    assert not read(**details).absent_logs


def test_it_is_in_the_report_as_words_and_as_json(capsys, tmp_path):
    file = tmp_path / "bundle.json"
    file.write_bytes(naive.naive_encode(world.plain_bundle(opens_log=WINDOW)))
    assert main([str(file)]) == 0
    assert f"names log {WINDOW}, which is not in this bundle." in capsys.readouterr().out
    assert main([str(file), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["absent_logs"] == [{"child": WINDOW, "log": world.READINGS, "entry": 4}]
