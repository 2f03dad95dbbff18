"""One statement of many parts, each with rows that come from outside, in the form that costs least.

The rows of one step are placeholders: such a statement is put together once for each shape of step, and planned once.
The rows of many steps are JSON: one value for each part, however many rows.

Placeholders are PostgreSQL's own (`$1`). Psycopg's would have to be found in the text first, and where there are more
than fifty it looks for them anew each time: a quarter of what such a statement takes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, count
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper
from psycopg import RawCursor
from psycopg.types.json import Jsonb

Rows = Sequence[tuple[Any, ...]]


@dataclass(frozen=True, eq=False)
class Cte:
    """One part of a `WITH`. In `sql`, `{rows}` stands for the rows, called `n`, with columns of these PostgreSQL types.

    A part that runs `after` another waits until that one, where there is one, has done its work.
    """

    name: str
    sql: str
    types: Mapping[str, str]
    after: str = ""


def insert_cte(name: str, table: str, types: Mapping[str, str], *, after: str = "", **fixed: str) -> Cte:
    """Return the part that inserts rows, beside whose columns the `fixed` ones are given as SQL."""
    columns, values = ", ".join([*types, *fixed]), ", ".join(["n.*", *fixed.values()])
    return Cte(name, f"INSERT INTO {table} ({columns}) SELECT {values} FROM {{rows}}", types, after)


class Batch:
    """Parts with their rows. A part without rows is none."""

    def __init__(self, *, many: bool) -> None:
        self.many = many
        self._rows: list[tuple[Cte, Rows]] = []

    def add(self, part: Cte, rows: Rows) -> None:
        """Add a part."""
        if rows:
            self._rows.append((part, rows))

    def run(self, closing: str) -> Any:
        """Run the statement, which ends with `closing`, and return the one row that it gives. Expects a transaction."""
        if self.many:
            sql = _with_json(tuple(part for part, _rows in self._rows), closing)
            values = [_as_json(part, rows) for part, rows in self._rows]
        else:
            sql = _with_placeholders(tuple((part, len(rows)) for part, rows in self._rows), closing)
            values = list(chain.from_iterable(chain.from_iterable(rows) for _part, rows in self._rows))
        with CursorWrapper(RawCursor(connection.connection), connection) as cursor:
            cursor.execute(sql, values)
            return cursor.fetchone()


@cache
def _with_placeholders(shape: tuple[tuple[Cte, int], ...], closing: str) -> str:
    """Return the statement for so many rows of each part; their values follow each other as they stand there."""
    sources: dict[Cte, str] = {}
    numbers = count(1)
    for part, number in shape:
        rows = [[f"${next(numbers)}::{of}" for of in part.types.values()] for _ in range(number)]
        told = ", ".join(f"({', '.join(cells)})" for cells in rows)
        sources[part] = f"(VALUES {told}) AS n ({', '.join(part.types)})"
    return _put_together(sources, closing)


def _with_json(parts: Sequence[Cte], closing: str) -> str:
    sources = {}
    for number, part in enumerate(parts, 1):
        columns = ", ".join(f"{name} {of}" for name, of in part.types.items())
        sources[part] = f"json_to_recordset(${number}::json) AS n ({columns})"
    return _put_together(sources, closing)


def _put_together(sources: Mapping[Cte, str], closing: str) -> str:
    present = {part.name for part in sources}
    parts = []
    for part, rows in sources.items():
        waits = f" WHERE (SELECT count(*) FROM {part.after}) >= 0" if part.after in present else ""
        parts.append(f"{part.name} AS ({part.sql.format(rows=rows)}{waits})")
    return f"WITH {', '.join(parts)} {closing}"


def _as_json(part: Cte, rows: Rows) -> str:
    return _write([dict(zip(part.types, row, strict=True)) for row in rows])


def _as_text(value: Any) -> Any:
    """Return a value as PostgreSQL reads it from JSON."""
    if isinstance(value, bytes):
        return "\\x" + value.hex()
    return value.obj if isinstance(value, Jsonb) else str(value)


_write = json.JSONEncoder(default=_as_text, check_circular=False, separators=(",", ":")).encode
