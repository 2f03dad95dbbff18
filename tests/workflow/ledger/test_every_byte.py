"""Whichever byte of whichever entry differs, the bundle is refused, and the refusal names the log and the entry."""

import json
import re

import pytest

from tests.workflow.ledger import naive, world
from tests.workflow.ledger.vectors import FOLDER
from workflow.ledger import plain
from workflow.ledger.verify import BundleRefused, verify

RICH = (FOLDER / "bundle.json").read_bytes()
PLAIN = naive.naive_encode(world.plain_bundle())
BUNDLES = {"of every kind": RICH, "plain": PLAIN}
"""Bundles with every kind of entry, which are read piece by piece, and with the kinds that are read at one stroke."""
# Each byte is raised by one, and replaced by one of these in turn: a flipped case, a digit, structure, an escape, a
# control character, no UTF-8, a first byte of two.
REPLACEMENTS = (0x20, ord("0"), ord('"'), ord("}"), ord(","), ord("\\"), 0x00, 0xFF, 0xC3)


def spans(bundle):
    """Yield each entry's log, number, first byte and end in a bundle, without the code under test."""
    firsts = [match.start() for match in re.finditer(rb'\{"at":"', bundle)]
    heads = [match.start() for match in re.finditer(rb'\],"head":\{"index"', bundle)]
    for log, head in zip(json.loads(bundle)["logs"], heads, strict=True):
        for number, _entry in enumerate(log["entries"]):
            first, following = firsts.pop(0), firsts[0] if firsts else len(bundle)
            yield log["log"], number, first, min(following - 1, head)


PLACES = [(name, *span) for name, bundle in BUNDLES.items() for span in spans(bundle)]


def changes(bundle, first, last):
    """Yield each place with the bytes that take the place of its own."""
    for place in range(first, last):
        old, other = bundle[place], REPLACEMENTS[place % len(REPLACEMENTS)]
        for new in {(old + 1) % 256, old ^ other if other == 0x20 else other} - {old}:
            yield place, new


def test_the_spans_are_whole_entries():
    assert [number for _, _, number, *_ in PLACES] == [0, 1, 2, 3, 4, 0, 1, 2, 0, 1, 2, 3, 4]
    for name, _log, number, first, last in PLACES:
        assert json.loads(BUNDLES[name][first:last])["index"] == number


def test_what_is_plain_is_read_at_one_stroke_and_the_rest_is_not():
    assert not plain.in_one_order(RICH.decode())
    entries = [
        (PLAIN[first:last].decode(), number) for name, _, number, first, last in PLACES if name == "plain"
    ]
    assert all(plain.entry(text, 0, number) for text, number in entries)
    assert verify(PLAIN).logs[0].open_entries == 4


@pytest.mark.parametrize(("name", "log", "number", "first", "last"), PLACES)
def test_each_byte_counts(name, log, number, first, last):
    bundle = BUNDLES[name]
    for place, new in changes(bundle, first, last):
        with pytest.raises(BundleRefused) as refused:
            verify(bundle[:place] + bytes([new]) + bundle[place + 1 :])
        where = (refused.value.log, refused.value.entry)
        assert where == (log, number), f"byte {place} to {new:#x}, {refused.value.code}"


@pytest.mark.parametrize("name", BUNDLES)
def test_no_byte_outside_the_entries_can_be_changed_either(name):
    bundle = BUNDLES[name]
    inside = {place for other, _, _, first, last in PLACES if other == name for place in range(first, last)}
    outside = sorted(set(range(len(bundle))) - inside)
    for place in outside[::13]:
        with pytest.raises(BundleRefused):
            verify(bundle[:place] + bytes([bundle[place] ^ 1]) + bundle[place + 1 :])
