"""Rows of letters on pages: how documents that are text become a PDF, with our own fonts and without a layout file.

A document is a stream of rows of one line each. Pages are filled from the top, so that the same document always has
the same pages. Only the page that is asked for is written.
"""

import io
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

SANS, BOLD, ITALIC, MONO = "Sans", "Bold", "Italic", "Mono"
FILES = {
    SANS: "DejaVuSansCondensed-document.ttf",
    BOLD: "DejaVuSansCondensed-Bold-document.ttf",
    ITALIC: "DejaVuSansCondensed-Oblique-document.ttf",
    MONO: "DejaVuSansMono-document.ttf",
}
MISSING = "\u25a1"
MARGIN = 50.0
PORTRAIT, LANDSCAPE = (612.0, 792.0), (792.0, 612.0)
LEADING = 1.3
"""The height of a line, in sizes of its letters."""

for _name, _file in FILES.items():
    _content = (Path(__file__).parent / "fonts" / _file).read_bytes()
    pdfmetrics.registerFont(TTFont(_name, io.BytesIO(_content)))
_FACES = {name: pdfmetrics.getFont(name).face for name in FILES}
_COVERED = set.intersection(*(set(face.charToGlyph) for face in _FACES.values()))
_WIDTHS = {name: {code: face.charWidths[code] / 1000 for code in _COVERED} for name, face in _FACES.items()}
_UNKNOWN = {name: widths[ord(MISSING)] for name, widths in _WIDTHS.items()}


def _class_of(codes: Iterable[int]) -> str:
    return "".join(re.escape(chr(code)) for code in sorted(codes))


NOT_COVERED = re.compile(f"[^{_class_of(_COVERED)}\n\t]")
"""Letters that one of our fonts lacks. A box is drawn in their place."""


class Piece(NamedTuple):
    """Letters of one font on a line; `x` is their distance from the left margin in points."""

    x: float
    font: str
    size: float
    text: str


class Rule(NamedTuple):
    """A thin gray line. `down` and `down_to` are measured from the top of the row."""

    x: float
    down: float
    x_to: float
    down_to: float


class Row(NamedTuple):
    """One line of a page.

    `text` is what somebody who listens to the page hears, and `joint` stands between it and what was heard before.
    `keep` is the room that must be left below the row on the same page. `repeated` rows stand above it on a new page.
    """

    height: float
    pieces: tuple[Piece, ...] = ()
    rules: tuple[Rule, ...] = ()
    text: str = ""
    joint: str = "\n\n"
    keep: float = 0.0
    repeated: "tuple[Row, ...]" = ()


class Layout(NamedTuple):
    """A document: the size of its pages in points, and its rows. The rows are made anew for each caller."""

    size: tuple[float, float]
    rows: Iterable[Row]


@lru_cache(maxsize=200_000)
def width_of(text: str, font: str) -> float:
    """Return the width of letters at a size of 1 point."""
    widths, unknown = _WIDTHS[font], _UNKNOWN[font]
    return sum(widths.get(ord(letter), unknown) for letter in text)


def pages_of(layout: Layout) -> Iterator[list[Row]]:
    """Yield the rows of each page; there is always one page."""
    room = layout.size[1] - 2 * MARGIN
    page: list[Row] = []
    left = room
    for row in layout.rows:
        if page and row.height + min(row.keep, room / 2) > left:
            yield page
            page = list(row.repeated)
            left = room - sum(each.height for each in page)
        page.append(row)
        left -= row.height
    yield page


def text_of(page: Iterable[Row]) -> str:
    """Return what is written on a page, with an empty line between paragraphs."""
    return "".join(f"{row.joint}{row.text}" for row in page if row.text).strip("\n ")


def pdf_of(size: tuple[float, float], page: Iterable[Row]) -> bytes:
    """Return a PDF of one page. The same rows always give the same bytes."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=size, invariant=1, pageCompression=0)
    top = size[1] - MARGIN
    for row in page:
        canvas.setStrokeGray(0.6)
        canvas.setLineWidth(0.5)
        for rule in row.rules:
            canvas.line(MARGIN + rule.x, top - rule.down, MARGIN + rule.x_to, top - rule.down_to)
        for piece in row.pieces:
            canvas.setFont(piece.font, piece.size)
            canvas.drawString(MARGIN + piece.x, top - piece.size, NOT_COVERED.sub(MISSING, piece.text))
        top -= row.height
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()
