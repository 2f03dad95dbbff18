"""Looking for classification markings in what was uploaded. The rule is that of `content.markings`.

What was not looked at is said, so that nobody takes "no marking was found" for more than it is. Only where a marking is
and what form it has is kept: a marking can itself be something that not everybody may read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from designation.content.markings import document_marking
from designation.vault.rendering.client import CannotRender

CLEAR, PARTLY, NOT_SCANNED, MARKED = "clear", "partly", "not_scanned", "marked"
MOST_TEXT_BYTES = 20_000_000
LINES_AT_ONCE = 50
OTHER_KIND = "Files of this kind cannot be scanned."
PICTURE = "A picture has no text that could be scanned."
TOO_LARGE = "This file is too large to be scanned."
NO_TEXT = "No page has text that could be scanned. The pages may be pictures of paper."


@dataclass(frozen=True)
class Scan:
    """What looking for markings gave (`Artifact.SCANS`), and a sentence about where, or about what was not scanned."""

    result: str
    note: str = ""


def of_text(content: bytes) -> Scan:
    """Return what a file of text gives. Expects UTF-8."""
    lines = content.decode("utf-8", "replace").splitlines()
    blocks = ["\n".join(lines[at : at + LINES_AT_ONCE]) for at in range(0, len(lines), LINES_AT_ONCE)]
    if found := document_marking(blocks):
        first = (found.page - 1) * LINES_AT_ONCE + 1
        return Scan(MARKED, f"{found.form} in lines {first} to {min(first + LINES_AT_ONCE - 1, len(lines))}.")
    return Scan(CLEAR)


def of_pages(read: Callable[[int], str], pages: int) -> Scan:
    """Return what a document gives; `read` returns the text of a page. Pages without text count as not scanned."""
    unread: list[int] = []

    def each() -> Iterator[str]:
        for number in range(1, pages + 1):
            try:
                text = read(number)
            except CannotRender:
                text = ""
            if not text.strip():
                unread.append(number)
            yield text

    if found := document_marking(each()):
        return Scan(MARKED, f"{found.form} on page {found.page}.")
    if len(unread) == pages:
        return Scan(NOT_SCANNED, NO_TEXT)
    if unread:
        return Scan(PARTLY, f"{_pages_in_words(unread)} no text that could be scanned.")
    return Scan(CLEAR)


def in_words(artifact: Any) -> str:
    """Return what is known about markings in an artifact, for its owner."""
    if artifact.scan == MARKED and artifact.state == "sealed":
        return f"{artifact.scan_note} Two people released the file."
    return " ".join(
        filter(None, [f"{artifact.get_scan_display()}." if artifact.scan else "", artifact.scan_note])
    )


def _pages_in_words(numbers: list[int]) -> str:
    if len(numbers) == 1:
        return f"Page {numbers[0]} has"
    shown = ", ".join(map(str, numbers[:10]))
    return f"Pages {shown} and {len(numbers) - 10} more have" if len(numbers) > 10 else f"Pages {shown} have"
