"""Queries of the ORM, compiled once and run many times with other values: compiling costs more than running them.

A query is built with placeholders in the places of its values; a run puts the values there. The builder may hand
a value on as a parameter (an id also as its text), which is all that can be done with a placeholder.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from types import SimpleNamespace
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import QuerySet

from workflow import clock

KINDS = uuid.UUID | str | datetime


class NotAParameter(TypeError):
    """A value was used for more than as a parameter of the query, so that a placeholder cannot take its place."""


def placeholder(kind: type) -> Any:
    """Return a value of this kind, one of `KINDS`, that occurs nowhere else."""
    if kind is datetime:
        return datetime(9000, 1, 1, tzinfo=UTC) + timedelta(microseconds=uuid.uuid4().int % 10**15)
    return uuid.uuid4() if kind is uuid.UUID else f"placeholder {uuid.uuid4()}"


@dataclass(frozen=True)
class PreparedQuery:
    """A compiled queryset."""

    rows: QuerySet[Any]
    compiler: Any
    sql: str
    parameters: tuple[Any, ...]
    converters: Mapping[int, Any]

    @classmethod
    def of(cls, rows: QuerySet[Any], placeholders: Mapping[str, Any]) -> PreparedQuery:
        """Compile a queryset in which placeholders take the places of values. Raises: NotAParameter."""
        compiler = rows.query.get_compiler(connection=connection)  # the name of each thread's own
        sql, parameters = compiler.as_sql()
        for name, value in placeholders.items():
            if not {value, str(value)} & {one for one in parameters if isinstance(one, KINDS)}:
                raise NotAParameter(f"{name} does not reach the query as it is.")
        converters = compiler.get_converters([selected[0] for selected in compiler.select])
        return cls(rows, compiler, sql, tuple(parameters), converters)

    def run(self, values: Mapping[Any, Any]) -> list[Any]:
        """Return the rows that the query finds; `values` maps each placeholder to what takes its place."""
        given = {**{str(name): str(value) for name, value in values.items()}, **values}
        parameters = [given.get(one, one) if isinstance(one, KINDS) else one for one in self.parameters]
        compiler = copy(self.compiler)
        compiler.as_sql = lambda *_args, **_options: (self.sql, parameters)
        compiler.get_converters = lambda _expressions: self.converters
        query: Any = SimpleNamespace(get_compiler=lambda *_args, **_options: compiler)
        shown: Any = SimpleNamespace(db=DEFAULT_DB_ALIAS, query=query, _known_related_objects={})
        found: Any = self.rows._iterable_class(shown)
        return list(found)


def prepared_query(**kinds: type) -> Callable[[Callable[..., QuerySet[Any]]], Callable[..., list[Any]]]:
    """Turn a function that builds a queryset into one that returns its rows, compiled at the first call.

    `kinds` are the arguments whose values change from call to call, each with its kind. For every value of the others
    the query is compiled anew.
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
