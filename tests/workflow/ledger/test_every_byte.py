"""Whichever byte of whichever entry differs, the bundle is refused, and the refusal names the log and the entry."""

import re

import pytest

from tests.workflow.ledger import world
from tests.workflow.ledger.vectors import FOLDER
from workflow.ledger.verify import BundleRefused, verify

BUNDLE = (FOLDER / "bundle.json").read_bytes()
# Each byte is raised by one and replaced by one of these in turn: a flipped case, a digit, structure, an escape, a
# control character, no UTF-8, a first byte of two.
REPLACEMENTS = (0x20, ord("0"), ord('"'), ord("}"), ord(","), ord("\\"), 0x00, 0xFF, 0xC3)


def spans():
    """Yield each entry's log, number, first byte and end in the bundle, without the code under test."""
    for log in (world.REQUEST, world.PARTNER):
        stops = [match.start() for match in re.finditer(rb'\],"head":\{"index"', BUNDLE)]
        start = BUNDLE.index(b'"logs":[') if log == world.REQUEST else stops[0]
        end = stops[0] if log == world.REQUEST else stops[1]
        firsts = [match.start() for match in re.finditer(rb'\{"at":"', BUNDLE[:end]) if match.start() > start]
        for number, first in enumerate(firsts):
            last = firsts[number + 1] - 1 if number + 1 < len(firsts) else end
            yield log, number, first, last


def test_the_spans_are_whole_entries():
    found = list(spans())
    assert [number for _, number, *_ in found] == [0, 1, 2, 3, 4, 0, 1, 2]
    assert all(
        BUNDLE[first:last].startswith(b"{") and BUNDLE[first:last].endswith(b"}") for *_, first, last in found
    )


@pytest.mark.parametrize(("log", "number", "first", "last"), list(spans()))
def test_each_byte_counts(log, number, first, last):
    for place in range(first, last):
        for replacement in (None, REPLACEMENTS[place % len(REPLACEMENTS)]):
            old = BUNDLE[place]
            new = (
                (old + 1) % 256
                if replacement is None
                else old ^ replacement
                if replacement == 0x20
                else replacement
            )
            if new == old:
                continue
            with pytest.raises(BundleRefused) as refused:
                verify(BUNDLE[:place] + bytes([new]) + BUNDLE[place + 1 :])
            where = (refused.value.log, refused.value.entry)
            assert where == (log, number), f"byte {place}: {old:#x} to {new:#x}, {refused.value.code}"


def test_no_byte_outside_the_entries_can_be_changed_either():
    inside = {place for _, _, first, last in spans() for place in range(first, last)}
    outside = sorted(set(range(len(BUNDLE))) - inside)
    for place in outside[::7]:
        changed = BUNDLE[:place] + bytes([BUNDLE[place] ^ 1]) + BUNDLE[place + 1 :]
        with pytest.raises(BundleRefused):
            verify(changed)
