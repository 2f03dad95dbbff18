"""The mark that is burned into a page's pixels: who reads it and when, in any quarter of the page.

One tile is drawn and repeated, at least four times across and four times down. The distance between two tiles plus
the size of one is below half the page, so any rectangle of half the page's width and height holds a whole tile.

It has two tones, dark letters with a light edge, so that it shows on white, black and gray. Both are translucent, so
that what lies below stays legible.
"""

import io
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from designation.vault.rendering.messages import Mark
from designation.vault.rendering.names import drawable, name_or_note, shorten, wrap

FONT = (Path(__file__).parent / "fonts" / "DejaVuSansCondensed-subset.ttf").read_bytes()
LEAST_TILES = 4  # across, and down
LARGEST_TILE = 0.23  # of the page's width and height; with 1 / LEAST_TILES below one half
AIR = 1.6  # height of a row, in tiles
TURN_DEGREES = 14
FONT_SIZES = (30, 26, 23, 20, 18, 16, 15, 14, 13, 12, 11, 10, 9)
FONT_TO_WIDTH = 0.018
LETTERS_PER_LINE = 18
LINES_OF_NAME = 3
DARK, LIGHT = 0.38, 0.36  # how much of the page they cover
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
    for left in _starts(marked.width, tile.dark.width, LEAST_TILES):
        for top in _starts(marked.height, tile.dark.height, int(marked.height / (tile.dark.height * AIR))):
            box = (left, top, left + tile.dark.width, top + tile.dark.height)
            marked.paste("white", box, tile.light)
            marked.paste("black", box, tile.dark)
    return marked


def _starts(page: int, tile: int, tiles: int) -> list[int]:
    """Return where tiles begin that are spread evenly over the page in one direction."""
    tiles = max(tiles, LEAST_TILES)
    return [round((number + 0.5) * page / tiles - tile / 2) for number in range(tiles)]


def _tile(mark: Mark, page: tuple[int, int]) -> Tile:
    """Return the largest tile that leaves a whole one in each quarter of the page."""
    for size in FONT_SIZES:
        if size > FONT_TO_WIDTH * page[0]:
            continue
        tile = _drawn(mark, size)
        if tile.dark.width <= LARGEST_TILE * page[0] and tile.dark.height <= LARGEST_TILE * page[1]:
            return tile
    return _drawn(mark, FONT_SIZES[-1])


def _drawn(mark: Mark, size: int) -> Tile:
    letters = font(size)
    widest = letters.getlength("n") * LETTERS_PER_LINE
    lines = shorten(_even_lines(name_or_note(mark.name), letters, widest), most=LINES_OF_NAME)
    lines += _even_lines(drawable(mark.time), letters, widest)
    lines += [mark.code.strip()]
    text, edge = "\n".join(lines), max(1, size // 10)
    probe = ImageDraw.Draw(Image.new("L", (1, 1)))
    left, top, right, bottom = probe.multiline_textbbox(
        (0, 0), text, letters, align="center", stroke_width=edge
    )
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


def _even_lines(text: str, letters: ImageFont.FreeTypeFont, widest: float) -> list[str]:
    """Return the text in as few lines as fit, and those as even as they can be."""
    lines = _lines(text, letters, widest)
    while len(narrower := _lines(text, letters, widest * 0.95)) == len(lines) and widest > 1:
        lines, widest = narrower, widest * 0.95
    return lines


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
