"""CSV as a table: the first row is the header, which is repeated on every page."""

import csv
import io

from designation.vault.rendering import tables
from designation.vault.rendering.messages import CannotRender
from designation.vault.rendering.typeset import LANDSCAPE, MARGIN, PORTRAIT, SANS, Layout
from designation.vault.rendering.wrapping import Run

SIZE = 8.0
DELIMITERS = ",;\t|"
csv.field_size_limit(1 << 30)


def csv_layout(text: str) -> Layout:
    """Return the layout of CSV. Raises: CannotRender, if it is too large or cannot be read."""
    table = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)):
            if len(row) > tables.MOST_COLUMNS:
                raise CannotRender("too_wide", tables.TOO_WIDE)
            if len(table) > tables.MOST_ROWS:
                raise CannotRender("too_many_pages", tables.TOO_LONG)
            if row:
                table.append([[Run(SANS, cell)] if cell else [] for cell in row])
    except csv.Error as problem:
        raise CannotRender("damaged", "This file cannot be read as CSV, so it cannot be shown.") from problem
    header = [tables.heading(cell[0].text) if cell else [] for cell in table[0]] if table else []
    body = table[1:]
    needed = tables.measured([header, *body], SIZE)
    size = PORTRAIT if 0 < needed <= PORTRAIT[0] - 2 * MARGIN else LANDSCAPE
    return Layout(size, tables.table_rows(header, body, size[0] - 2 * MARGIN, size=SIZE))


def _delimiter(text: str) -> str:
    """Return what separates the cells of the first line: a comma, unless another sign is more frequent."""
    first = text.partition("\n")[0]
    return max(DELIMITERS, key=first.count)
