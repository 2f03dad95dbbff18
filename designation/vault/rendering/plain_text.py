"""Plain text and JSON: letters of one width, line by line, with long lines broken."""

import json
import re
from collections.abc import Iterator

from designation.vault.rendering.typeset import MARGIN, MONO, PORTRAIT, Layout, Piece, Row, width_of

SIZE = 8.5
LINE = SIZE * 1.3
INDENT, MOST_INDENT = 2, 40
TOKENS = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{},:]|[^\s\[\]{},:"]+')


def text_layout(text: str) -> Layout:
    """Return the layout of plain text."""
    return Layout(PORTRAIT, mono_rows(text.split("\n"), PORTRAIT[0] - 2 * MARGIN))


def json_layout(text: str) -> Layout:
    """Return the layout of JSON, one value a line. What is not valid JSON is shown as it is."""
    try:
        json.loads(text, parse_int=str, parse_float=str, parse_constant=str)
    except (ValueError, RecursionError):
        return text_layout(text)
    return Layout(PORTRAIT, mono_rows(_json_lines(text), PORTRAIT[0] - 2 * MARGIN))


def mono_rows(
    lines: Iterator[str] | list[str], width: float, *, x: float = 0.0, size: float = SIZE
) -> Iterator[Row]:
    """Yield the rows of lines in letters of one width; `x` is where they begin."""
    most = max(1, int((width - x) / (width_of("n", MONO) * size)))
    height, empty = size * 1.3, 1
    for line in lines:
        line = line.expandtabs(4).rstrip()
        joint, empty = ("\n\n" if empty else "\n"), not line.strip()
        for start in range(0, max(len(line), 1), most):
            part = line[start : start + most]
            yield Row(
                height, (Piece(x, MONO, size, part),) if part else (), text=part, joint="" if start else joint
            )


def _json_lines(text: str) -> Iterator[str]:
    """Yield valid JSON with one value a line. Numbers and names are kept as they were written, also twice."""
    depth, line = 0, ""
    signs = (found.group() for found in TOKENS.finditer(text))
    sign = next(signs, "")
    while sign:
        following = next(signs, "")
        if sign in "[{" and following and following in "]}":
            line, following = f"{line}{sign}{following}", next(signs, "")
        elif sign in "[{":
            yield line + sign
            depth += 1
            line = _indent(depth)
        elif sign in "]}":
            if line.strip():
                yield line
            depth -= 1
            line = _indent(depth) + sign
        elif sign == ",":
            yield line + sign
            line = _indent(depth)
        else:
            line += ": " if sign == ":" else sign
        sign = following
    yield line


def _indent(depth: int) -> str:
    return " " * min(depth * INDENT, MOST_INDENT)
