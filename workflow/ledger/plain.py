"""Entries as nearly all are, read at one stroke: one pattern that only canonical text fits.

What fits is exactly what `reading` would have read piece by piece; what does not fit is read there, where it can be
said what is wrong with it. Texts without escapes, whole numbers of at most 15 digits, details and personal values
without nesting are plain.
"""

import re
from typing import Final, NamedTuple

from workflow.ledger.bundle import ERASED


class ReadDetail(NamedTuple):
    """A personal detail that is shown: its opening, and the commitment to it in the body (None where there is none)."""

    name: str
    salt: str
    value: bytes
    recorded: object


class ReadEntry(NamedTuple):
    """One entry as read; its number is its place. `body`, its canonical JSON, is None where it is closed.

    `absent` names personal details that it commits to and the bundle does not show; `erased` are the places, as entry
    and name, of details that this entry says were erased.
    """

    at: str
    commit: str
    leaf: str
    body: str | None
    salt: str
    details: tuple[ReadDetail, ...]
    absent: tuple[str, ...] = ()
    erased: tuple[tuple[int, str], ...] = ()


_TEXT: Final = r'"[^"\\\x00-\x1f]*"'
_NUMBER: Final = r"(?:0|[1-9][0-9]{0,14})"
_HASH: Final = "[0-9a-f]{64}"
_INSTANT: Final = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z"
_COMMITMENT: Final = f'"{_HASH}"'
_OPENING: Final = rf'\{{"salt":"{_HASH}","value":{_TEXT}\}}'
_VALUE: Final = rf"(?:{_TEXT}|{_NUMBER}|-[1-9][0-9]{{0,14}}|true|false|null)"


def _object(value: str) -> str:
    """Return the pattern of an object with any number of members of this value."""
    member = f"{_TEXT}:{value}"
    return rf"\{{(?:{member}(?:,{member})*+)?+\}}"


_OPEN: Final = re.compile(
    rf'\{{"at":"({_INSTANT})","body":(\{{"actor":{_TEXT},"audience":{_TEXT},"details":({_object(_VALUE)}),'
    rf'"event":(?!"{re.escape(ERASED)}"){_TEXT},"machine":{_TEXT},"personal":({_object(_COMMITMENT)}),'
    rf'"source":{_TEXT},"step":{_TEXT},"subject":{_TEXT},"target":{_TEXT},"version":{_NUMBER}\}}),'
    rf'"commit":"({_HASH})","index":({_NUMBER}),"leaf":"({_HASH})",'
    rf'"personal":({_object(_OPENING)}),"salt":"({_HASH})"\}}'
).match
_CLOSED: Final = re.compile(
    rf'\{{"at":"({_INSTANT})","commit":"({_HASH})","index":({_NUMBER}),"leaf":"({_HASH})"\}}'
).match
_BEFORE_HASH: Final = -69
_NAMES: Final = re.compile(r'[{,]"([^"\\]*)":').findall
_RECORDED: Final = re.compile(rf'"([^"\\]*)":"({_HASH})"').findall
_SHOWN: Final = re.compile(rf'"([^"\\]*)":\{{"salt":"({_HASH})","value":({_TEXT})\}}').findall


def entry(text: str, start: int, number: int) -> tuple[ReadEntry, int] | None:
    """Return the plain entry `number` that stands at `start` of a text without astral characters, and where it ends.

    None where it is not plain, or not number `number`.
    """
    found = _OPEN(text, start)
    if found is None:
        return _closed(text, start, number)
    at, body, details, recorded, commit, index, leaf, shown, salt = found.groups()
    if int(index) != number or not (details.count('":') < 2 or _ascend(_NAMES(details))):
        return None
    personal = _one(recorded, shown) or _several(recorded, shown)
    if personal is None:
        return None
    return ReadEntry(at, commit, leaf, body, salt, *personal), found.end()


Personal = tuple[tuple[ReadDetail, ...], tuple[str, ...]]
"""The personal details that are shown, and the names of those that are not."""


def _one(recorded: str, shown: str) -> Personal | None:
    """Return the personal details of an entry that has one and shows it; None of every other."""
    name = recorded[2:_BEFORE_HASH]
    opening = f'{{"{name}":{{"salt":"'
    if recorded.count('":') != 1 or shown.count('":') != 3 or not shown.startswith(opening):
        return None
    start = len(opening)
    salt, value = shown[start : start + 64], shown[start + 74 : -2]
    return (ReadDetail(name, salt, value.encode(), recorded[-66:-2]),), ()


def _several(recorded: str, shown: str) -> Personal | None:
    """Return the personal details of any entry; None where they are out of order."""
    commitments, openings = _RECORDED(recorded), _SHOWN(shown)
    if not (_ascend([one[0] for one in commitments]) and _ascend([one[0] for one in openings])):
        return None
    known = dict(commitments)
    read = [ReadDetail(name, salt, value.encode(), known.get(name)) for name, salt, value in openings]
    names = {one.name for one in read}
    return tuple(read), tuple([name for name in known if name not in names])


def _closed(text: str, start: int, number: int) -> tuple[ReadEntry, int] | None:
    found = _CLOSED(text, start)
    if found is None or int(found[3]) != number:
        return None
    return ReadEntry(found[1], found[2], found[4], None, "", ()), found.end()


def _ascend(names: list[str]) -> bool:
    """Whether names ascend, none twice. Without astral characters that is the order of UTF-16."""
    return len(names) < 2 or names == sorted(set(names))
