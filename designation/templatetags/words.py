"""Template filters that write values and text differences in words."""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from difflib import SequenceMatcher
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from designation.templatetags import instants

register = template.Library()

NOTHING = mark_safe('<span class="fd-none">Not given</span>')


NUMBER = re.compile(r"(FD-[0-9A-Z]{4}-[0-9A-Z]{4})")
"""The format of a request's number."""


@register.filter
def in_groups(fingerprint: str) -> str:
    """Return a fingerprint in groups of eight characters, as the program prints it that checks a bundle."""
    return " ".join(fingerprint[start : start + 8] for start in range(0, len(fingerprint), 8))


@register.filter
def numbers(text: Any) -> SafeString:
    """Return a text in which no request number breaks across lines."""
    pieces = NUMBER.split(str(text))
    return format_html_join(
        "",
        "{}",
        (
            (format_html('<span class="fd-number">{}</span>', piece) if place % 2 else piece,)
            for place, piece in enumerate(pieces)
        ),
    )


@register.filter
def shown(value: Any) -> SafeString | str:
    """Return a value for people: instants with their zone, lists line by line, and "Not given" for empty values."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        return instants.when(value)
    if isinstance(value, date):
        return instants.day(value)
    if isinstance(value, timedelta):
        return instants.length(value)
    if isinstance(value, SafeString):
        return value
    if value is None or value == "":
        return NOTHING
    if isinstance(value, str):
        return format_html_join(mark_safe("<br>"), "{}", ((line,) for line in value.splitlines()))
    if isinstance(value, list | tuple | set):
        return _listed(value)
    return str(value)


def _listed(values: Iterable[Any]) -> SafeString:
    lines = list(values)
    if not lines:
        return NOTHING
    items = format_html_join("", "<li>{}</li>", ((shown(line),) for line in lines))
    return format_html('<ul class="usa-list usa-list--unstyled">{}</ul>', items)


MOST_COMPARED = 400_000
"""How many pairs of words are compared at most. Texts that differ in more are marked as a whole."""
Opcode = tuple[str, int, int, int, int]


@register.simple_tag
def word_diff(old: Any, new: Any) -> dict[str, SafeString]:
    """Return both values, with what was removed marked in `old` and what was added marked in `new`.

    Texts are compared word by word, and lists item by item.
    """
    if isinstance(old, list | tuple) or isinstance(new, list | tuple):
        return _list_diff(old or [], new or [])
    before, after = (re.findall(r"\s+|\w+|[^\w\s]", str(shown_text(text))) for text in (old, new))
    left: list[SafeString] = []
    right: list[SafeString] = []
    for kind, i1, i2, j1, j2 in _opcodes(before, after):
        left.append(_marked("del", "removed", before[i1:i2]) if kind != "equal" else _plain(before[i1:i2]))
        right.append(_marked("ins", "new", after[j1:j2]) if kind != "equal" else _plain(after[j1:j2]))
    return {"old": _joined(left), "new": _joined(right)}


def shown_text(value: Any) -> str:
    """Return a value as the text that is compared."""
    return instants.when(value) if isinstance(value, datetime) else str(value or "")


def _opcodes(before: list[str], after: list[str]) -> list[Opcode]:
    """Return what changed, with bounded work: what both begin and end with is set aside first."""
    start = _equal_at_start(before, after)
    end = _equal_at_start(before[start:][::-1], after[start:][::-1])
    last_before, last_after = len(before) - end, len(after) - end
    middle = before[start:last_before], after[start:last_after]
    found: list[Opcode] = [("equal", 0, start, 0, start)] if start else []
    if len(middle[0]) * len(middle[1]) > MOST_COMPARED:
        found.append(("replace", start, last_before, start, last_after))
    else:
        inner = SequenceMatcher(None, *middle, autojunk=False).get_opcodes()
        found += [(kind, start + a, start + b, start + c, start + d) for kind, a, b, c, d in inner]
    return [*found, ("equal", last_before, len(before), last_after, len(after))] if end else found


def _equal_at_start(one: list[str], other: list[str]) -> int:
    shorter = min(len(one), len(other))
    return next((place for place in range(shorter) if one[place] != other[place]), shorter)


def _list_diff(old: Iterable[str], new: Iterable[str]) -> dict[str, SafeString]:
    before, after = list(old), list(new)
    return {
        "old": _listed(_marked("del", "removed", [one]) if one not in after else one for one in before),
        "new": _listed(_marked("ins", "new", [one]) if one not in before else one for one in after),
    }


def _joined(pieces: list[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((piece,) for piece in pieces)) or NOTHING


def _plain(pieces: list[str]) -> SafeString:
    return format_html("{}", "".join(pieces))


def _marked(element: str, word: str, pieces: list[str]) -> SafeString:
    text = "".join(pieces)
    if not text.strip():
        return format_html("{}", text)
    return format_html(
        '<{}><span class="usa-sr-only">[{}: </span>{}<span class="usa-sr-only">]</span></{}>',
        element,
        word,
        text,
        element,
    )


@register.filter
def share(part: int, whole: int | None) -> int:
    """Return `part` as a percentage of `whole`, from 0 to 100."""
    return min(100, round(100 * part / whole)) if whole else 0
