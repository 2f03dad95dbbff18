"""Tables: columns as wide as they need, long cells wrapped, wide tables in several parts, the header on every page."""

from collections.abc import Iterator, Sequence

from designation.vault.rendering.messages import CannotRender
from designation.vault.rendering.typeset import BOLD, LEADING, SANS, Piece, Row, Rule, width_of
from designation.vault.rendering.wrapping import Line, Run, wrap

Cell = list[Run]
PADDING = 4.0
MOST_COLUMNS = 1_000
LEAST_WIDTH, WIDEST_WORD = 30.0, 110.0
MOST_ROWS = 100_000  # more would fill more pages than are shown
TOO_WIDE = f"This table has more than {MOST_COLUMNS:,} columns, so it cannot be shown."
TOO_LONG = f"This table has more than {MOST_ROWS:,} rows, so it cannot be shown. Split it into smaller files."


def table_rows(
    header: Sequence[Cell], body: Sequence[Sequence[Cell]], width: float, *, size: float, x: float = 0.0
) -> Iterator[Row]:
    """Yield the rows of a table; rows that lack cells have empty ones. Raises: CannotRender, if it is too large."""
    columns = max([len(header), *(len(row) for row in body)], default=0)
    if columns > MOST_COLUMNS:
        raise CannotRender("too_wide", TOO_WIDE)
    if len(body) > MOST_ROWS:
        raise CannotRender("too_many_pages", TOO_LONG)
    wanted, least = _needs(header, body, columns, size)
    parts = _parts(least, width - x)
    for number, part in enumerate(parts):
        if number:
            yield Row(size * 1.5)
        widths = _widths([wanted[i] for i in part], [least[i] for i in part], width - x)
        caption = ()
        if len(parts) > 1:
            words = f"Columns {part[0] + 1} to {part[-1] + 1} of {columns}"
            caption = (Row(size * LEADING * 1.3, (Piece(x, SANS, size, words),), text=words, keep=60),)
        top = (*caption, *_row([_cell(header, i) for i in part], widths, size, x, repeated=()))
        top = (top[0]._replace(joint="\n\n"), *top[1:])
        yield from (row._replace(keep=60) for row in top[:8])
        yield from top[8:]
        repeated = tuple(row._replace(text="") for row in top) if len(top) <= 8 else caption
        for row in body:
            yield from _row([_cell(row, i) for i in part], widths, size, x, repeated=repeated)


def measured(table: Sequence[Sequence[Cell]], size: float) -> float:
    """Return the width at which a table needs no wrapping, in points."""
    columns = max((len(row) for row in table), default=0)
    return sum(_needs([], table, columns, size)[0]) if columns <= MOST_COLUMNS else 0.0


def _cell(row: Sequence[Cell], index: int) -> Cell:
    return row[index] if index < len(row) else []


def _needs(
    header: Sequence[Cell], body: Sequence[Sequence[Cell]], columns: int, size: float
) -> tuple[list[float], list[float]]:
    """Return for each column the width that it would like and the least that it can do with."""
    wanted, least = [LEAST_WIDTH] * columns, [LEAST_WIDTH] * columns
    for row in (header, *body):
        for index, cell in enumerate(row):
            if not cell:
                continue
            natural = sum(width_of(text, font) for font, text in cell) * size + 2 * PADDING
            if natural <= least[index]:
                continue
            wanted[index] = max(wanted[index], natural)
            words = (width_of(word, font) for font, text in cell for word in text.split())
            longest = max(words, default=0.0) * size + 2 * PADDING
            least[index] = max(least[index], min(longest, WIDEST_WORD))
    return wanted, least


def _parts(least: list[float], width: float) -> list[list[int]]:
    """Return the columns that stand beside each other, part by part."""
    parts: list[list[int]] = [[]]
    used = 0.0
    for index, each in enumerate(least):
        if parts[-1] and used + each > width:
            parts.append([])
            used = 0.0
        parts[-1].append(index)
        used += each
    return parts


def _widths(wanted: list[float], least: list[float], width: float) -> list[float]:
    if sum(wanted) <= width:
        return wanted
    free = max(0.0, width - sum(least))
    more = [want - need for want, need in zip(wanted, least, strict=True)]
    total = sum(more) or 1.0
    return [min(need + free * extra / total, width) for need, extra in zip(least, more, strict=True)]


def _row(
    cells: list[Cell], widths: list[float], size: float, x: float, *, repeated: tuple[Row, ...]
) -> Iterator[Row]:
    """Yield one row of a table, one line at a time, with a rule below."""
    lines = [_lines(cell, width - 2 * PADDING, size) for cell, width in zip(cells, widths, strict=True)]
    count, height = max([1, *(len(cell) for cell in lines)]), size * LEADING
    said = [" ".join("".join(line.joint + line.text for line in cell).split()) for cell in lines]
    heard = " | ".join(said) if any(said) else ""
    for number in range(count):
        pieces: list[Piece] = []
        left = x
        for cell, width in zip(lines, widths, strict=True):
            if number < len(cell):
                pieces += _moved(cell[number], left + PADDING)
            left += width
        rules = (Rule(x, height + 2, left, height + 2),) if number == count - 1 else ()
        yield Row(
            height + (4 if rules else 0),
            tuple(pieces),
            rules,
            text=heard if number == 0 else "",
            joint="\n",
            keep=(count - number - 1) * height,
            repeated=repeated,
        )


def _lines(cell: Cell, width: float, size: float) -> list[Line]:
    """Return a cell's lines. Most cells fit on one line, which is found out quickly."""
    if not cell:
        return []
    if len(cell) == 1 and "\n" not in cell[0].text and width_of(*cell[0][::-1]) * size <= width:
        text = " ".join(cell[0].text.split())
        return [Line((Piece(0.0, cell[0].font, size, text),), text, "")]
    return wrap(cell, max(width, size), size)


def _moved(line: Line, x: float) -> list[Piece]:
    return [piece._replace(x=piece.x + x) for piece in line.pieces]


def heading(text: str) -> Cell:
    """Return the cell of a header."""
    return [Run(BOLD, text)]
