"""PDF documents, read by pdfium. Runs only in a locked child; scripts and actions are never run."""

import ctypes
import math
import mmap
import time
from collections.abc import Iterator

import pypdfium2
from PIL import Image
from pypdfium2 import raw

from designation.vault.rendering.canvas import fitting_scale
from designation.vault.rendering.messages import CannotRender

MOST_PAGES = 2_000
MOST_TEXT_CHARACTERS = 200_000
MOST_FONTS, MOST_FONT_NAME = 50, 100
FONT_SEARCH_S = 1.5
SIZES_S = 3.0
SIGNS_OF_SCRIPTS = (b"/JavaScript", b"/JS", b"/Launch")
BUILT_IN_FONTS = ("Courier", "Helvetica", "Times", "Symbol", "ZapfDingbats")


class Locked(CannotRender):
    """The document asks for a password."""

    def __init__(self) -> None:
        super().__init__("locked", "This PDF asks for a password, so it cannot be shown.")


class Pdf:
    """One open PDF. Raises: CannotRender, if it is damaged, locked or has too many pages."""

    def __init__(self, content: mmap.mmap) -> None:
        self.content = content
        try:
            self.document = pypdfium2.PdfDocument((ctypes.c_ubyte * len(content)).from_buffer(content))
        except pypdfium2.PdfiumError as problem:
            if getattr(problem, "err_code", None) == raw.FPDF_ERR_PASSWORD:
                raise Locked from problem
            raise CannotRender("damaged", "This PDF is damaged, so it cannot be shown.") from problem
        if len(self.document) > MOST_PAGES:
            raise CannotRender(
                "too_many_pages", f"This PDF has more than {MOST_PAGES:,} pages, so it cannot be shown."
            )
        self.document.init_forms()  # before the first page is loaded, or filled fields stay invisible

    def inspect(self) -> dict[str, object]:
        """Return what `client.Inspection` holds, but for the fonts."""
        scripts = raw.FPDFDoc_GetJavaScriptActionCount(self.document) > 0
        return {
            "pages": len(self.document),
            "sizes": self._sizes(),
            "locked": False,
            "has_scripts": scripts or any(self.content.find(sign) >= 0 for sign in SIGNS_OF_SCRIPTS),
        }

    def picture(self, number: int, *, width_px: int) -> Image.Image:
        """Return page `number`, counted from 1, in RGB."""
        page = self._page(number)
        width, height = page.get_size()
        if not (math.isfinite(width * height) and width > 0 and height > 0):
            raise CannotRender("damaged", "This page has no size, so it cannot be shown.")
        bitmap = page.render(
            scale=fitting_scale(width, height, width_px=width_px),
            force_bitmap_format=raw.FPDFBitmap_BGRx,
            rev_byteorder=True,
        )
        picture: Image.Image = bitmap.to_pil().convert("RGB")
        return picture

    def text(self, number: int) -> str:
        """Return the text of page `number`, counted from 1, cut at a bound."""
        text = self._page(number).get_textpage()
        return str(text.get_text_range(0, min(text.count_chars(), MOST_TEXT_CHARACTERS)))

    def missing_fonts(self) -> list[str]:
        """Return the names of fonts that are used but not embedded, as far as they are found in the time given."""
        missing: set[str] = set()
        for font in self._fonts(until=time.monotonic() + FONT_SEARCH_S):
            if raw.FPDFFont_GetIsEmbedded(font) == 0 and len(missing) < MOST_FONTS:
                missing.add(_name(font))
        return sorted(name for name in missing if not name.startswith(BUILT_IN_FONTS))

    def _page(self, number: int) -> pypdfium2.PdfPage:
        if not 1 <= number <= len(self.document):
            raise CannotRender("no_such_page", f"This document has no page {number}.")
        try:
            return self.document[number - 1]
        except pypdfium2.PdfiumError as problem:
            raise CannotRender("damaged", "This page is damaged, so it cannot be shown.") from problem

    def _sizes(self) -> list[tuple[float, float]]:
        """Return the size of each page in points, or 0 by 0 where a page is damaged or time ran out."""
        deadline = time.monotonic() + SIZES_S
        sizes = []
        for index in range(len(self.document)):
            size = raw.FS_SIZEF()
            known = time.monotonic() < deadline and raw.FPDF_GetPageSizeByIndexF(self.document, index, size)
            usable = known and math.isfinite(size.width * size.height)
            sizes.append((round(size.width, 1), round(size.height, 1)) if usable else (0.0, 0.0))
        return sizes

    def _fonts(self, *, until: float) -> Iterator[object]:
        for index in range(len(self.document)):
            try:
                objects = self.document[index].get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=5)
                for each in objects:
                    if time.monotonic() > until:
                        return
                    if font := raw.FPDFTextObj_GetFont(each):
                        yield font
            except pypdfium2.PdfiumError:
                continue


def _name(font: object) -> str:
    buffer = ctypes.create_string_buffer(MOST_FONT_NAME)
    length = raw.FPDFFont_GetBaseFontName(font, buffer, MOST_FONT_NAME)
    name = buffer.value.decode("utf-8", "replace") if length <= MOST_FONT_NAME else ""
    return "".join(letter for letter in name if letter.isprintable()) or "a font without a name"
