"""Markdown, CSV, JSON and plain text become pages: always the same ones, with everything that is written."""

import pytest

from designation.vault.rendering.client import CannotRender, Renderer, memfd
from tests.designation.vault.rendering.made import MARK, draw, opened, shown

CARD = """---
license: mit
---

# Fable, a *small* model

Fable is a **language model** for `short` texts.
It was trained in Łódź and Zürich.

1. First
2. Second
   - Inner

> Quoted

| Benchmark | Score |
|---|---:|
| MMLU | **71.2** |

```python
print("Fable")
```
"""


def text(renderer: Renderer, content: str | bytes, kind: str, page: int = 1) -> str:
    with memfd() as document:
        document.write(content.encode() if isinstance(content, str) else content)
        return renderer.text(document, kind, page)


def pages(renderer: Renderer, content: str | bytes, kind: str) -> int:
    with memfd() as document:
        document.write(content.encode() if isinstance(content, str) else content)
        return renderer.inspect(document, kind).pages


def dark(picture, box) -> int:
    """Return how many pixels of a region are dark."""
    histogram = picture.crop(box).convert("L").histogram()
    return sum(histogram[:128])


def test_markdown_is_heard_in_paragraphs(renderer):
    assert text(renderer, CARD, "markdown").split("\n\n") == [
        "license: mit",
        "Fable, a small model",
        "Fable is a language model for short texts. It was trained in Łódź and Zürich.",
        "1. First",
        "2. Second",
        "• Inner",
        "Quoted",
        "Benchmark | Score\nMMLU | 71.2",
        'print("Fable")',
    ]


@pytest.mark.parametrize(
    ("kind", "content"),
    [("markdown", CARD), ("csv", "a,b\n1,2\n"), ("json", '{"a": 1}'), ("text", "Plain text\n")],
)
def test_each_kind_is_drawn_with_its_mark(renderer, kind, content):
    plain, marked = draw(renderer, content.encode(), kind), draw(renderer, content.encode(), kind, mark=MARK)
    assert plain.size == (800, 1036)
    half = (plain.width // 2, plain.height // 2, plain.width, plain.height)
    assert dark(plain, (0, 0, 800, 300)) > 20
    assert marked.crop(half).convert("L").histogram() != plain.crop(half).convert("L").histogram()


def test_the_same_document_gives_the_same_picture(renderer):
    assert (
        shown(renderer, CARD.encode(), "markdown").content
        == shown(renderer, CARD.encode(), "markdown").content
    )


def test_a_heading_stays_with_what_follows(renderer):
    for lines in range(40, 60):
        content = "\n".join("Line\n" for _ in range(lines)) + "\n## Heading\n\nBelow"
        number = pages(renderer, content, "markdown")
        assert text(renderer, content, "markdown", number).endswith("Heading\n\nBelow")


def test_the_header_of_a_table_stands_on_every_page_and_is_heard_once(renderer):
    content = "Name,Score\n" + "".join(f"Row {number},{number}\n" for number in range(200))
    assert pages(renderer, content, "csv") == 5
    heard = "\n".join(text(renderer, content, "csv", page) for page in range(1, 6))
    assert heard.split("\n") == ["Name | Score", *(f"Row {number} | {number}" for number in range(200))]
    with memfd() as document:
        document.write(content.encode())
        second = renderer.page(document, "csv", 2, width_px=800, mark=None)
    assert dark(opened(second), (60, 60, 400, 80)) > 100


def test_wide_csv_is_shown_in_parts(renderer):
    columns = [f"A column {number}" for number in range(60)]
    content = ",".join(columns) + "\n" + ",".join(str(number) for number in range(60)) + "\n"
    heard = "\n".join(text(renderer, content, "csv", n + 1) for n in range(pages(renderer, content, "csv")))
    assert heard.startswith("Columns 1 to ")
    cells = [cell.strip() for line in heard.split("\n") if "|" in line for cell in line.split("|")]
    assert sorted(cells) == sorted([*columns, *(str(number) for number in range(60))])


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_with_another_separator_is_a_table(renderer, separator):
    content = separator.join("ab") + "\n" + separator.join(['"1 2"', "3"]) + "\n"
    assert text(renderer, content, "csv") == "a | b\n1 2 | 3"


@pytest.mark.parametrize(
    ("content", "kind", "heard"),
    [
        ("| | |\n|-|-|\n| a | b |\n| | |\n| c | |\n", "markdown", "a | b\nc |"),
        (",\na,b\n,\nc,\n", "csv", "a | b\nc |"),
        ("| a |\n|-|\n", "markdown", "a"),
        (",,\n", "csv", ""),
    ],
)
def test_cells_may_be_empty(renderer, content, kind, heard):
    assert [line.strip() for line in text(renderer, content, kind).split("\n")] == heard.split("\n")
    assert draw(renderer, content.encode(), kind).size[0] == 800


def test_json_is_spread_out_and_keeps_what_was_written(renderer):
    heard = text(renderer, '{"a":[1.50,1e400,{}],"a":"x,\\"y\\" {","b":[]}', "json")
    assert heard.split("\n") == [
        "{",
        '  "a": [',
        "    1.50,",
        "    1e400,",
        "    {}",
        "  ],",
        '  "a": "x,\\"y\\" {",',
        '  "b": []',
        "}",
    ]


def test_what_is_not_valid_json_is_shown_as_it_is(renderer):
    assert text(renderer, '{"a": 1,}\nx', "json") == '{"a": 1,}\nx'


@pytest.mark.parametrize("kind", ["markdown", "csv", "json", "text"])
def test_a_long_line_is_broken(renderer, kind):
    long = "x" * 3000
    content = f'["{long}"]' if kind == "json" else long
    assert text(renderer, content, kind).replace("\n", "").strip('[]" ').rstrip('"') == long
    picture = draw(renderer, content.encode(), kind)
    assert dark(picture, (picture.width - 50, 0, picture.width, picture.height)) == 0
    assert dark(picture, (0, 0, picture.width, picture.height)) > 3000


def test_a_byte_order_mark_and_line_ends_of_windows_are_not_seen(renderer):
    assert text(renderer, "\ufeff# Heading\r\n\r\nText\rmore".encode(), "markdown") == "Heading\n\nText more"


def test_writing_that_our_fonts_lack_is_said(renderer):
    with memfd() as document:
        document.write("Crème brûlée, Łódź, Ελλάδα, Київ → 漢字 שלום 🤗".encode())
        assert renderer.inspect(document, "text").missing_fonts == (
            "CJK letters",
            "Hebrew letters",
            "symbols",
        )
    with memfd() as document:
        document.write("Crème brûlée, Łódź, Ελλάδα, Київ → ≤ ✓".encode())
        assert renderer.inspect(document, "text").missing_fonts == ()


def test_a_page_that_does_not_exist_is_refused(renderer):
    for number in (0, 2, 3000):
        with pytest.raises(CannotRender, match=f"no page {number}"):
            text(renderer, "One page", "text", number)


def test_an_empty_line_alone_is_one_page(renderer):
    for kind in ("markdown", "csv", "json", "text"):
        assert pages(renderer, "\n", kind) == 1
        assert text(renderer, "\n", kind) == ""
