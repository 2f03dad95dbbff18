"""Markdown, without HTML, which is shown as it is written. Nothing is fetched, and no link leads anywhere.

What Markdown leaves out of the page, such as definitions of links, is not shown.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from markdown_it import MarkdownIt
from markdown_it.token import Token

from designation.vault.rendering.messages import CannotRender
from designation.vault.rendering.plain_text import mono_rows
from designation.vault.rendering.tables import Cell, table_rows
from designation.vault.rendering.typeset import (
    BOLD,
    ITALIC,
    LEADING,
    MARGIN,
    MONO,
    PORTRAIT,
    SANS,
    Layout,
    Piece,
    Row,
    Rule,
)
from designation.vault.rendering.wrapping import Run, wrap

SIZE, SMALL = 10.0, 8.5
HEADINGS = {"h1": 18.0, "h2": 15.0, "h3": 12.5}
WIDTH = PORTRAIT[0] - 2 * MARGIN
STEP, MOST_INDENT = 16.0, 200.0
DEEPEST = 100
FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n---[ \t]*(?:\n|\Z)", re.DOTALL)
PARSER = MarkdownIt("commonmark", {"html": False, "maxNesting": DEEPEST}).enable("table")


def markdown_layout(text: str) -> Layout:
    """Return the layout of Markdown. Raises: CannotRender, if it is nested too deeply."""
    front = FRONT_MATTER.match(text)
    tokens = PARSER.parse(text[front.end() :] if front else text)
    if any(token.level >= DEEPEST - 1 for token in tokens):
        raise CannotRender(
            "too_deep", f"This file is nested {DEEPEST} levels deep or more, so it cannot be shown."
        )
    return Layout(PORTRAIT, _rows(front.group(1) if front else "", tokens))


@dataclass(frozen=True)
class _Place:
    """Where blocks stand: how far they are moved in, and what is written beside the first line of the next one."""

    indent: float = 0.0
    marker: str = ""
    quoted: tuple[float, ...] = ()

    def further(self, step: float = STEP) -> "_Place":
        return replace(self, indent=min(self.indent + step, MOST_INDENT))


def _rows(front: str, tokens: list[Token]) -> Iterator[Row]:
    if front:
        yield from mono_rows(front.split("\n"), WIDTH, size=SMALL)
        yield Row(SIZE, rules=(Rule(0, SIZE / 2, WIDTH, SIZE / 2),))
    places, numbers = [_Place()], [0]
    index = 0
    while index < len(tokens):
        token, place = tokens[index], places[-1]
        index += 1
        if token.type == "inline":
            opened = tokens[index - 2]
            yield from _paragraph(token, opened, place)
            places[-1] = replace(place, marker="")
        elif token.type == "table_open":
            end = next(at for at in range(index, len(tokens)) if tokens[at].type == "table_close")
            yield from _table(tokens[index:end], place)
            index = end + 1
        elif token.type in ("fence", "code_block"):
            yield from _code(token, place)
            places[-1] = replace(place, marker="")
        elif token.type == "hr":
            yield Row(SIZE, rules=(Rule(place.indent, SIZE / 2, WIDTH, SIZE / 2),))
        elif token.type in ("bullet_list_open", "ordered_list_open"):
            numbers.append(int(token.attrGet("start") or 1) if token.type.startswith("ordered") else 0)
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            numbers.pop()
            if len(numbers) == 1:
                yield Row(SIZE * 0.5, (), _bars(place, SIZE * 0.5))
        elif token.type == "list_item_open":
            marker = f"{numbers[-1]}{token.markup}" if token.markup in (".", ")") else "•"
            numbers[-1] += 1
            places.append(replace(place.further(STEP + 4 * max(0, len(marker) - 2)), marker=marker))
        elif token.type == "blockquote_open":
            places.append(replace(place.further(), quoted=(*place.quoted, place.indent + STEP / 3)))
        elif token.type in ("list_item_close", "blockquote_close"):
            places.pop()


def _paragraph(token: Token, opened: Token, place: _Place) -> Iterator[Row]:
    """Yield a paragraph or a heading, and the space below it."""
    size = HEADINGS.get(opened.tag, SIZE)
    is_heading = opened.type == "heading_open"
    runs = _runs(token.children or [], BOLD if is_heading else SANS)
    if is_heading:
        yield Row(size * 0.5, (), _bars(place, size * 0.5), keep=size * 5)
    lines = wrap(runs, WIDTH - place.indent, size)
    height = size * LEADING
    for number, line in enumerate(lines):
        pieces = [piece._replace(x=piece.x + place.indent) for piece in line.pieces]
        text = line.text
        if number == 0 and place.marker:
            pieces.insert(0, Piece(place.indent - STEP + 4, SANS, size, place.marker))
            text = f"{place.marker} {text}"
        keep = size * 4 if is_heading else height if number == 0 and len(lines) > 1 else 0.0
        yield Row(
            height, tuple(pieces), _bars(place, height), text, "\n\n" if number == 0 else line.joint, keep
        )
    space = size * (0.15 if opened.hidden else 0.6)
    yield Row(space, (), _bars(place, space))


def _code(token: Token, place: _Place) -> Iterator[Row]:
    inner = place.further(8)
    bar = (*place.quoted, place.indent)
    for row in mono_rows(token.content.rstrip("\n").split("\n"), WIDTH, x=inner.indent, size=SMALL):
        yield row._replace(rules=tuple(Rule(x, 0, x, row.height) for x in bar))
    yield Row(SIZE * 0.7, (), _bars(place, SIZE * 0.7))


def _table(tokens: list[Token], place: _Place) -> Iterator[Row]:
    rows: list[list[Cell]] = []
    for number, token in enumerate(tokens):
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(_runs(token.children or [], BOLD if tokens[number - 1].tag == "th" else SANS))
    yield from table_rows(rows[0], rows[1:], WIDTH, size=SMALL, x=place.indent)
    yield Row(SIZE * 0.8)


def _runs(children: list[Token], base: str) -> list[Run]:
    """Return inline content as runs. Links and images are followed by where they lead, as text."""
    runs: list[Run] = []
    strong = emphasis = 0
    links: list[tuple[str, int]] = []
    for token in children:
        font = BOLD if strong else ITALIC if emphasis else base
        if token.type in ("strong_open", "strong_close"):
            strong += token.nesting
        elif token.type in ("em_open", "em_close"):
            emphasis += token.nesting
        elif token.type == "code_inline":
            runs.append(Run(MONO, token.content))
        elif token.type == "softbreak":
            runs.append(Run(font, " "))
        elif token.type == "hardbreak":
            runs.append(Run(font, "\n"))
        elif token.type == "link_open":
            links.append((str(token.attrGet("href") or ""), len(runs)))
        elif token.type == "link_close":
            address, start = links.pop()
            said = "".join(run.text for run in runs[start:])
            if address and address not in (said, f"mailto:{said}") and not address.startswith("#"):
                runs.append(Run(font, f" ({address})"))
        elif token.type == "image":
            about = ", ".join(filter(None, [token.content, str(token.attrGet("src") or "")]))
            runs.append(Run(ITALIC, f"[Image: {about}]"))
        else:
            runs.append(Run(font, token.content))
    return runs


def _bars(place: _Place, height: float) -> tuple[Rule, ...]:
    return tuple(Rule(x, 0, x, height) for x in place.quoted)
