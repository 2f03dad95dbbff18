"""The mark that is burned into a page's pixels: who reads it and when, in any quarter of the page.

One tile is drawn and repeated. Its pitch plus its size is below half the page in both directions, so that any
rectangle of half the page's width and height holds a whole tile. It has two tones, dark letters with a light edge,
so that it shows on white, black and gray. Both are translucent, so that what lies below stays legible.
"""

import io
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from designation.vault.rendering.messages import Mark
from designation.vault.rendering.names import drawable, name_or_note, shorten, wrap

FONT = (Path(__file__).parent / "fonts" / "DejaVuSansCondensed-subset.ttf").read_bytes()
LARGEST_TILE = 0.23  # of the page's width and height; with PITCH below one half
PITCH = 0.265
TURN_DEGREES = 14
FONT_SIZES = (30, 26, 23, 20, 18, 16, 15, 14, 13, 12, 11, 10, 9)
FONT_TO_WIDTH = 0.018
LETTERS_PER_LINE = 18
LINES_OF_NAME = 3
DARK, LIGHT = 0.42, 0.42  # how much of the page they cover
MARGIN = 10


@cache
def font(size: int) -> ImageFont.FreeTypeFont:
    """Return our font from memory: nothing can be opened where marks are drawn."""
    return ImageFont.truetype(io.BytesIO(FONT), size, layout_engine=ImageFont.Layout.BASIC)


@dataclass(frozen=True)
class Tile:
    """Masks of one mark: where it is dark, and where it is light."""

    dark: Image.Image
    light: Image.Image


def burn_in(page: Image.Image, mark: Mark) -> Image.Image:
    """Return the page with strips above and below it, and with the mark all over."""
    marked = _with_strips(page, mark)
    tile = _tile(mark, marked.size)
    width, height = tile.dark.size
    across = max(width, int(marked.width * PITCH))
    down = max(height, min(int(marked.height * PITCH), int(height * 1.6)))
    for top in range(_first(height, down), marked.height, down):
        for left in range(_first(width, across), marked.width, across):
            box = (left, top, left + width, top + height)
            marked.paste("white", box, tile.light)
            marked.paste("black", box, tile.dark)
    return marked


def _first(size: int, pitch: int) -> int:
    return (pitch - size) // 2


def _tile(mark: Mark, page: tuple[int, int]) -> Tile:
    """Return the largest tile that leaves a whole one in each quarter of the page."""
    tile = None
    for size in FONT_SIZES:
        if size > max(FONT_TO_WIDTH * page[0], FONT_SIZES[-1]) and size != FONT_SIZES[-1]:
            continue
        tile = _drawn(mark, size)
        if tile.dark.width <= LARGEST_TILE * page[0] and tile.dark.height <= LARGEST_TILE * page[1]:
            break
    assert tile is not None
    return tile


def _drawn(mark: Mark, size: int) -> Tile:
    letters = font(size)
    widest = letters.getlength("n") * LETTERS_PER_LINE
    lines = shorten(_lines(name_or_note(mark.name), letters, widest), most=LINES_OF_NAME)
    lines += _lines(drawable(mark.time), letters, widest)
    lines += [mark.code.strip()]
    text, edge = "\n".join(lines), max(1, size // 10)
    probe = ImageDraw.Draw(Image.new("L", (1, 1)))
    left, top, right, bottom = probe.multiline_textbbox((0, 0), text, letters, align="center", stroke_width=edge)
    box = (int(right - left) + 2, int(bottom - top) + 2)
    at = (1 - left, 1 - top)
    masks = []
    for stroke, cover in ((0, DARK), (edge, LIGHT)):
        mask = Image.new("L", box)
        ImageDraw.Draw(mask).multiline_text(
            at, text, round(255 * cover), letters, align="center", stroke_width=stroke
        )
        masks.append(mask.rotate(TURN_DEGREES, Image.Resampling.BILINEAR, expand=True))
    return Tile(*masks)


def _lines(text: str, letters: ImageFont.FreeTypeFont, widest: float) -> list[str]:
    return wrap(text, fits=lambda line: letters.getlength(line) <= widest)


def _with_strips(page: Image.Image, mark: Mark) -> Image.Image:
    """Return the page between two strips that say the handling banner and the owner's legend."""
    size = max(13, round(page.width * 0.0135))
    letters = font(size)
    widest = page.width - 2 * MARGIN
    banner, legend = (_lines(drawable(text), letters, widest) for text in (mark.banner, mark.legend))
    if not banner and not legend:
        return page.copy()
    line = round(size * 1.35)
    height = line * (len(banner) + len(legend)) + MARGIN
    canvas = Image.new("RGB", (page.width, page.height + 2 * height), "white")
    canvas.paste(page, (0, height))
    draw = ImageDraw.Draw(canvas)
    for top, lines in (
        (MARGIN // 2, [*banner, *legend]),
        (height + page.height + MARGIN // 2, [*legend, *banner]),
    ):
        for number, text in enumerate(lines):
            at = (page.width / 2, top + number * line)
            draw.text(at, text, "black", letters, anchor="ma")
    draw.line([(0, height - 1), (page.width, height - 1)], "black")
    draw.line([(0, height + page.height), (page.width, height + page.height)], "black")
    return canvas
