"""A bundle says the same to one process and to several, whatever is wrong with it and wherever that is."""

import multiprocessing
import re
import subprocess
import sys

import pytest

from tests.workflow.ledger import naive, world
from workflow.ledger import plain, reading, runs
from workflow.ledger.verify import BundleRefused, verify

NUMBER = 9_000
PARTS = 3
LARGE = naive.naive_encode(world.plain_bundle(NUMBER))
TEXT, NAME = LARGE.decode(), f'"{world.READINGS}"'
START, END = TEXT.index('{"at":"'), TEXT.index('],"head":')
IN_EACH_PART = (3, NUMBER // 2, NUMBER - 2)
"""Numbers of entries that different processes read."""


def found(data, processes):
    """Return what is found in a bundle: a report, or the refusal."""
    try:
        return verify(data, processes=processes)
    except BundleRefused as refused:
        return refused.code, refused.reason, refused.log, refused.entry


def place_of(number):
    """Return where an entry begins and ends in the large bundle."""
    index = LARGE.index(b'"index":%d,"leaf"' % number)
    return LARGE.rindex(b'{"at":"', 0, index), LARGE.index(b'},{"at":"', index) + 1


def changed(number, pattern, new):
    """Return the large bundle with something else in place of what a pattern finds in one entry."""
    start, end = place_of(number)
    entry, times = re.subn(pattern, new, LARGE[start:end], count=1)
    assert times == 1
    return LARGE[:start] + entry + LARGE[end:]


def test_the_bundle_is_large_enough_for_all():
    assert len(LARGE) > PARTS * runs.LEAST


def test_what_holds_is_reported_alike():
    report = found(LARGE, PARTS)
    assert report == found(LARGE, 1)
    assert (report.logs[0].size, report.logs[0].open_entries) == (NUMBER, NUMBER - 1)
    assert report.logs[0].personal_values == NUMBER - 2
    assert (report.logs[0].first_at, report.logs[0].last_at) == (
        "2026-11-23T14:49:30.000000Z",
        "2026-11-23T17:19:29.000000Z",
    )


def test_others_begin_in_the_middle_and_what_they_read_is_taken():
    with runs.runs(TEXT, NAME, START, END, PARTS) as found:
        places = sorted(found.ahead)
        assert len(places) == PARTS - 1
        first = found.at(START, 0)
        second = found.at(first.end, first.number + len(first.leaves))
        assert (first.end, second.end) == tuple(places)
        assert sorted(found.ahead) == places[1:]


def test_a_run_goes_on_while_entries_are_plain_and_hold():
    run = runs.read_run(TEXT, START, len(TEXT), 0, NAME)
    assert (run.start, run.number, len(run.leaves)) == (START, 0, NUMBER - 1), (
        "all but the last, behind which none is"
    )
    assert len(runs.read_run(TEXT, START, run.end, 0, NAME).leaves) == NUMBER - 1
    second = runs.read_run(TEXT, START, START + 1, 0, NAME).end
    assert len(runs.read_run(TEXT, START, second, 0, NAME).leaves) == 1
    at_once = naive.naive_encode(world.plain_bundle(5, seconds=[0, 1, 1, 1, 2])).decode()
    assert len(runs.read_run(at_once, at_once.index('{"at":"'), len(at_once), 0, NAME).leaves) == 4


@pytest.mark.parametrize(
    ("seconds", "number"), [([0, 2, 1, 3, 4], 2), ([0, 1, 2, 4, 3], 4), ([1, 0, 2, 3, 4], 1)]
)
def test_plain_entries_that_go_back_in_time_are_refused(seconds, number):
    refusal = found(naive.naive_encode(world.plain_bundle(5, seconds=seconds)), 1)
    assert (refusal[0], refusal[3]) == ("time_reversed", number)


@pytest.mark.parametrize("number", IN_EACH_PART)
@pytest.mark.parametrize(
    ("pattern", "new", "code"),
    [
        (b'"page":', b'"Page":', "not_canonical"),
        (b'"artifact":"model', b'"artifact":"modem', "body_altered"),
        (b'"value":"E', b'"value":"F', "personal_altered"),
        (b'"at":"2026', b'"at":"2025', "entry_altered"),
        (b'"index":', b'"index":1', "entry_out_of_place"),
        (b'"step":', b'"step": ', "not_canonical"),
    ],
)
def test_what_does_not_hold_is_refused_alike(number, pattern, new, code):
    data = changed(number, pattern, new)
    refusal = found(data, PARTS)
    assert refusal == found(data, 1)
    assert (refusal[0], refusal[3]) == (code, number)
    assert re.fullmatch("[A-Z].*[.]", refusal[1]), refusal[1]


@pytest.mark.parametrize("number", IN_EACH_PART)
def test_an_entry_left_out_is_missed_alike(number):
    start, end = place_of(number)
    data = LARGE[:start] + LARGE[end + 1 :]
    refusal = found(data, PARTS)
    assert refusal == found(data, 1)
    assert (refusal[0], refusal[3]) == ("entry_out_of_place", number)


HEAD = {"index": 0, "proof": [], "salt": "0" * 64}


def test_details_that_look_like_the_end_of_another_log_mislead_nobody():
    inside = {"deep": {"a": [], "head": HEAD, "log": world.PARTNER, "size": 1}}
    data = naive.naive_encode(world.plain_bundle(5, **inside))
    assert b'],"head":{"index":0,"proof":[],"salt":"' in data
    assert verify(data).logs[0].log == world.READINGS


def test_nor_do_entries_of_another_log_which_the_details_name():
    inside = {"deep": {"a": [], "head": HEAD, "log": world.PARTNER, "size": 1}}
    bundle = world.plain_bundle(5, of=world.PARTNER, **inside)
    assert found(naive.naive_encode(bundle), 1)[0] == "entry_altered"


def test_a_place_that_lies_behind_stops_nobody():
    passed = runs.Runs(TEXT, NAME, {START - 1: lambda: None})
    assert len(passed.at(START, 0).leaves) == NUMBER - 1


def test_a_process_has_the_processors_that_it_may_use():
    code = (
        "import os\n"
        "from workflow.ledger.runs import processors\n"
        "all_of_them = os.sched_getaffinity(0)\n"
        "assert processors() == len(all_of_them)\n"
        "os.sched_setaffinity(0, [min(all_of_them)])\n"
        "assert processors() == 1\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_where_others_cannot_be_started_one_reads_all(tmp_path):
    (tmp_path / "bundle.json").write_bytes(LARGE)
    code = (
        "import pathlib, resource, sys\n"
        "from workflow.ledger.verify import verify\n"
        "data = pathlib.Path(sys.argv[1]).read_bytes()\n"
        "resource.setrlimit(resource.RLIMIT_NOFILE, (4, 4))\n"
        f"assert verify(data, processes={PARTS}).logs[0].size == {NUMBER}\n"
    )
    subprocess.run([sys.executable, "-c", code, tmp_path / "bundle.json"], check=True)


def test_where_another_process_is_killed_one_reads_its_part():
    with runs.runs(TEXT, NAME, START, END, 2) as found:
        [place] = found.ahead
        [other] = multiprocessing.active_children()
        other.kill()
        number = plain.number_at(TEXT, place)
        assert found.at(place, number) == runs.read_run(TEXT, place, len(TEXT), number, NAME)


def test_details_that_are_shown_are_known_by_their_entries():
    [log] = reading.read(naive.naive_encode(world.plain_bundle(6))).logs
    assert list(log.shown()) == [(number, "actor_name") for number in (0, 3, 4, 5)]
    assert len(log.parts) == 2, "a run, and the last entry"


def test_what_is_not_plain_is_read_alike():
    data = LARGE.replace(b'"artifact":"model card"', b'"artifact":"model \\" card"')
    assert plain.number_at(data.decode(), data.decode().index('{"at":"')) is None
    assert found(data, PARTS) == found(data, 1)


def test_what_another_process_lost_is_read_here():
    lost = runs.Runs(TEXT, NAME, {START: lambda: None})
    assert lost.at(START, 0) == runs.read_run(TEXT, START, len(TEXT), 0, NAME)


def test_what_another_process_read_under_another_number_does_not_count():
    read = runs.Run(START, START + 9, 7, [bytes(32)], "", "", 0, [None])
    assert runs.Runs(TEXT, NAME, {START: lambda: read}).at(START, 7) is read
    assert runs.Runs(TEXT, NAME, {START: lambda: read}).at(START, 0).number == 0
