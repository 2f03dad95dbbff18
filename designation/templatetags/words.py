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


@register.simple_tag
def word_diff(old: str | None, new: str | None) -> dict[str, SafeString]:
    """Return both texts, with removed words marked in `old` and added words marked in `new`."""
    before, after = (re.findall(r"\s+|\w+|[^\w\s]", text or "") for text in (old, new))
    left: list[SafeString] = []
    right: list[SafeString] = []
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        left.append(_marked("del", "removed", before[i1:i2]) if kind != "equal" else _plain(before[i1:i2]))
        right.append(_marked("ins", "new", after[j1:j2]) if kind != "equal" else _plain(after[j1:j2]))
    return {"old": _joined(left), "new": _joined(right)}


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
