"""Text can try to do something, or to take forever. It is shown as it is written, or refused in a sentence."""

import re

import pytest

from designation.vault.rendering import text_file, warming
from designation.vault.rendering.client import CannotRender, Renderer, memfd
from tests.designation.vault.rendering.test_text_looks_right import dark, draw, pages, text


def refused(renderer: Renderer, content: bytes, kind: str) -> tuple[str, str]:
    with memfd() as document:
        document.write(content)
        with pytest.raises(CannotRender) as caught:
            renderer.inspect(document, kind)
    return caught.value.code, caught.value.reason


@pytest.mark.parametrize(
    ("content", "kind", "code"),
    [
        (b">" * 100_000 + b" x", "markdown", "too_deep"),
        (b"".join(b" " * (2 * depth) + b"- x\n" for depth in range(300)), "markdown", "too_deep"),
        (b"|a" * 5000 + b"|\n" + b"|-" * 5000 + b"|\n", "markdown", "too_wide"),
        (b"a," * 1_000_000, "csv", "too_wide"),
        (b"a\n" * 400_000, "csv", "too_many_pages"),
        (b"\n" * 1_000_000, "text", "too_many_pages"),
        (b"[" + b"1," * 300_000 + b"1]", "json", "too_many_pages"),
        (b"x" * 5_000_001, "text", "too_large"),
        (b"x" * 1_000_001, "markdown", "too_large"),
        (b"x" * 2_000_001, "csv", "too_large"),
        (b"\xe9t\xe9", "text", "not_text"),
        ("UTF-16".encode("utf-16"), "csv", "not_text"),
        (b"a\0b", "json", "not_text"),
        (b"\xed\xa0\x80", "text", "not_text"),
    ],
)
def test_what_cannot_be_shown_is_refused_in_a_sentence(renderer, content, kind, code):
    found, reason = refused(renderer, content, kind)
    assert found == code
    assert re.fullmatch(r"This [^.]+\.( [A-Z][^.]+\.)?", reason)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"[" * 100_000 + b"]" * 100_000, "json"),
        (b"[" * 900 + b"]" * 900, "json"),
        (b"[" + b"9" * 10_000 + b"]", "json"),
        (b"".join(b"`" * size + b" " for size in range(500)), "markdown"),
        (b"*a **b " * 5_000, "markdown"),
        (b"[" * 5_000, "markdown"),
        (b"![" * 3_000 + b"](x)" * 3_000, "markdown"),
        (b"x" * 400_000, "markdown"),
        (b'"' + b"word " * 200_000 + b'"', "csv"),
        ((b"a," * 900 + b"\n") * 5, "csv"),
        (b'"never closed', "csv"),
    ],
)
def test_what_is_strange_is_shown(renderer, content, kind):
    assert pages(renderer, content, kind) >= 1
    assert draw(renderer, content, kind).size[0] == 800


def test_html_is_shown_as_it_is_written(renderer):
    html = '<script>alert(1)</script> <img src="https://x.example/a.png"> <b onclick="x()">bold</b> &lt;i&gt;'
    assert text(renderer, html, "markdown") == html.replace("&lt;i&gt;", "<i>")


def test_links_and_images_are_words(renderer):
    content = "[Look](https://x.example/a) [bad](javascript:alert(1)) ![Chart](https://x.example/b.png) <https://y.example>"
    assert text(renderer, content, "markdown") == (
        "Look (https://x.example/a) [bad](javascript:alert(1)) [Image: Chart, https://x.example/b.png] https://y.example"
    )


def test_the_pdf_in_between_holds_no_link_and_no_image():
    content = b"[Look](https://x.example/a) ![Chart](file:///etc/passwd) <script>x</script>"
    file = text_file.TextFile(warming._mapped(content), "markdown")
    written = text_file.pdf_of(file.layout.size, file._page(1))
    for sign in (b"/URI", b"/Annot", b"/JavaScript", b"/Subtype /Image", b"/Launch", b"/EmbeddedFile"):
        assert sign not in written


@pytest.mark.parametrize("kind", ["markdown", "csv", "json", "text"])
def test_controls_are_spelled_out(renderer, kind):
    hostile = "a \x1b[31mred\x07 \u202egnp.exe\u2066 b\u200bc \u061c"
    assert text(renderer, hostile, kind) == "a [U+001B][31mred[U+0007] [U+202E]gnp.exe[U+2066] bc [U+061C]"


def test_a_formula_in_csv_is_text(renderer):
    assert text(renderer, '=HYPERLINK("x"),b\n@SUM(1),-1\n', "csv").startswith('=HYPERLINK("x")')


def test_letters_that_our_fonts_lack_are_boxes(renderer):
    assert text(renderer, "漢字", "text") == "漢字"
    assert dark(draw(renderer, "漢字".encode(), "text"), (50, 50, 200, 100)) > 20
