"""Canonical JSON: one byte form for every value, and a refusal for what has none."""

import json
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflow.ledger.naive import naive_commit, naive_encode
from tests.workflow.ledger.vectors import load
from workflow.ledger import canonical

values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


class Color(StrEnum):
    RED = "red"


@pytest.mark.parametrize("case", load("canonical.json")["encodes"], ids=lambda case: case["name"])
def test_vectors_encode_to_their_bytes(case):
    assert canonical.encode(json.loads(case["input"])).hex() == case["output_hex"]


@pytest.mark.parametrize("case", load("canonical.json")["refuses"], ids=lambda case: case["name"])
def test_vectors_that_have_no_form_are_refused(case):
    with pytest.raises(canonical.NotCanonical):
        canonical.encode(json.loads(case["input"]))


@given(values)
def test_agrees_with_the_independent_encoder(value):
    assert canonical.encode(value) == naive_encode(value)


@given(values)
def test_reading_back_gives_the_same_value(value):
    assert json.loads(canonical.encode(value)) == value


@given(st.dictionaries(st.text(), st.integers(0, 9), min_size=2))
def test_the_order_in_which_members_were_written_does_not_matter(value):
    assert canonical.encode(value) == canonical.encode(dict(reversed(value.items())))


@pytest.mark.parametrize(
    "value",
    [
        1.0,
        float("nan"),
        {"a": [0.5]},
        2**53,
        -(2**53),
        {1: 2},
        {"a": uuid4()},
        {"a": b"x"},
        {"a", "b"},
        "\ud800",
    ],
)
def test_what_json_cannot_say_exactly_is_refused(value):
    with pytest.raises(canonical.NotCanonical):
        canonical.encode(value)


def test_a_refusal_names_the_place():
    with pytest.raises(canonical.NotCanonical, match=r"value\.terms\[1\]\.days is a floating point number"):
        canonical.encode({"terms": [{}, {"days": 1.5}]})


def test_a_value_that_contains_itself_is_refused():
    value: list[object] = []
    value.append(value)
    with pytest.raises(canonical.NotCanonical, match="nested too deep"):
        canonical.encode(value)


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}")])
def test_sixty_four_levels_are_accepted_and_sixty_five_are_not(opening, closing):
    text = opening * 64 + "1" + closing * 64
    assert canonical.encode(json.loads(text)).decode() == text
    with pytest.raises(canonical.NotCanonical, match="nested too deep"):
        canonical.encode(json.loads(opening + text + closing))


@pytest.mark.parametrize("data", [b"", b"{", b"\xff", b"[" * 100_000, b" 1", b'{"a":1,"a":1}', b"1.0"])
def test_text_in_no_canonical_form_is_not_read(data):
    with pytest.raises(canonical.NotCanonical):
        canonical.decode(data)


def test_a_committed_value_is_nested_at_most_thirty_two_levels():
    deep = json.loads("[" * 32 + "]" * 32)
    assert canonical.commit(b"entry", bytes(32), deep)
    with pytest.raises(canonical.NotCanonical):
        canonical.commit(b"entry", bytes(32), [deep])


def test_choices_are_written_as_their_text():
    assert canonical.encode({Color.RED: Color.RED}) == b'{"red":"red"}'


def test_an_instant_has_six_digits_and_is_utc():
    eastern = timezone(timedelta(hours=-5))
    assert (
        canonical.instant(datetime(2026, 11, 23, 9, 49, 37, tzinfo=eastern)) == "2026-11-23T14:49:37.000000Z"
    )
    assert canonical.instant(datetime(99, 1, 2, microsecond=5, tzinfo=UTC)) == "0099-01-02T00:00:00.000005Z"


def test_an_instant_without_zone_is_refused():
    with pytest.raises(canonical.NotCanonical, match="no time zone"):
        canonical.instant(datetime(2026, 11, 23))


@pytest.mark.parametrize("case", load("commitments.json")["commitments"], ids=lambda case: case["name"])
def test_vectors_commit_to_their_hashes(case):
    label, salt = case["label"].encode(), bytes.fromhex(case["salt"])
    assert canonical.commit(label, salt, case["value"]).hex() == case["commitment"]
    assert naive_commit(label, salt, case["value"]).hex() == case["commitment"]


@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_salt_of_another_length_is_refused(length):
    with pytest.raises(canonical.NotCanonical, match="32 bytes"):
        canonical.commit(b"entry", bytes(length), {})


@pytest.mark.parametrize("case", load("commitments.json")["leaves"], ids=lambda case: case["name"])
def test_vectors_of_leaf_data(case):
    data = canonical.leaf(
        log=case["log"], index=case["index"], at=case["at"], commit=bytes.fromhex(case["commit"])
    )
    assert data.decode() == case["data"]


@pytest.mark.parametrize(("index", "exists"), [(-1, False), (0, True), (2**53 - 1, True), (2**53, False)])
def test_a_log_has_places_from_zero_to_the_largest_integer(index, exists):
    with (
        nullcontext()
        if exists
        else pytest.raises(canonical.NotCanonical, match="outside what a log can hold")
    ):
        canonical.leaf(log="log", index=index, at="2026-11-23T14:49:37.000000Z", commit=bytes(32))
