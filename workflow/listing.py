"""One statement of many parts, each with rows that come from outside, in the form that costs least.

The rows of one step are placeholders: such a statement is put together once for each shape of step, and planned once.
The rows of many steps are JSON: one value for each part, however many rows.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Any

from psycopg.types.json import Jsonb

Rows = Sequence[tuple[Any, ...]]


@dataclass(frozen=True, eq=False)
class Part:
    """One part of a `WITH`. In `sql`, `{rows}` stands for the rows, called `n`, with columns of these PostgreSQL types.

    A part that runs `after` another waits until that one, where there is one, has done its work.
    """

    name: str
    sql: str
    types: Mapping[str, str]
    after: str = ""


def inserting(name: str, table: str, types: Mapping[str, str], *, after: str = "", **fixed: str) -> Part:
    """Return the part that inserts rows, beside whose columns the `fixed` ones are given as SQL."""
    columns, values = ", ".join([*types, *fixed]), ", ".join(["n.*", *fixed.values()])
    return Part(name, f"INSERT INTO {table} ({columns}) SELECT {values} FROM {{rows}}", types, after)


class Listing:
    """Parts with their rows. A part without rows is none."""

    def __init__(self, *, many: bool) -> None:
        self.many = many
        self._rows: list[tuple[Part, Rows]] = []

    def add(self, part: Part, rows: Rows) -> None:
        """Add a part."""
        if rows:
            self._rows.append((part, rows))

    def statement(self, closing: str) -> tuple[str, dict[str, Any]]:
        """Return the statement, which ends with `closing`, and its values."""
        if self.many:
            sql = _with_json(tuple(part for part, _rows in self._rows), closing)
            return sql, {part.name: _as_json(part, rows) for part, rows in self._rows}
        shape = tuple((part, len(rows)) for part, rows in self._rows)
        sql, names = _with_placeholders(shape, closing)
        cells = chain.from_iterable(chain.from_iterable(rows) for _part, rows in self._rows)
        return sql, dict(zip(names, cells, strict=True))


@cache
def _with_placeholders(shape: tuple[tuple[Part, int], ...], closing: str) -> tuple[str, list[str]]:
    """Return the statement for so many rows of each part, and the names of its values in their order."""
    sources: dict[Part, str] = {}
    names: list[str] = []
    for part, number in shape:
        rows = []
        for row in range(number):
            own = {f"{part.name}_{row}_{column}": of for column, of in part.types.items()}
            names += own
            rows.append("(" + ", ".join(f"%({name})s::{of}" for name, of in own.items()) + ")")
        sources[part] = f"(VALUES {', '.join(rows)}) AS n ({', '.join(part.types)})"
    return _put_together(sources, closing), names


def _with_json(parts: Sequence[Part], closing: str) -> str:
    sources = {}
    for part in parts:
        columns = ", ".join(f"{name} {of}" for name, of in part.types.items())
        sources[part] = f"json_to_recordset(%({part.name})s::json) AS n ({columns})"
    return _put_together(sources, closing)


def _put_together(sources: Mapping[Part, str], closing: str) -> str:
    present = {part.name for part in sources}
    parts = []
    for part, rows in sources.items():
        waits = f" WHERE (SELECT count(*) FROM {part.after}) >= 0" if part.after in present else ""
        parts.append(f"{part.name} AS ({part.sql.format(rows=rows)}{waits})")
    return f"WITH {', '.join(parts)} {closing}"


def _as_json(part: Part, rows: Rows) -> str:
    return _write([dict(zip(part.types, row, strict=True)) for row in rows])


def _as_text(value: Any) -> Any:
    """Return a value as PostgreSQL reads it from JSON."""
    if isinstance(value, bytes):
        return "\\x" + value.hex()
    return value.obj if isinstance(value, Jsonb) else str(value)


_write = json.JSONEncoder(default=_as_text, check_circular=False, separators=(",", ":")).encode
