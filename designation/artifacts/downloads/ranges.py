"""Which bytes of a file a request asks for (RFC 9110, section 14). One range is served, or the whole."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote

ONE_RANGE = re.compile(r"bytes=[ \t]*([0-9]*)-([0-9]*)[ \t]*", re.IGNORECASE)
UNSAFE_IN_A_NAME = re.compile(r"[^ !#$&-.0-9:-\[\]-~]")
"""What is replaced in the name for old clients: all but printable ASCII, and the quote, both slashes and the %."""


class Unsatisfiable(Exception):
    """The file has none of the bytes that are asked for."""


@dataclass(frozen=True)
class Part:
    """The bytes from `start` up to, not including, `stop`. `is_partial` says that a range was asked for."""

    start: int
    stop: int
    is_partial: bool = False

    @property
    def length(self) -> int:
        """How many bytes these are."""
        return self.stop - self.start

    def content_range(self, length: int) -> str:
        """Return the value of the Content-Range header, for a file of this length."""
        return f"bytes {self.start}-{self.stop - 1}/{length}"


def part_of(asked: str, if_range: str, *, length: int, etag: str) -> Part:
    """Return which part of a file to serve, by the Range and If-Range headers; empty if they are absent.

    What is not one range of bytes is ignored, and so is a range of an older content (`If-Range`). Raises:
    Unsatisfiable.
    """
    found = ONE_RANGE.fullmatch(asked.strip())
    if found is None or (if_range and if_range.strip() != etag):
        return Part(0, length)
    first, last = (_number(digits) for digits in found.groups())
    if first is None:
        if last is None:
            return Part(0, length)
        if not min(last, length):
            raise Unsatisfiable
        return Part(max(length - last, 0), length, is_partial=True)
    if last is not None and last < first:
        return Part(0, length)
    if first >= length:
        raise Unsatisfiable
    return Part(first, length if last is None else min(last + 1, length), is_partial=True)


def attachment(name: str) -> str:
    """Return the value of the Content-Disposition header (RFC 6266) that stores a file under this name."""
    plain = UNSAFE_IN_A_NAME.sub("_", name)
    others = "" if plain == name else f"; filename*=UTF-8''{quote(name, safe='')}"
    return f'attachment; filename="{plain}"{others}'


def _number(digits: str) -> int | None:
    """Return the number, or None for empty text. A number with too many digits becomes one larger than any file."""
    return int(digits.lstrip("0")[:20] or 0) if digits else None
