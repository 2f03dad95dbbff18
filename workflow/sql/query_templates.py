"""The queries of a prepared method: which of its values are parameters, and one compiled query for each form of it.

While a query is compiled, the method sees a row that has placeholders in the fields it names and no other field, and it
may not ask the database. A method may use its values as parameters of the query and for nothing else: it must not
branch on one or derive something from one, because it would do that with a placeholder.
"""

from __future__ import annotations

import inspect
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, get_args, get_origin

from django.core.exceptions import EmptyResultSet, ValidationError
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model, QuerySet

from workflow import clock
from workflow.sql.prepared_queries import KINDS, NotAParameter, PreparedQuery, placeholder

Calls = tuple[tuple[str, Any, Any], ...]
"""Methods of querysets that a caller chained, each with its arguments."""

ID_LENGTH = 36
PLANS = 200
"""How many queries are kept for one method: one for each combination of other arguments, chained calls and ending."""


def _keys(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Return as many rows with their keys alone, unless the columns decide how many rows there are."""
    query = rows.query
    return rows if query.distinct or query.group_by or query.values_select else rows.values_list("pk")


ENDINGS: Mapping[str, Callable[[QuerySet[Any]], QuerySet[Any]]] = {
    "rows": lambda rows: rows,
    "exists": lambda rows: _keys(rows)[:1],
    "count": _keys,
    "first": lambda rows: (rows if rows.ordered else rows.order_by("pk"))[:1],
}


class NotPrepared(Exception):
    """Only the queryset itself can answer this call."""


@dataclass(frozen=True)
class _Parameter:
    """The place of a value that changes from call to call."""

    name: str
    kind: type


@dataclass(frozen=True)
class _Owner:
    """The row whose method it is, with the fields that the method uses."""

    model: type[Model]
    alias: str
    fields: tuple[tuple[str, _Parameter], ...]


@dataclass(frozen=True)
class _Call:
    """A method of querysets that the caller chained."""

    method: str
    args: tuple[Any, ...]
    kwargs: tuple[tuple[str, Any], ...]


class PreparedMethod:
    """A decorated method, with the queries that were prepared for it."""

    def __init__(
        self, build: Callable[..., QuerySet[Any]], fields: Sequence[str], kinds: Mapping[str, Any]
    ) -> None:
        self.build = build
        self.fields = fields
        self.kinds = kinds
        self.signature = inspect.signature(build)
        self.plan = lru_cache(PLANS)(self._plan)

    def run(self, bound: inspect.BoundArguments, calls: Calls, ending: str) -> list[Any]:
        """Return the rows that were asked for. Raises: NotPrepared."""
        values: dict[_Parameter, Any] = {}
        given = iter(bound.arguments.items())
        template = []
        owner = None
        if self.fields:
            name, owner = next(given)
            template.append((name, _owner(owner, self.fields, values)))
        for name, value in given:
            kind = self.kinds.get(name)
            if kind is None and isinstance(value, Model):
                raise NotPrepared  # a row is equal to every other row with its key, whatever its fields say
            template.append((name, value if kind is None else _parameter(name, value, kind, values)))
        chain = tuple(_call(place, call, values) for place, call in enumerate(calls))
        form = (clock.sql(), tuple(template), chain, ending)
        plan = self.plan(*form) if _is_hashable(form) else None
        if plan is None:
            raise NotPrepared
        found = plan.run({_placeholder(parameter): value for parameter, value in values.items()})
        if owner is not None:
            _introduce(owner, found)
        return found

    def _plan(
        self, _clock: str, template: tuple[tuple[str, Any], ...], chain: tuple[_Call, ...], ending: str
    ) -> PreparedQuery | None:
        """Compile the query of one form of the method; None if it has to be built each time."""
        placeholders: dict[str, Any] = {}
        bound = self.signature.bind_partial()
        bound.arguments.update({name: _filled(value, placeholders) for name, value in template})
        with _no_queries(self.build.__qualname__):
            rows = built(self.build(*bound.args, **bound.kwargs))
        try:
            for call in chain:
                kwargs = {name: _filled(value, placeholders) for name, value in call.kwargs}
                rows = getattr(rows, call.method)(*call.args, **kwargs)
            return PreparedQuery.of(ENDINGS[ending](rows), placeholders)
        except EmptyResultSet:
            return None
        except (NotAParameter, ValidationError, ValueError):
            if chain:
                return None  # callers may filter by any value: the queryset itself says what is wrong with it
            raise


def built(rows: Any) -> QuerySet[Any]:
    """Return the queryset that a method returned, which may have called another prepared method."""
    queryset: QuerySet[Any] = rows if isinstance(rows, QuerySet) else rows.queryset()
    return queryset


@contextmanager
def _no_queries(name: str) -> Iterator[None]:
    """Refuse every query: with placeholders, or for a field that the method does not name, it would find nothing."""

    def refuse(_execute: Any, sql: str, *_arguments: Any) -> Any:
        raise NotAParameter(f"{name} reads a field that it does not name, or asks the database: {sql[:200]}")

    with ExitStack() as stack:
        for connection in connections.all(initialized_only=True):
            stack.enter_context(connection.execute_wrapper(refuse))
        yield


def _is_hashable(form: Any) -> bool:
    try:
        hash(form)
    except TypeError:
        return False
    return True


def _parameter(name: str, value: Any, kind: Any, values: dict[_Parameter, Any]) -> Any:
    """Return the place of a value, and note the value. A list has one place for each item. Raises: NotPrepared."""
    if get_origin(kind) is list:
        if not isinstance(value, list | tuple | set | frozenset):
            raise NotPrepared
        return tuple(
            _parameter(f"{name}[{place}]", one, get_args(kind), values) for place, one in enumerate(value)
        )
    if not isinstance(value, kind):
        raise NotPrepared
    parameter = _Parameter(name, next(one for one in KINDS if isinstance(value, one)))
    values[parameter] = value
    return parameter


def _owner(row: Any, fields: Sequence[str], values: dict[_Parameter, Any]) -> _Owner:
    places = tuple(
        (name, _parameter(f"self.{name}", _as_id(getattr(row, name)), KINDS, values)) for name in fields
    )
    return _Owner(type(row), row._state.db or DEFAULT_DB_ALIAS, places)


def _call(place: int, call: tuple[str, Any, Any], values: dict[_Parameter, Any]) -> _Call:
    """Return a chained call with places for its values. Raises: NotPrepared for values that have no place."""
    method, args, kwargs = call
    if not all(isinstance(one, str) for one in args):
        raise NotPrepared
    places = {}
    for name, given in kwargs.items():
        value = _as_id(given)
        several = isinstance(value, list | tuple | set | frozenset)
        if isinstance(value, bool) or value is None:
            places[name] = value
        else:
            kind: Any = list[KINDS] if several else KINDS  # type: ignore[valid-type]  # one of several kinds
            places[name] = _parameter(f"{place}.{name}", value, kind, values)
    return _Call(method, args, tuple(places.items()))


def _as_id(value: Any) -> Any:
    """Return an id for its text, because a column of ids takes no other text."""
    if isinstance(value, list | tuple | set | frozenset):
        return [_as_id(one) for one in value]
    if isinstance(value, str) and len(value) == ID_LENGTH:
        with suppress(ValueError):
            return found if str(found := uuid.UUID(value)) == value else value
    return value


@cache
def _placeholder(parameter: _Parameter) -> Any:
    return placeholder(parameter.kind)


def _filled(value: Any, placeholders: dict[str, Any]) -> Any:
    """Return a value of the template with placeholders in its places, which are noted by their names."""
    if isinstance(value, _Parameter):
        placeholders[value.name] = _placeholder(value)
        return placeholders[value.name]
    if isinstance(value, _Owner):
        filled = {name: _filled(place, placeholders) for name, place in value.fields}
        return value.model.from_db(value.alias, list(filled), list(filled.values()))
    return tuple(_filled(one, placeholders) for one in value) if isinstance(value, tuple) else value


def _introduce(owner: Any, rows: list[Any]) -> None:
    """Let rows that refer to the owner have it at hand, as rows of a related manager do."""
    if not rows or not isinstance(rows[0], Model):
        return
    kinds: Any = (type(rows[0]), type(owner))
    for field in _references(*kinds):
        for row in rows:
            if getattr(row, field.attname) == owner.pk and not field.is_cached(row):
                setattr(row, field.name, owner)


@cache
def _references(model: Any, owner: Any) -> list[Any]:
    """Return the fields in which rows of one model refer to the primary key of the other."""
    fields = [one for one in model._meta.concrete_fields if one.is_relation and one.related_model is owner]
    return [one for one in fields if one.target_field.primary_key]
