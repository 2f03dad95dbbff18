"""One statement with many CTEs, each with rows of its own, in the form that costs PostgreSQL and the driver least.

The rows of one step are placeholders: such a statement is built once for each shape of step, and planned once. The
rows of many steps are JSON: one value for each CTE, however many rows there are.

Placeholders are PostgreSQL's own (`$1`). Psycopg would have to find its own kind in the text first, and where there are
more than fifty it searches again each time, which takes a quarter of the time of such a statement.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import count
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import Field, Model
from psycopg import RawCursor
from psycopg.types.json import Jsonb

Rows = Sequence[Mapping[str, Any]]
"""Rows from outside: the value of each column by its name. Names that a CTE does not use are ignored."""


@dataclass(frozen=True, eq=False)
class Cte:
    """One common table expression. In `sql`, `{rows}` stands for the rows, called `n`, with columns of these types.

    A CTE that runs `after` another waits, if the statement has that one, until it has done its work.
    """

    name: str
    sql: str
    types: Mapping[str, str]
    after: str = ""

    def values(self, row: Mapping[str, Any]) -> list[Any]:
        """Return the values of one row in the order of the columns, as the driver takes them. None is NULL."""
        values = [row[name] for name in self.types]
        for place in self._json:
            if values[place] is not None and not isinstance(values[place], Jsonb):
                values[place] = Jsonb(values[place])
        return values

    @cached_property
    def _json(self) -> list[int]:
        return [place for place, kind in enumerate(self.types.values()) if kind == "jsonb"]


def types_of(model: type[Model], *names: str, **renamed: str) -> dict[str, str]:
    """Return the PostgreSQL types of fields by attribute name; `renamed` gives a field another name.

    Types come without their length: a cast would cut a text to it silently, while an assignment refuses a longer one.
    """
    wanted = dict(zip(names, names, strict=True)) | renamed
    fields: dict[str, Any] = {name: model._meta.get_field(field) for name, field in wanted.items()}
    return {name: str(field.db_type(connection)).partition("(")[0] for name, field in fields.items()}


def insert_cte(name: str, model: type[Model], *, after: str = "", **fixed: str) -> Cte:
    """Return the CTE that inserts rows of a model. The `fixed` columns are given as SQL; the others are the rows'.

    Columns that the database fills (generated keys, database defaults) are left to it.
    """
    fields = [one for one in _columns(model) if one.attname not in fixed]
    columns = ", ".join([*(f'"{one.column}"' for one in fields), *fixed])
    values = ", ".join(["n.*", *fixed.values()])
    sql = f"INSERT INTO {model._meta.db_table} ({columns}) SELECT {values} FROM {{rows}}"
    return Cte(name, sql, types_of(model, *(one.attname for one in fields)), after)


def update_cte(name: str, model: type[Model], *, keeps: Sequence[str] = ()) -> Cte:
    """Return the CTE that updates rows of a model by their primary key: every column but those that it `keeps`."""
    fields = [one for one in _columns(model) if one.attname not in keeps]
    sets = ", ".join(f'"{one.column}" = n."{one.attname}"' for one in fields if not one.primary_key)
    key = f't."{model._meta.pk.column}"'
    sql = (
        f"UPDATE {model._meta.db_table} t SET {sets} "
        f'FROM {{rows}} WHERE {key} = n."{model._meta.pk.attname}" RETURNING {key}'
    )
    return Cte(name, sql, types_of(model, *(one.attname for one in fields)))


def _columns(model: type[Model]) -> list[Field[Any, Any]]:
    """Return the fields of a model whose values do not come from the database itself."""
    return [one for one in model._meta.concrete_fields if not one.db_returning]


class Batch:
    """CTEs with their rows, run as one statement. CTEs without rows are skipped."""

    def __init__(self, *, many: bool) -> None:
        self.many = many
        self._rows: list[tuple[Cte, Rows]] = []

    def add(self, cte: Cte, rows: Rows) -> None:
        """Add a CTE."""
        if rows:
            self._rows.append((cte, rows))

    def run(self, closing: str) -> Any:
        """Run the statement, which ends with `closing`, and return the one row that it gives. Expects a transaction."""
        if self.many:
            sql = _with_json(tuple(cte for cte, _rows in self._rows), closing)
            values = [_as_json(cte, rows) for cte, rows in self._rows]
        else:
            sql = _with_placeholders(tuple((cte, len(rows)) for cte, rows in self._rows), closing)
            values = [value for cte, rows in self._rows for row in rows for value in cte.values(row)]
        with CursorWrapper(RawCursor(connection.connection), connection) as cursor:
            cursor.execute(sql, values)
            return cursor.fetchone()


@cache
def _with_placeholders(shape: tuple[tuple[Cte, int], ...], closing: str) -> str:
    """Return the statement for this many rows of each CTE; their values follow in the same order."""
    sources: dict[Cte, str] = {}
    numbers = count(1)
    for cte, number in shape:
        rows = [[f"${next(numbers)}::{of}" for of in cte.types.values()] for _ in range(number)]
        values = ", ".join(f"({', '.join(cells)})" for cells in rows)
        sources[cte] = f"(VALUES {values}) AS n ({_names(cte)})"
    return _put_together(sources, closing)


def _with_json(ctes: Sequence[Cte], closing: str) -> str:
    sources = {}
    for number, cte in enumerate(ctes, 1):
        columns = ", ".join(f'"{name}" {of}' for name, of in cte.types.items())
        sources[cte] = f"json_to_recordset(${number}::json) AS n ({columns})"
    return _put_together(sources, closing)


def _names(cte: Cte) -> str:
    return ", ".join(f'"{name}"' for name in cte.types)


def _put_together(sources: Mapping[Cte, str], closing: str) -> str:
    present = {cte.name for cte in sources}
    ctes = []
    for cte, rows in sources.items():
        waits = f" WHERE (SELECT count(*) FROM {cte.after}) >= 0" if cte.after in present else ""
        ctes.append(f"{cte.name} AS ({cte.sql.format(rows=rows)}{waits})")
    return f"WITH {', '.join(ctes)} {closing}"


def _as_json(cte: Cte, rows: Rows) -> str:
    return _write([dict(zip(cte.types, cte.values(row), strict=True)) for row in rows])


def _as_text(value: Any) -> Any:
    """Return a value as PostgreSQL reads it from JSON."""
    if isinstance(value, bytes):
        return "\\x" + value.hex()
    return value.obj if isinstance(value, Jsonb) else str(value)


_write = json.JSONEncoder(default=_as_text, check_circular=False, separators=(",", ":")).encode
