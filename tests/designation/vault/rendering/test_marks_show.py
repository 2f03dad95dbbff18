"""A mark shows on every quarter of a page, on any background, and leaves the text below it legible."""

import itertools

import pytest
from PIL import Image, ImageChops

from designation.vault.rendering import marks
from designation.vault.rendering.client import Mark
from tests.designation.vault.rendering.made import MARK, draw, pdf, text

LONG = Mark(
    name="Wolfeschlegelsteinhausenbergerdorff " * 6, time="Wed, Sep 30, 2026, 12:00 p.m. EDT", code="A" * 16
)
SIZES = [(1200, 1697), (1697, 1200), (600, 500), (600, 6000), (2000, 600), (3000, 3000)]
BACKGROUNDS = {"white": "1 1 1", "black": "0 0 0", "gray": "0.5 0.5 0.5"}
BARELY_VISIBLE = 30  # levels of gray


def halves(length: int) -> list[tuple[int, int]]:
    """Return where a half of `length` can lie: at both ends and at places between."""
    half = length // 2
    return [(start, start + half) for start in {*range(0, length - half, max(1, length // 7)), length - half}]


@pytest.mark.parametrize("mark", [MARK, LONG], ids=["short", "long"])
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_any_rectangle_of_half_the_width_and_height_holds_a_whole_mark(size, mark):
    page = Image.new("RGB", size, "white")
    marked = marks.burn_in(page, mark)
    found = [box for box in boxes(size, mark) if is_whole(marked.crop(box), mark, size)]
    for (left, right), (top, bottom) in itertools.product(halves(size[0]), halves(size[1])):
        assert any(
            box[0] >= left and box[2] <= right and box[1] >= top and box[3] <= bottom for box in found
        ), (left, top)


def boxes(size, mark):
    """Return where marks are said to be."""
    tile = marks._tile(mark, size).dark
    rows = int(size[1] / (tile.height * marks.AIR))
    for left in marks._starts(size[0], tile.width, marks.LEAST_TILES):
        for top in marks._starts(size[1], tile.height, rows):
            yield left, top, left + tile.width, top + tile.height


def is_whole(part, mark, size):
    """Return whether a part of a white page is dark where one mark is, and nowhere else."""
    covered = ImageChops.invert(part.convert("L"))
    return not ImageChops.difference(covered, marks._tile(mark, size).dark).point(lambda v: v > 2).getbbox()


@pytest.mark.parametrize("background", BACKGROUNDS)
def test_mark_is_visible_in_each_quarter(renderer, background):
    page = pdf(f"{BACKGROUNDS[background]} rg 0 0 400 500 re f")
    plain, marked = draw(renderer, page), draw(renderer, page, mark=MARK)
    assert plain.size == marked.size
    changed = ImageChops.difference(plain, marked).convert("L").point(lambda v: v > BARELY_VISIBLE)
    for (left, right), (top, bottom) in itertools.product(halves(plain.width), halves(plain.height)):
        quarter = changed.crop((left, top, right, bottom))
        assert sum(quarter.histogram()[1:]) > quarter.width * quarter.height * 0.01


def test_text_below_the_mark_stays_legible(renderer):
    lines = "".join(
        f"1 0 0 1 0 {y} cm BT /F 11 Tf 10 0 Td ({'Legible words ' * 5}) Tj ET 1 0 0 1 0 {-y} cm "
        for y in range(0, 500, 14)
    )
    page = pdf(lines)
    plain, marked = draw(renderer, page, width_px=1200), draw(renderer, page, width_px=1200, mark=MARK)
    dark = [image.convert("L").point(lambda v: 255 * (v > 124), mode="1") for image in (plain, marked)]
    turned = sum(ImageChops.logical_xor(*dark).histogram()[1:])
    assert turned < plain.width * plain.height * 0.005  # what was dark is dark, what was light is light
    assert marked.tobytes() != plain.tobytes()


def test_legend_and_banner_stand_above_and_below_the_page(renderer):
    said = Mark(MARK.name, MARK.time, MARK.code, legend="Confidential commercial information", banner="CUI")
    page = pdf(text("Words"))
    without, marked = draw(renderer, page, mark=MARK), draw(renderer, page, mark=said)
    strip = (marked.height - without.height) // 2
    assert strip > 20
    for top in (0, marked.height - strip):
        middle = marked.crop((200, top, 600, top + strip)).convert("L")
        assert middle.getextrema()[0] < 60


def test_longer_legend_gets_more_lines(renderer):
    short, long = (Mark(MARK.name, MARK.time, MARK.code, legend="Proprietary " * words) for words in (2, 160))
    assert draw(renderer, pdf(), mark=long).height > draw(renderer, pdf(), mark=short).height + 200


@pytest.mark.parametrize("code", ["", "abc", "Ä" * 8, "A" * 17, "AB\nCD"])
def test_mark_has_a_code_of_plain_letters(code):
    with pytest.raises(ValueError, match="code"):
        Mark("Dora Whitfield", MARK.time, code)
