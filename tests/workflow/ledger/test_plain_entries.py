"""Entries that are read at one stroke are read as they would be piece by piece, or not at all."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflow.ledger import naive, world
from workflow.ledger import canonical, plain, reading
from workflow.ledger.errors import LedgerError

HASH = "0123456789abcdef" * 4
TEXTS = st.text(st.characters(max_codepoint=0xFFFF, exclude_categories=["Cs"]), max_size=6)
VALUES = st.one_of(TEXTS, st.integers(), st.booleans(), st.none(), st.floats(allow_nan=False))
DETAILS = st.dictionaries(TEXTS, st.one_of(VALUES, st.lists(VALUES, max_size=2)), max_size=3)
NAMES = st.lists(st.sampled_from(["actor_name", "to", "a:b", "é"]), max_size=3, unique=True)


def written(entry: object) -> str:
    """Return JSON with members in the order in which they are given, as somebody might have written it."""
    return json.dumps(entry, ensure_ascii=False, separators=(",", ":"))


def an_entry(details, recorded, shown, **other):
    """Return one open entry, its members in canonical order but for what the arguments bring."""
    body = {
        "actor": "somebody", "details": details, "event": "lamp.lit", "machine": "toy.Lamp",
        "personal": dict.fromkeys(recorded, HASH), "sides": ["guest", "house"], "source": "off",
        "step": "light", "subject": "lamp", "target": "on",
    }  # fmt: skip
    return {
        "at": "2026-11-23T14:49:37.000000Z",
        "body": body | {name: value for name, value in other.items() if name in body},
        "commit": HASH,
        "index": other.get("index", 7),
        "leaf": HASH,
        "personal": {name: {"salt": HASH, "value": f"of {name}"} for name in shown},
        "salt": other.get("salt", HASH),
    }


def piece_by_piece(text):
    """Return what the reader of any entry makes of a text, or None where it refuses it."""
    reader = reading._Reader(text)
    try:
        return reader._entry(7), reader.position
    except (reading._Malformed, ValueError, LedgerError, RecursionError):
        return None


def agree(text):
    """Whether both read the same; at one stroke nothing may be read that is not so piece by piece."""
    at_once = plain.entry(text, 0, 7)
    return at_once is None or at_once == piece_by_piece(text)


@given(DETAILS, NAMES, NAMES)
def test_whatever_is_read_at_once_is_read_the_same_piece_by_piece(details, recorded, shown):
    assert agree(written(an_entry(details, recorded, shown)))


@given(st.integers(0, 900), st.characters(max_codepoint=0x2FF, exclude_categories=["Cs"]))
def test_one_character_changed_anywhere_is_judged_alike(place, character):
    text = written(an_entry({"a": 1, "b": "x", "c": None}, ["actor_name"], ["actor_name"]))
    place %= len(text)
    assert agree(text[:place] + character + text[place + 1 :])


@pytest.mark.parametrize(
    "entry",
    [
        an_entry({"b": 1, "a": 2}, [], []),
        an_entry({}, ["to", "actor_name"], []),
        an_entry({}, ["actor_name", "to"], ["to", "actor_name"]),
        an_entry({"number": 10**15}, [], []),
        an_entry({"number": -0.0}, [], []),
        an_entry({}, [], [], event="personal.erased"),
        an_entry({"opens_log": "another"}, [], []),
        an_entry({}, [], [], sides=[]),
        an_entry({}, [], [], sides=["house", "guest"]),
        an_entry({}, ["actor_name"], ["actor_name"], sides=["guest", "guest"]),
        an_entry({}, [], [], sides=["Guest"]),
        an_entry({}, [], [], sides="guest"),
        an_entry({}, ["actor_name"], []),
        an_entry({}, ["actor_name", "to"], ["actor_name", "to"]),
        an_entry({"a": 1, "a ": 2, "a  ": 3, "b": 4, "c": 5, "d": 6, "e": 7}, [], []),
        an_entry({}, [], [], actor='quoted " and \\'),
        an_entry({}, [], [], index=8),
        an_entry({"a": 1, "b": 2}, ["actor_name"], ["actor_name"], index=8),
        an_entry({"b": 1, "a": 2}, ["actor_name"], ["actor_name"]),
        {"at": "2026-11-23T14:49:37.000000Z", "commit": HASH, "index": 8, "leaf": HASH},
        an_entry({}, [], [], salt=HASH.upper()),
    ],
)
def test_what_needs_judgment_is_not_read_at_once(entry):
    assert plain.entry(written(entry), 0, 7) is None


def test_a_name_that_comes_twice_is_not_read_at_once():
    text = written(an_entry({"a": 1, "b": 2}, [], []))
    assert plain.entry(text, 0, 7)
    assert plain.entry(text.replace('"b"', '"a"'), 0, 7) is None


def test_names_stand_in_the_order_of_utf_16_in_plain_entries_too():
    bundle = world.plain_bundle()
    bundle["logs"][0]["entries"][0]["body"]["details"] = {"ﬁ": 1, "\U0001f600": 2}
    assert reading.read(naive.naive_encode(bundle))
    by_characters = json.dumps(bundle, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    with pytest.raises(reading.BundleRefused):
        reading.read(by_characters.encode())


def accepted(call, value):
    """Whether a function takes a value."""
    try:
        call(value)
    except (reading.BundleRefused, canonical.NotCanonical):
        return False
    return True


def test_a_body_is_as_deep_as_may_be_written_and_no_deeper():
    bundle, deeper, both = world.plain_bundle(), [], set()
    for _ in range(canonical.DEEPEST_VALUE + 2):
        body = bundle["logs"][0]["entries"][0]["body"]
        body["details"] = {"deep": deeper}
        both.add((accepted(reading.read, naive.naive_encode(bundle)), accepted(canonical.encode_value, body)))
        deeper = [deeper]
    assert both == {(True, True), (False, False)}


def test_what_is_not_utf_8_beside_the_entries_is_refused():
    data = naive.naive_encode(world.plain_bundle()).replace(
        f'"log":"{world.READINGS}"'.encode(), b'"log":"\xff"'
    )
    with pytest.raises(reading.BundleRefused) as refused:
        reading.read(data)
    assert refused.value.code == "not_utf8"


@pytest.mark.parametrize("sign", [1, -1])
def test_numbers_go_up_to_fifty_three_bits(sign):
    largest = sign * (2**53 - 1)
    assert piece_by_piece(written(an_entry({"n": largest}, [], [])))
    assert piece_by_piece(written(an_entry({"n": largest + sign}, [], []))) is None


@pytest.mark.parametrize("names", [[], ["actor_name"]])
def test_what_is_plain_is_read_at_once(names):
    text = written(an_entry({"a": 1, "b": "x", "c": None, "d": True, "e": -5, "f": 0}, names, names))
    assert plain.entry(text, 0, 7) == piece_by_piece(text) is not None


def test_a_closed_entry_is_read_at_once():
    text = written({"at": "2026-11-23T14:49:37.000000Z", "commit": HASH, "index": 7, "leaf": HASH})
    assert plain.entry(text, 0, 7) == piece_by_piece(text) is not None
