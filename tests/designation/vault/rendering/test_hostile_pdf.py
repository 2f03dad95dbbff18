"""A PDF can ask for too much, be broken, or hold scripts: it is refused in a sentence, or drawn and nothing else."""

import pytest

from designation.vault.rendering.client import CannotRender, Inspection, memfd
from tests.designation.vault.rendering.made import close_to, draw, pdf, protected, shown, text

SCRIPT = "/OpenAction<</S/JavaScript/JS(this.getField('a').value='ran')>>"
LAUNCH = "/OpenAction<</S/Launch/F(/bin/true)>>"


def inspect(renderer, content: bytes) -> Inspection:
    with memfd() as document:
        document.write(content)
        return renderer.inspect(document, "pdf")


def refused(renderer, content: bytes) -> CannotRender:
    with pytest.raises(CannotRender) as caught:
        shown(renderer, content)
    return caught.value


def test_page_count_that_is_a_lie_is_refused_at_once(renderer):
    assert refused(renderer, pdf(count=1_000_000)).code == "too_many_pages"
    with pytest.raises(CannotRender, match="more than 2,000 pages"):
        inspect(renderer, pdf(count=1_000_000))


def test_page_that_is_not_there_is_told(renderer):
    with memfd() as document:
        document.write(pdf(count=7))
        assert renderer.inspect(document, "pdf").sizes == ((400.0, 500.0), *[(0.0, 0.0)] * 6)
        for number in (0, 2, 8):
            with pytest.raises(CannotRender) as caught:
                renderer.page(document, "pdf", number, mark=None)
            assert caught.value.code in ("no_such_page", "damaged")


@pytest.mark.parametrize(
    "box", ["0 0 14400 14400", "0 0 1e30 1e30", "0 0 1 14400", "0 0 14400 1", "0 0 -1 0"]
)
def test_size_of_a_page_is_held_within_limits(renderer, box):
    picture = shown(renderer, pdf(box=box), width_px=60_000)
    assert picture.width * picture.height <= 25_000_000
    assert picture.width >= 600
    assert picture.height >= 500


def test_user_password_is_locked(renderer):
    locked = protected(user="secret", owner="boss")
    assert inspect(renderer, locked) == Inspection(0, (), True, (), False)
    error = refused(renderer, locked)
    assert (error.code, error.reason) == ("locked", "This PDF asks for a password, so it cannot be shown.")


def test_owner_password_alone_does_not_lock(renderer):
    assert not inspect(renderer, protected(user="", owner="boss")).locked
    assert shown(renderer, protected(user="", owner="boss")).width == 800


@pytest.mark.parametrize("content", [pdf(text("x"))[:300], b"%PDF-1.7\n", b"no PDF at all", b""])
def test_broken_file_is_told_in_a_sentence(renderer, content):
    assert refused(renderer, content).code == "damaged"


@pytest.mark.parametrize("action", [SCRIPT, LAUNCH], ids=["script", "launch"])
def test_script_is_noticed_and_not_run(renderer, action):
    hostile = pdf(text("Page"), catalog=action)
    assert inspect(renderer, hostile).has_scripts
    assert not inspect(renderer, pdf(text("Page"))).has_scripts
    assert draw(renderer, hostile).tobytes() == draw(renderer, pdf(text("Page"))).tobytes()


def test_filled_form_field_is_shown(renderer):
    form = "<</Type/XObject/Subtype/Form/BBox[0 0 200 100]/Length 27>> stream\n1 0 0 rg 0 0 200 100 re f   \nendstream"
    field = "<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/V(filled)/F 4/Rect[100 200 300 300]/P 3 0 R/AP<</N 6 0 R>> >>"
    filled = pdf(catalog="/AcroForm<</Fields[5 0 R]>>", page="/Annots[5 0 R]", others=(field, form))
    assert close_to(draw(renderer, filled).getpixel((400, 500)), (255, 0, 0))
    assert close_to(draw(renderer, pdf()).getpixel((400, 500)), (255, 255, 255))


def test_fonts_that_are_not_embedded_are_named(renderer):
    foreign = "/Font <</F <</Type/Font/Subtype/Type1/BaseFont/KozMinPro-Regular>> >>"
    assert inspect(renderer, pdf(text("Words"), resources=foreign)).missing_fonts == ("KozMinPro-Regular",)
    assert inspect(renderer, pdf(text("Words"))).missing_fonts == ()


def test_text_of_a_page_is_read(renderer):
    with memfd() as document:
        document.write(pdf(text("Red team report")))
        assert renderer.text(document, "pdf", 1) == "Red team report"
        with pytest.raises(CannotRender, match="no page 2"):
            renderer.text(document, "pdf", 2)
