"""Attack 5: take the overlay off in the browser and save the page. The mark is part of the image itself."""

import io

from PIL import Image, ImageChops

from designation.artifacts import storage
from designation.demo.world import World
from designation.vault.rendering.client import memfd
from tests.attacks.conftest import Browser
from tests.designation.artifacts.reading import Reader
from tests.designation.walking import ready

PLACES = 3
BARELY_VISIBLE = 30  # levels of gray


def pixels(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content)).convert("L")


def unmarked(eve: Reader) -> Image.Image:
    with memfd() as document:
        storage.open_share(eve.share).copy_to(document.fileno())
        return pixels(storage.renderer().page(document, "pdf", 1, width_px=1000, mark=None).content)


def test_every_part_of_the_image_alone_carries_the_mark(eve: Reader) -> None:
    plain, seen = unmarked(eve), pixels(eve.sees(1).content)
    strip = (seen.height - plain.height) // 2  # above and below stand banner and legend
    assert (seen.width, strip > 10) == (plain.width, True)
    page = seen.crop((0, strip, seen.width, strip + plain.height))
    changed = ImageChops.difference(plain, page).point(lambda value: value > BARELY_VISIBLE)
    width, height = plain.width // PLACES, plain.height // PLACES
    for left in range(0, width * PLACES, width):
        for top in range(0, height * PLACES, height):
            part = changed.crop((left, top, left + width, top + height))
            assert sum(part.histogram()[1:]) > width * height * 0.005, (left, top)


def test_two_readers_do_not_see_the_same_image(world: World, eve: Reader, browser_of: Browser) -> None:
    ready(world, eve.share.window, "eli")
    other = Reader(browser_of("eli"), eve.share)
    first, second = pixels(eve.sees(1).content), pixels(other.sees(1).content)
    assert ImageChops.difference(first, second).point(lambda value: value > BARELY_VISIBLE).getbbox()
