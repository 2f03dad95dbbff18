"""An image can be too large, broken, or something else than it says: it is refused in a sentence."""

import pytest
from PIL import Image, PngImagePlugin

from designation.vault.rendering.client import CannotRender, memfd
from tests.designation.vault.rendering.made import bomb_png, close_to, draw, pdf, saved, shown

SECRET = "Written by a person who is not to be named"


def test_bomb_is_refused_before_it_is_decoded(renderer):
    bomb = bomb_png(30_000, 30_000)
    assert len(bomb) < 200_000
    with pytest.raises(CannotRender) as caught:
        shown(renderer, bomb, "png")
    assert (caught.value.code, caught.value.reason) == (
        "too_large",
        "This image has more than 25 megapixels, so it cannot be shown.",
    )


def test_limit_is_25_megapixels(renderer):
    assert shown(renderer, bomb_png(5000, 5000), "png").width == 800
    with pytest.raises(CannotRender, match="25 megapixels"):
        shown(renderer, bomb_png(5000, 5001), "png")


def test_only_the_first_frame_counts(renderer):
    red, blue = Image.new("RGB", (700, 600), "red"), Image.new("RGB", (700, 600), "blue")
    for kind, form in (("png", "PNG"), ("jpeg", "MPO")):
        animated = saved(red, form, save_all=True, append_images=[blue] * 3)
        with memfd() as document:
            document.write(animated)
            assert renderer.inspect(document, kind).pages == 1
            with pytest.raises(CannotRender, match="no page 2"):
                renderer.page(document, kind, 2, mark=None)
        assert close_to(draw(renderer, animated, kind).getpixel((400, 300)), (254, 0, 0))


def test_nothing_but_pixels_is_passed_on(renderer):
    image = Image.new("RGB", (700, 600), "gray")
    exif = Image.Exif()
    exif[0x010E] = SECRET
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", SECRET)
    jpeg = saved(image, "JPEG", comment=SECRET, exif=exif)
    png = saved(image, "PNG", pnginfo=notes, exif=exif)
    for kind, content in (("jpeg", jpeg), ("png", png)):
        assert SECRET.encode() in content
        assert SECRET.encode() not in shown(renderer, content, kind).content


@pytest.mark.parametrize("kind", ["png", "jpeg"])
def test_broken_image_is_told_in_a_sentence(renderer, kind):
    whole = saved(Image.effect_noise((700, 600), 90), kind.upper())
    for broken in (whole[: len(whole) // 2], whole[:10], b"", pdf()):
        with pytest.raises(CannotRender) as caught:
            shown(renderer, broken, kind)
        assert caught.value.code == "damaged"


def test_file_is_read_as_the_kind_it_is_asked_for_and_no_other(renderer):
    files = {
        "png": saved(Image.new("L", (9, 9)), "PNG"),
        "jpeg": saved(Image.new("L", (9, 9)), "JPEG"),
        "pdf": pdf(),
    }
    for kind, content in files.items():
        for other in set(files) - {kind}:
            with pytest.raises(CannotRender):
                shown(renderer, content, other)


def test_other_kinds_are_refused(renderer):
    with pytest.raises(CannotRender, match="Only PDF, PNG, JPEG, Markdown"):
        shown(renderer, b"GIF89a", "gif")
