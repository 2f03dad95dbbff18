"""Documents that are text: Markdown, CSV, JSON and plain text. Runs only in a locked child.

Each job lays the document out from its beginning, so that a page always has the same number and nothing is kept.
"""

import mmap
from collections.abc import Callable

from PIL import Image

from designation.vault.rendering.csv_text import csv_layout
from designation.vault.rendering.letters import clean, writing_of
from designation.vault.rendering.markdown_text import markdown_layout
from designation.vault.rendering.messages import MOST_TEXT_BYTES, CannotRender
from designation.vault.rendering.pdf import MOST_FONTS, MOST_PAGES, MOST_TEXT_CHARACTERS, Pdf
from designation.vault.rendering.plain_text import json_layout, text_layout
from designation.vault.rendering.typeset import NOT_COVERED, Layout, Row, pages_of, pdf_of, text_of

LAYOUTS: dict[str, Callable[[str], Layout]] = {
    "markdown": markdown_layout,
    "csv": csv_layout,
    "json": json_layout,
    "text": text_layout,
}
NOT_TEXT = "This file is not UTF-8 text, so it cannot be shown. Save it as UTF-8 and upload it again."
TOO_LARGE = "This text is larger than {} MB, so it cannot be shown page by page. Split it into smaller files."
TOO_LONG = (
    f"This text fills more than {MOST_PAGES:,} pages, so it cannot be shown. Split it into smaller files."
)


class TextFile:
    """One document of text. Raises: CannotRender, if it is too large or is not UTF-8."""

    def __init__(self, content: mmap.mmap, kind: str) -> None:
        if len(content) > MOST_TEXT_BYTES[kind]:
            raise CannotRender("too_large", TOO_LARGE.format(MOST_TEXT_BYTES[kind] // 1_000_000))
        try:
            decoded = bytes(content).decode("utf-8")
        except UnicodeDecodeError as problem:
            raise CannotRender("not_text", NOT_TEXT) from problem
        if "\0" in decoded:
            raise CannotRender("not_text", NOT_TEXT)
        self.content = clean(decoded)
        self.layout = LAYOUTS[kind](self.content)

    def inspect(self) -> dict[str, object]:
        """Return what `client.Inspection` holds, but for the fonts."""
        pages = 0
        for _ in pages_of(self.layout):
            pages += 1
            if pages > MOST_PAGES:
                raise CannotRender("too_many_pages", TOO_LONG)
        return {"pages": pages, "sizes": [self.layout.size] * pages, "locked": False, "has_scripts": False}

    def missing_fonts(self) -> list[str]:
        """Return what kinds of writing are in the text that our fonts lack. Boxes are drawn in their place."""
        letters = {found.group() for found in NOT_COVERED.finditer(self.content)}
        return sorted({writing_of(letter) for letter in letters})[:MOST_FONTS]

    def picture(self, number: int, *, width_px: int) -> Image.Image:
        """Return page `number`, counted from 1, in RGB."""
        document = pdf_of(self.layout.size, self._page(number))
        mapping = mmap.mmap(-1, len(document))
        mapping.write(document)
        return Pdf(mapping).picture(1, width_px=width_px)

    def text(self, number: int) -> str:
        """Return the text of page `number`, counted from 1, cut at a bound, with an empty line between paragraphs."""
        return text_of(self._page(number))[:MOST_TEXT_CHARACTERS]

    def _page(self, number: int) -> list[Row]:
        if 1 <= number <= MOST_PAGES:
            for count, page in enumerate(pages_of(self.layout), 1):
                if count == number:
                    return page
        raise CannotRender("no_such_page", f"This document has no page {number}.")
