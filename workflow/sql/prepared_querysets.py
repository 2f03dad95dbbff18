"""Model methods whose querysets are compiled once. Their callers use the result like any other queryset.

    @prepared_queryset("log_id", person=uuid.UUID)
    def grants_of(self, person):
        return Grant.objects.filter(log=self.log_id, person=person).exclude(state="ended")

If the caller iterates over the result, or calls `exists()`, `count()` or `first()`, even after `filter`, `exclude`,
`order_by`, `values_list` or `select_related`, the query that was prepared for the first such call runs with the values
of this one: the method does not run again, and the ORM compiles nothing. For everything else (a subquery, an update, a
value that is None) the method builds the queryset as usual.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from django.db.models import QuerySet

from workflow.sql.query_templates import Calls, NotPrepared, PreparedMethod, built

CHAINED = frozenset({"all", "filter", "exclude", "order_by", "values_list", "select_related"})
"""What a caller may add to the queryset without having it built."""


def prepared_queryset(*fields: str, **kinds: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Turn a function or method that returns a queryset into one that returns a `PreparedQuerySet`.

    `fields` are the attributes of `self` that the method uses. `kinds` are the arguments whose values change from call
    to call, each with its kind: `uuid.UUID`, `str`, `datetime`, or a list of one of them. The query is compiled
    separately for every value of the other arguments. The first use raises NotAParameter if the method uses a value
    for more than a parameter of the query, or a field that it does not name.
    """

    def decorate(build: Callable[..., QuerySet[Any]]) -> Callable[..., Any]:
        method = PreparedMethod(build, fields, kinds)

        @wraps(build)
        def rows(*args: Any, **kwargs: Any) -> PreparedQuerySet:
            return PreparedQuerySet(method, method.signature.bind(*args, **kwargs))

        return rows

    return decorate


class PreparedQuerySet:
    """What a prepared method returns: a queryset that is built only if it has to be."""

    def __init__(self, method: PreparedMethod, bound: inspect.BoundArguments, calls: Calls = ()) -> None:
        self._method = method
        self._bound = bound
        self._calls = calls
        self._queryset: QuerySet[Any] | None = None
        self._found: list[Any] | None = None

    def queryset(self) -> QuerySet[Any]:
        """Return the queryset itself, built with the real values."""
        if self._queryset is None:
            queryset = built(self._method.build(*self._bound.args, **self._bound.kwargs))
            for name, args, kwargs in self._calls:
                queryset = getattr(queryset, name)(*args, **kwargs)
            self._queryset = queryset
        return self._queryset

    def exists(self) -> bool:
        found = self._run("exists") if self._found is None else self._found
        return self.queryset().exists() if found is None else bool(found)

    def count(self) -> int:
        found = self._run("count") if self._found is None else self._found
        return self.queryset().count() if found is None else len(found)

    def first(self) -> Any:
        found = self._run("first") if self._found is None else self._found
        return self.queryset().first() if found is None else next(iter(found), None)

    def __iter__(self) -> Iterator[Any]:
        if self._found is None:
            found = self._run("rows")
            self._found = list(self.queryset()) if found is None else found
        return iter(self._found)

    def __len__(self) -> int:
        return sum(1 for _row in self)

    def __bool__(self) -> bool:
        return any(True for _row in self)

    def __getitem__(self, place: Any) -> Any:
        return self.queryset()[place] if self._found is None else self._found[place]

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if name not in CHAINED:
            return getattr(self.queryset(), name)
        return lambda *args, **kwargs: PreparedQuerySet(
            self._method, self._bound, (*self._calls, (name, args, kwargs))
        )

    def _run(self, ending: str) -> list[Any] | None:
        """Return what the prepared query finds, or None if only the queryset itself can answer."""
        try:
            return self._method.run(self._bound, self._calls, ending)
        except NotPrepared:
            return None
