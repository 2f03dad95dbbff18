"""Names that the record uses for people and matters, if they differ from the names in `people`.

An evaluator acts under the id of their grant, so that readers cannot connect what one person does in
different matters (`Stateful.label_of`). The windows package registers how to find these names. The requests and
partners packages register how to find the number of a matter.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

Rows = Callable[[], QuerySet[Any]]


@dataclass
class _Registry:
    aliases: Rows | None = None
    pseudonymous: Rows | None = None
    numbers: Rows | None = None
    windows: Rows | None = None
    selections: Rows | None = None


_registry = _Registry()


def register_aliases(*, every: Rows, pseudonymous: Rows) -> None:
    """Register the rows that name a person by the row's own id. The rows have `log`, `person` and `pseudonym`.

    `pseudonymous` are the rows whose person's name only the government may see.
    """
    _registry.aliases, _registry.pseudonymous = every, pseudonymous


def register_numbers(rows: Rows) -> None:
    """Register the rows that have the `number` of a matter and its `log`."""
    _registry.numbers = rows


def register_windows(rows: Rows) -> None:
    """Register the rows that have the `number` of an access window within its request, and its `log`."""
    _registry.windows = rows


def register_selections(rows: Rows) -> None:
    """Register the rows that have the `number` of a partner's selection, and its `log`."""
    _registry.selections = rows


def called(pseudonym: str) -> str:
    """Return a pseudonym as pages show it."""
    return f"Evaluator {pseudonym}"


def numbers() -> QuerySet[Any]:
    """Return the registered rows that have the number of a matter."""
    return _registered(_registry.numbers)


def windows() -> QuerySet[Any]:
    """Return the registered rows that have the number of an access window."""
    return _registered(_registry.windows)


def selections() -> QuerySet[Any]:
    """Return the registered rows that have the number of a selection."""
    return _registered(_registry.selections)


def pseudonymous() -> QuerySet[Any]:
    """Return the rows whose person's name only the government may see, each with `label` and `person_label`."""
    return _labeled(_registered(_registry.pseudonymous)).annotate(person_label=Cast("person_id", TextField()))


def labels_of(person: uuid.UUID, logs: Iterable[uuid.UUID]) -> list[str]:
    """Return every id that these logs use for a person: the person's own, and those of rows that name them."""
    rows = _registered(_registry.aliases).filter(log__in=list(logs), person=person)
    return [str(person), *map(str, rows.values_list("pk", flat=True))]


def acted_in(logs: Sequence[uuid.UUID], actors: QuerySet[Any]) -> Q:
    """Return the condition that a person is among the actors of these logs, under their own id or an alias.

    The condition applies to people who are annotated with `label`, their id as text.
    """
    rows = _labeled(_registered(_registry.aliases).filter(log__in=logs))
    return Q(label__in=actors) | Q(pk__in=rows.filter(label__in=actors).values("person"))


def people_behind(ids: Iterable[str]) -> dict[str, str]:
    """Return a map from row id to the id of the person whom that row names. All ids are text."""
    rows = _registered(_registry.aliases).filter(pk__in=list(ids)).values_list("pk", "person")
    return {str(row): str(person) for row, person in rows}


def _labeled(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.annotate(label=Cast("pk", TextField()))


def _registered(rows: Rows | None) -> QuerySet[Any]:
    if rows is None:
        raise LookupError("No package has said how a record names people and matters.")
    return rows()
