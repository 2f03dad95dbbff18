"""Entries as nearly all are, read at one stroke: one pattern that only canonical text fits.

What fits is exactly what `reading` would have read piece by piece; what does not fit is read there, where it can be
said what is wrong with it. Texts without escapes, whole numbers of at most 15 digits, at most six details without
nesting and at most one personal detail, which is shown, are plain. Entries that name a child log or an erasure are not.
"""

import gc
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final, NamedTuple

from workflow.ledger.bundle import ERASED, OPENS_LOG


class ReadDetail(NamedTuple):
    """A personal detail that is shown: its opening, and the commitment to it in the body (None where there is none)."""

    name: str
    salt: str
    value: bytes
    recorded: object


class ReadEntry(NamedTuple):
    """One entry as read; its number is its place. `body`, its canonical JSON, is None where it is closed.

    `absent` names personal details that it commits to and the bundle does not show; `erased` are the places, as entry
    and name, of details that this entry says were erased; `child` is the log that it names as one of this log's.
    """

    at: str
    commit: str
    leaf: str
    body: str | None
    salt: str
    details: tuple[ReadDetail, ...]
    absent: tuple[str, ...] = ()
    erased: tuple[tuple[int, str], ...] = ()
    child: str | None = None


Place = tuple[ReadEntry, int]
"""An entry and where it ends."""

_TEXT: Final = r'"[^"\\\x00-\x1f]*"'
_NAME: Final = rf'"(?!{re.escape(OPENS_LOG)}")([^"\\\x00-\x1f]*)"'
_SIDES: Final = r'\[("[a-z_]+"(?:,"[a-z_]+")*)\]'
_NUMBER: Final = r"(?:0|[1-9][0-9]{0,14})"
_HASH: Final = "[0-9a-f]{64}"
_INSTANT: Final = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z"
_VALUE: Final = rf"(?:{_TEXT}|{_NUMBER}|-[1-9][0-9]{{0,14}}|true|false|null)"
MOST_DETAILS: Final = 6
_PART: Final = 1 << 20


def _members(number: int) -> str:
    """Return the pattern of up to so many members of the details, each with its name as a group."""
    further = f"(?:,{_members(number - 1)})?" if number > 1 else ""
    return f"{_NAME}:{_VALUE}{further}"


def _open(recorded: str, shown: str) -> Callable[[str, int], re.Match[str] | None]:
    """Return the pattern of an open entry whose personal details are written so."""
    return re.compile(
        rf'\{{"at":"({_INSTANT})","body":(\{{"actor":{_TEXT},'
        rf'"details":\{{(?:{_members(MOST_DETAILS)})?\}},"event":(?!"{re.escape(ERASED)}"){_TEXT},"machine":{_TEXT},'
        rf'"personal":\{{{recorded}\}},"sides":{_SIDES},"source":{_TEXT},"step":{_TEXT},"subject":{_TEXT},'
        rf'"target":{_TEXT}\}}),"commit":"({_HASH})","index":(?P<index>{_NUMBER}),"leaf":"({_HASH})",'
        rf'"personal":\{{{shown}\}},"salt":"({_HASH})"\}}'
    ).match


_ONE_DETAIL: Final = _open(
    rf'"(?P<name>[^"\\\x00-\x1f]*)":"({_HASH})"', rf'"(?P=name)":\{{"salt":"({_HASH})","value":({_TEXT})\}}'
)
_NO_DETAIL: Final = _open("", "")
_CLOSED: Final = re.compile(
    rf'\{{"at":"({_INSTANT})","commit":"({_HASH})","index":(?P<index>{_NUMBER}),"leaf":"({_HASH})"\}}'
).match


def number_at(text: str, start: int) -> int | None:
    """Return the number that the plain entry which stands at `start` says of itself."""
    for pattern in (_ONE_DETAIL, _CLOSED, _NO_DETAIL):
        if found := pattern(text, start):
            return int(found["index"])
    return None


def entry(text: str, start: int, number: int) -> Place | None:
    """Return the plain entry `number` that stands at `start` of a text without astral characters, and where it ends.

    None where it is not plain, or not number `number`.
    """
    found = _ONE_DETAIL(text, start)
    if found is None:
        return _without_details(text, start, number)
    at, body, *names, name, recorded, sides, commit, index, leaf, own, value, salt = found.groups()
    if index != str(number) or not _ascend(names) or not _ascend(sides.split(",")):
        return None
    detail = ReadDetail(name, own, value.encode(), recorded)
    return ReadEntry(at, commit, leaf, body, salt, (detail,)), found.end()


def _without_details(text: str, start: int, number: int) -> Place | None:
    """Return an entry that is closed, or open without any personal detail."""
    found = _CLOSED(text, start)
    if found is not None:
        at, commit, index, leaf = found.groups()
        return (ReadEntry(at, commit, leaf, None, "", ()), found.end()) if int(index) == number else None
    found = _NO_DETAIL(text, start)
    if found is None:
        return None
    at, body, *names, sides, commit, index, leaf, salt = found.groups()
    if int(index) != number or not _ascend(names) or not _ascend(sides.split(",")):
        return None
    return ReadEntry(at, commit, leaf, body, salt, ()), found.end()


def _ascend(names: Sequence[str | None]) -> bool:
    """Whether the names that are there ascend, none twice. Without astral characters that is the order of UTF-16."""
    before = None
    for name in names:
        if name is None:
            return True
        if before is not None and name <= before:
            return False
        before = name
    return True


def in_one_order(text: str) -> bool:
    """Whether no character takes two units of UTF-16: then names order there as they do by their characters."""
    parts = (text[start : start + _PART] for start in range(0, len(text), _PART))
    return text.isascii() or all(
        len(part.encode("utf-16-le", "surrogatepass")) == 2 * len(part) for part in parts
    )


@contextmanager
def collecting_nothing() -> Iterator[None]:
    """Keep Python from looking for cycles among hundreds of thousands of new tuples: there are none."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()
