"""Colors and orientation are those that the image means, on white where it is transparent."""

import io

import pytest
from PIL import Image, ImageCms

from designation.vault.rendering.client import memfd
from tests.designation.vault.rendering.made import MARK, close_to, draw, saved, shown

SIZE = (800, 800)


def test_orientation_is_applied(renderer):
    image = Image.new("RGB", (800, 600), "blue")
    image.paste("red", (0, 0, 400, 600))
    exif = Image.Exif()
    exif[0x0112] = 6  # turn right
    for kind in ("jpeg", "png"):
        content = saved(image, kind.upper(), exif=exif)
        upright = draw(renderer, content, kind, width_px=600)
        assert upright.size == (600, 800)
        assert close_to(upright.getpixel((300, 200)), (254, 0, 0))
        assert close_to(upright.getpixel((300, 600)), (0, 0, 254))
        with memfd() as document:
            document.write(content)
            assert renderer.inspect(document, kind).sizes == ((600.0, 800.0),)


def test_cmyk_is_not_inverted(renderer):
    cyan = saved(Image.new("CMYK", SIZE, (255, 0, 0, 0)), "JPEG")
    red, green, blue = draw(renderer, cyan, "jpeg").getpixel((400, 400))
    assert red < 60 < 160 < min(green, blue)


def test_color_profile_is_applied(renderer):
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = srgb.replace(b"rXYZ", b"----").replace(b"bXYZ", b"rXYZ").replace(b"----", b"bXYZ")
    red = saved(Image.new("RGB", SIZE, (255, 0, 0)), "PNG", icc_profile=swapped)
    assert close_to(draw(renderer, red, "png").getpixel((400, 400)), (0, 0, 255), by=25)


def test_useless_profile_is_ignored(renderer):
    red = saved(Image.new("RGB", SIZE, (255, 0, 0)), "PNG", icc_profile=b"no profile")
    assert close_to(draw(renderer, red, "png").getpixel((400, 400)), (255, 0, 0))


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_transparent_pixels_are_white(renderer, mode):
    image = Image.new("RGBA", SIZE, (0, 0, 0, 0)).convert(mode)
    content = saved(image, "PNG", **({"transparency": image.getpixel((0, 0))} if mode == "P" else {}))
    assert close_to(draw(renderer, content, "png").getpixel((400, 400)), (255, 255, 255))


@pytest.mark.parametrize("mode", ["1", "L", "P", "I;16"])
def test_every_depth_is_read(renderer, mode):
    image = Image.new(mode, SIZE, 0x8000 if mode == "I;16" else 128)
    if mode == "P":
        image.putpalette([level for level in range(256) for _ in range(3)])
    level = draw(renderer, saved(image, "PNG"), "png").convert("L").getpixel((400, 400))
    assert level == pytest.approx(255 if mode == "1" else 128, abs=3)


def test_small_image_stands_on_white_and_is_marked(renderer):
    dot = saved(Image.new("RGB", (1, 9), "black"), "PNG")
    plain = shown(renderer, dot, "png", width_px=600)
    marked = draw(renderer, dot, "png", width_px=600, mark=MARK)
    assert Image.open(io.BytesIO(plain.content)).size == (plain.width, plain.height) == marked.size
    assert marked.crop((0, 0, 100, 100)).convert("L").getextrema()[0] < 200
