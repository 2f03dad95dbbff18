"""Keyset pagination: the next page starts after the last row shown, so the cost does not grow with the list."""

import operator
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

from django.core import signing
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest

PAGE_SIZE = 50
SALT = "designation.paging"


@dataclass(frozen=True)
class Page:
    """One page of a list, with the URLs of the next page and of the beginning."""

    rows: list[Any]
    next_url: str
    previous_url: str
    previous_label: str = "Back to the beginning"


def searched(request: HttpRequest) -> str:
    """Return the search text without NUL characters, which PostgreSQL does not accept."""
    return request.GET.get("q", "").replace("\0", "").strip()


def page_of(request: HttpRequest, rows: QuerySet[Any], *, by: Sequence[str], size: int = PAGE_SIZE) -> Page:
    """Return the page that `?after=` names, or the first page if it is missing or malformed.

    `by` are the columns that order the list. The last one must be unique. A leading minus sign means
    descending ("-due_at").
    """
    after = _read(request.GET.get("after", ""), len(by))
    found = list(_behind(rows, by, after)[: size + 1])
    shown = found[:size]
    next_url = _address(request, _written(shown[-1], by)) if len(found) > size else ""
    return Page(shown, next_url, _address(request, "") if after else "")


def _behind(rows: QuerySet[Any], by: Sequence[str], after: list[str]) -> QuerySet[Any]:
    ordered = rows.order_by(*by)
    if not after:
        return ordered
    steps = []
    for place, column in enumerate(by):
        equal = {name.lstrip("-"): value for name, value in zip(by[:place], after, strict=False)}
        direction = "lt" if column.startswith("-") else "gt"
        steps.append(Q(**equal, **{f"{column.lstrip('-')}__{direction}": after[place]}))
    # PostgreSQL finds its place in the index by this condition; it does not by the OR of all columns.
    first = {f"{by[0].lstrip('-')}__{'lte' if by[0].startswith('-') else 'gte'}": after[0]}
    try:
        return ordered.filter(reduce(operator.or_, steps), **first)
    except (ValidationError, ValueError):
        return ordered


def _written(row: Any, by: Sequence[str]) -> str:
    values = [str(getattr(row, column.lstrip("-"))) for column in by]
    return signing.dumps(values, salt=SALT)


def _read(text: str, columns: int) -> list[str]:
    """Return the values of a key that this site signed, or nothing: what others write is never read."""
    try:
        values: list[str] = signing.loads(text, salt=SALT)
    except signing.BadSignature:
        return []
    return values if len(values) == columns else []


def _address(request: HttpRequest, after: str) -> str:
    query = request.GET.copy()
    query.pop("after", None)
    if after:
        query["after"] = after
    return f"?{query.urlencode()}"
