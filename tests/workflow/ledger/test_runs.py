"""A bundle says the same to one process and to several, whatever is wrong with it and wherever that is."""

import re

import pytest

from tests.workflow.ledger import naive, world
from workflow.ledger import runs
from workflow.ledger.verify import BundleRefused, verify

NUMBER = 9_000
PARTS = 3
LARGE = naive.naive_encode(world.plain_bundle(NUMBER))
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


@pytest.mark.parametrize("number", IN_EACH_PART)
@pytest.mark.parametrize(
    ("pattern", "new", "code"),
    [
        (b'"page":', b'"Page":', "not_canonical"),
        (b'"artifact":"model', b'"artifact":"modem', "body_altered"),
        (b'"value":"E', b'"value":"F', "personal_altered"),
        (b'"at":"2026', b'"at":"2025', "entry_altered"),
        (b'"index":', b'"index":1', "entry_out_of_place"),
        (b'"version":', b'"version": ', "not_canonical"),
    ],
)
def test_what_does_not_hold_is_refused_alike(number, pattern, new, code):
    data = changed(number, pattern, new)
    refusal = found(data, PARTS)
    assert refusal == found(data, 1)
    assert (refusal[0], refusal[3]) == (code, number)


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


def test_what_another_process_lost_is_read_here():
    text = LARGE.decode()
    start, name = text.index('{"at":"'), f'"{world.READINGS}"'
    lost = runs.Runs(text, name, {start: lambda: None})
    assert lost.at(start, 0) == runs.read_run(text, start, len(text), 0, name)


def test_what_another_process_read_under_another_number_does_not_count():
    text = LARGE.decode()
    name = f'"{world.READINGS}"'
    start = text.index('{"at":"')
    second = runs.read_run(text, start, start + 1, 0, name).end
    read = runs.read_run(text, second, len(text), 1, name)
    assert runs.Runs(text, name, {second: lambda: read}).at(second, 1) == read
    assert runs.Runs(text, name, {second: lambda: read}).at(second, 0) is None
