"""Names by which a record calls people and matters, where these are not the ones of `people`.

An evaluator acts under a name of their grant, so that what they do in one matter does not lead to them in another
(`Stateful.label_of`). Windows say how such names are found, and requests how the number of a matter is.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
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


_registry = _Registry()


def register_aliases(*, every: Rows, pseudonymous: Rows) -> None:
    """Say which rows name a person by their own id: with `log`, `person` and `pseudonym`.

    `pseudonymous` are those whose person only the government knows by name.
    """
    _registry.aliases, _registry.pseudonymous = every, pseudonymous


def register_numbers(rows: Rows) -> None:
    """Say which rows have the `number` of a matter, with its `log`."""
    _registry.numbers = rows


def called(pseudonym: str) -> str:
    """Return a pseudonym as pages show it."""
    return f"Evaluator {pseudonym}"


def numbers() -> QuerySet[Any]:
    """Return the rows that have the number of a matter."""
    return _registered(_registry.numbers)


def pseudonymous() -> QuerySet[Any]:
    """Return the rows whose person only the government knows by name, each with `label` and `person_label`."""
    return _labeled(_registered(_registry.pseudonymous)).annotate(person_label=Cast("person_id", TextField()))


def labels_of(person: uuid.UUID, logs: Iterable[uuid.UUID]) -> list[str]:
    """Return every name under which these logs know a person: their own, and those of rows that name them."""
    rows = _registered(_registry.aliases).filter(log__in=list(logs), person=person)
    return [str(person), *map(str, rows.values_list("pk", flat=True))]


def acted_in(logs: Iterable[uuid.UUID], actors: QuerySet[Any]) -> Q:
    """Return which people are among the actors of these logs, under their own name or another.

    The condition is about people that have `label`, their id as text.
    """
    rows = _labeled(_registered(_registry.aliases).filter(log__in=list(logs)))
    return Q(label__in=actors) | Q(pk__in=rows.filter(label__in=actors).values("person"))


def people_behind(ids: Iterable[str]) -> dict[str, str]:
    """Return the ids of the people whom rows of these ids name, by the row's id; both as text."""
    rows = _registered(_registry.aliases).filter(pk__in=list(ids)).values_list("pk", "person")
    return {str(row): str(person) for row, person in rows}


def _labeled(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.annotate(label=Cast("pk", TextField()))


def _registered(rows: Rows | None) -> QuerySet[Any]:
    if rows is None:
        raise LookupError("No package has said how a record names people and matters.")
    return rows()
