"""Queries for the pages of the directory, and for packages that refer to its entries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from designation.content.asked import asked_for
from designation.directory import folding, searching
from designation.directory.fields import Category, Sector
from designation.directory.models import DirectoryEntry
from designation.directory.states import STATES

ORDER = ("identity", "id")
SHOWN = 50


def find(text: str, most: int = SHOWN) -> list[DirectoryEntry]:
    """Return the organizations that fit a text best, the best first. The text may hold typing errors."""
    return searching.best(DirectoryEntry.objects.all(), text, most)


@dataclass(frozen=True)
class Filters:
    """What a person asks the list for: words, and one value for each of some columns."""

    text: str = ""
    chosen: tuple[tuple[str, str], ...] = ()

    def rows(self) -> QuerySet[DirectoryEntry]:
        """Return the entries with the chosen values, without regard to the words."""
        rows = DirectoryEntry.objects.all()
        for name, value in self.chosen:
            rows = _FILTER[name](rows, value)
        return rows

    def matching(self) -> QuerySet[DirectoryEntry]:
        """Return every entry that a person sees or would see on further pages, by name."""
        rows = self.rows()
        if self.text:
            rows = searching.matching(rows, searching.meanings(searching.query_words(self.text)))
        return rows.order_by(*ORDER)

    def best(self) -> list[DirectoryEntry]:
        """Return the entries that fit the words best, and one more than are shown if there are more."""
        return searching.best(self.rows(), self.text, SHOWN + 1)


def _equal(name: str) -> Any:
    return lambda rows, value: rows.filter(**{name: value})


def _with_words(name: str) -> Any:
    """Return a filter for a text in one column. The words of all columns lead to it by their index."""

    def rows_with(rows: QuerySet[DirectoryEntry], value: str) -> QuerySet[DirectoryEntry]:
        asked = [{word: 0} for word in folding.words(value)]
        return searching.matching(rows, asked).filter(**{f"{name}__icontains": value})

    return rows_with


def _by_identifier(rows: QuerySet[DirectoryEntry], value: str) -> QuerySet[DirectoryEntry]:
    return rows.filter(pk__in=searching.with_identifier(value))


def _contact(rows: QuerySet[DirectoryEntry], value: str) -> QuerySet[DirectoryEntry]:
    if value in ("yes", "no"):
        without = Q(contacts=[])
        return rows.filter(without) if value == "no" else rows.exclude(without)
    return rows.filter(contacts__contains=[value.lower()])


_FILTER = {
    "name": _with_words("name"),
    "suborganization": _with_words("suborganization"),
    "city": _with_words("city"),
    "state": _equal("state"),
    "category": _equal("category"),
    "sector": _equal("sector"),
    "size": _equal("size"),
    "identifier": _by_identifier,
    "contact": _contact,
}
FILTERS = tuple(_FILTER)


def filters_of(asked: Mapping[str, str]) -> Filters:
    """Return the filters that an address asks for."""
    plain = asked_for(asked, ("q", *FILTERS))
    return Filters(plain["q"], tuple((name, plain[name]) for name in FILTERS if plain[name]))


def by_state() -> list[tuple[str, str, int]]:
    """Return code, name and number of organizations of each state, by name. States without any have 0."""
    counts = dict(DirectoryEntry.objects.order_by().values_list("state").annotate(n=Count("pk")))
    rows = [
        (code, name, counts.get(code, 0)) for code, name in sorted(STATES.items(), key=lambda one: one[1])
    ]
    return [*rows, ("", "No state", counts[""])] if counts.get("") else rows


def by_sector() -> list[tuple[str, str, int]]:
    """Return value, label and number of organizations of each sector. Sectors without any have 0."""
    counts = dict(DirectoryEntry.objects.order_by().values_list("sector").annotate(n=Count("pk")))
    return [(sector.value, str(sector.label), counts.get(sector.value, 0)) for sector in Sector]


def by_category() -> list[tuple[str, str, int]]:
    """Return value, label and number of organizations of each category."""
    counts = dict(DirectoryEntry.objects.order_by().values_list("category").annotate(n=Count("pk")))
    return [(category.value, str(category.label), counts.get(category.value, 0)) for category in Category]
