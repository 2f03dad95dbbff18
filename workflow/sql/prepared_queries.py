"""Queries of the ORM that are compiled once and run many times with other values: compiling costs more than running.

The ORM compiles a queryset whose values are placeholders. Each run puts the real values in their places and lets the
ORM make rows of the result. A placeholder may reach the query only as a parameter, as it is; an id also as its text.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from django.db import connections
from django.db.models import QuerySet
from django.db.models.sql import Query
from django.db.models.sql.compiler import SQLCompiler

from workflow import clock

KINDS = (uuid.UUID, str, datetime)
"""The kinds of values that a placeholder can take the place of."""


class NotAParameter(TypeError):
    """A value was used for more than as a parameter of the query, so that a placeholder cannot take its place."""


def placeholder(kind: type) -> Any:
    """Return a value of one of the `KINDS` that occurs nowhere else."""
    if kind is datetime:
        return datetime(9000, 1, 1, tzinfo=UTC) + timedelta(microseconds=uuid.uuid4().int % 10**15)
    return uuid.uuid4() if kind is uuid.UUID else f"placeholder {uuid.uuid4()}"


class PreparedCompiler(SQLCompiler):
    """A compiler that has done its work: it gives the same SQL each time, with the parameters of one run."""

    sql = ""
    parameters: Sequence[Any] = ()
    converters: Mapping[int, Any]

    def prepare(self) -> None:
        """Compile the query. Raises: EmptyResultSet where no row can match."""
        sql, parameters = super().as_sql()
        self.sql, self.parameters = sql, tuple(parameters)
        self.converters = super().get_converters([selected[0] for selected in self.select])

    def as_sql(self, with_limits: bool = True, with_col_aliases: bool = False) -> tuple[str, Any]:
        return self.sql, self.parameters

    def get_converters(self, expressions: Iterable[Any]) -> Any:
        return self.converters


class CompiledQuery(Query):
    """A query with its compiler and the parameters of one run. It cannot be changed any more."""

    compiled: PreparedCompiler
    parameters: Sequence[Any] = ()

    def clone(self) -> CompiledQuery:
        other = CompiledQuery.__new__(CompiledQuery)
        vars(other).update(vars(self))
        return other

    def get_compiler(
        self, using: str | None = None, connection: Any = None, elide_empty: bool = True
    ) -> SQLCompiler:
        compiler = copy(self.compiled)
        compiler.using, compiler.parameters = using, self.parameters
        compiler.connection = connection or connections[str(using)]  # each thread has its own
        return compiler


@dataclass(frozen=True)
class PreparedQuery:
    """A compiled queryset."""

    rows: QuerySet[Any]
    parameters: tuple[Any, ...]

    @classmethod
    def of(cls, rows: QuerySet[Any], placeholders: Mapping[str, Any]) -> PreparedQuery:
        """Compile a queryset that holds placeholders, each given with its name.

        Raises: NotAParameter; EmptyResultSet where no row can match.
        """
        rows = rows.all()
        compiled = PreparedCompiler(rows.query, connections[rows.db], rows.db)
        compiled.prepare()
        for name, value in placeholders.items():
            _require_a_parameter(name, value, compiled)
        query: Any = rows.query
        query.__class__ = CompiledQuery  # as `Query.chain` turns one kind of query into another
        query.compiled = compiled
        return cls(rows, tuple(compiled.parameters))

    def run(self, values: Mapping[Any, Any]) -> list[Any]:
        """Return the rows that the query finds; `values` maps each placeholder to what takes its place."""
        given = {**{str(name): str(value) for name, value in values.items()}, **values}
        found: Any = self.rows.all()
        found.query.parameters = [
            given.get(one, one) if isinstance(one, KINDS) else one for one in self.parameters
        ]
        return list(found)


def _require_a_parameter(name: str, value: Any, compiled: PreparedCompiler) -> None:
    """Raise NotAParameter unless the placeholder is a parameter and is part of nothing else."""
    as_it_is = {value, str(value)}
    others = [one for one in compiled.parameters if not isinstance(one, KINDS) or one not in as_it_is]
    if len(others) == len(compiled.parameters):
        raise NotAParameter(f"{name} does not reach the query as it is.")
    elsewhere = [
        compiled.sql,
        *(str(getattr(one, "obj", one)) for one in others),
    ]  # `obj` is what a JSON value wraps
    if any(str(value).casefold() in text.casefold() for text in elsewhere):
        raise NotAParameter(f"{name} is part of another value in the query.")


def prepared_query(**kinds: type) -> Callable[[Callable[..., QuerySet[Any]]], Callable[..., list[Any]]]:
    """Turn a function that builds a queryset into one that returns its rows, compiled at the first call.

    `kinds` are the arguments whose values change from call to call, each with its kind. For every value of the others
    the query is compiled separately.
    """

    def decorate(build: Callable[..., QuerySet[Any]]) -> Callable[..., list[Any]]:
        placeholders = {name: placeholder(kind) for name, kind in kinds.items()}

        @cache
        def plan(_clock: str, shape: tuple[tuple[str, Any], ...]) -> PreparedQuery:
            return PreparedQuery.of(build(**placeholders, **dict(shape)), placeholders)

        def rows(**given: Any) -> list[Any]:
            shape = tuple((name, value) for name, value in given.items() if name not in kinds)
            values = {placeholders[name]: given[name] for name in kinds}
            return plan(clock.sql(), shape).run(values)

        rows.__doc__ = build.__doc__
        return rows

    return decorate
