"""What a person asks the roster for: words, filters and an order, among the partners that they may see."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.contrib.postgres.search import SearchVectorField
from django.db.models import Case, Count, DateTimeField, F, Func, IntegerField, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.http import QueryDict

from designation.content.asked import asked_for
from designation.directory import searching
from designation.directory.fields import Category
from designation.directory.states import STATES
from designation.partners.models import Partner
from designation.partners.sizes import SIZES
from designation.partners.states import ON_THE_ROSTER, PartnerState
from designation.roles import Side

SHOWN = 50
"""So many of the best matches are shown."""
WORDS = Func(
    F("text"),
    Value(" "),
    template="array_to_tsvector(string_to_array(%(expressions)s))",
    output_field=SearchVectorField(),
)
NEVER = datetime.fromisoformat("9999-01-01T00:00:00+00:00")
ATTESTED = (
    ("30", "Expires within 30 days"),
    ("90", "Expires within 90 days"),
    ("over", "Expired"),
)
SPONSORS = (("yes", "Has a sponsor"), ("no", "Has no sponsor"))
STANDINGS = [(str(value), str(label)) for value, label in PartnerState.choices]
NOMINATED_BY = [(str(side.value), str(side.label)) for side in (Side.GOVERNMENT, Side.DEVELOPER)]


def _place_in(name: str, values: list[str]) -> Case:
    """Return the place of a column's value in a list, to order rows by it."""
    places = [When(**{name: value}, then=Value(place)) for place, value in enumerate(values)]
    return Case(*places, default=Value(len(values)), output_field=IntegerField())


PLACES = {
    "category_place": _place_in("category", sorted(Category.values, key=lambda value: Category(value).label)),
    "size_place": _place_in("size", [value for value, _label in SIZES]),
    "state_place": _place_in("state", list(PartnerState.values)),
    "attested_place": Coalesce("attested_until", Value(NEVER), output_field=DateTimeField()),
}
BEHIND = ("folded", "name", "us_state", "city", "id")
SORTS = (
    ("name", "Organization"),
    ("place", "Place"),
    ("category", "Category"),
    ("size", "Size"),
    ("attested", "Attested until"),
    ("state", "Standing"),
)
"""The columns of the list, in the order in which it shows them."""
ORDERS = {
    "name": BEHIND,
    "place": ("us_state", "city", "folded", "name", "id"),
    "category": ("category_place", *BEHIND),
    "size": ("size_place", *BEHIND),
    "state": ("state_place", *BEHIND),
    "attested": ("attested_place", *BEHIND),
}
"""The columns that each order of the list sorts by. A minus sign before its name reverses the first of them."""

Narrow = Callable[[QuerySet[Partner], str, datetime], QuerySet[Partner]]


def _equal(name: str, values: Any) -> Narrow:
    """Return a filter for one of some values. Others find nothing."""
    known = {str(value) for value, _label in values}
    return lambda rows, value, _now: rows.filter(**{name: value}) if value in known else rows.none()


def _contains(name: str) -> Narrow:
    return lambda rows, value, _now: rows.filter(**{f"{name}__icontains": value})


def _attested(rows: QuerySet[Partner], value: str, now: datetime) -> QuerySet[Partner]:
    if value not in dict(ATTESTED):
        return rows.none()
    rows = rows.filter(state__in=ON_THE_ROSTER)
    if value == "over":
        return rows.filter(attested_until__lte=now)
    return rows.filter(attested_until__gt=now, attested_until__lte=now + timedelta(days=int(value)))


def _sponsor(rows: QuerySet[Partner], value: str, _now: datetime) -> QuerySet[Partner]:
    return rows.filter(sponsor__isnull=value == "no") if value in dict(SPONSORS) else rows.none()


_FILTER: dict[str, Narrow] = {
    "city": _contains("city"),
    "us_state": _equal("us_state", STATES.items()),
    "category": _equal("category", Category.choices),
    "size": _equal("size", SIZES),
    "state": _equal("state", STANDINGS),
    "attested": _attested,
}
_FILTER_OF_ALL: dict[str, Narrow] = {
    "identifier": _contains("identifiers"),
    "sponsor": _sponsor,
    "nominated": _equal("nominated_side", NOMINATED_BY),
}
"""Filters by what only those may see who see everything about every partner."""


@dataclass(frozen=True)
class RosterFilters:
    """What a person asks the roster for. `visible` are the partners that they may see."""

    visible: QuerySet[Partner]
    names: tuple[str, ...]
    asked: dict[str, str]
    now: datetime

    @property
    def text(self) -> str:
        """The words that are searched for."""
        return self.asked["q"]

    @property
    def chosen(self) -> bool:
        """Whether anything but words is asked for."""
        return any(self.asked[name] for name in self.names)

    @cached_property
    def known(self) -> searching.VocabularyOf:
        """The words of the partners that the person may see, and of no others."""
        return searching.VocabularyOf(self.visible)

    @property
    def order(self) -> tuple[str, ...]:
        """The columns that the list is sorted by."""
        name = self.asked["sort"]
        by = ORDERS.get(name.removeprefix("-"), BEHIND)
        return (f"-{by[0]}", *by[1:]) if name.startswith("-") and name[1:] in ORDERS else by

    @property
    def best_first(self) -> bool:
        """Whether the best matches of the words come first, because no order is asked for."""
        return bool(self.text) and self.asked["sort"].removeprefix("-") not in ORDERS

    def rows(self, *, without: str = "") -> QuerySet[Partner]:
        """Return every partner that is asked for, on all pages. `without` names a filter that is left out."""
        rows = self._chosen(without)
        return searching.fitting(rows, self.text, self.known) if self.text else rows

    def _chosen(self, without: str = "") -> QuerySet[Partner]:
        rows = self.visible.annotate(words=WORDS, **PLACES)
        for name in self.names:
            if self.asked[name] and name != without:
                rows = (_FILTER | _FILTER_OF_ALL)[name](rows, self.asked[name], self.now)
        return rows

    def best(self) -> list[Partner]:
        """Return the partners that fit the words best."""
        return searching.best_by_words(self._chosen(), self.text, self.known, SHOWN)

    def by_standing(self) -> list[tuple[str, str, int]]:
        """Return value, label and number of the partners in each standing, whatever standing is asked for."""
        counts = dict(self.rows(without="state").order_by().values_list("state").annotate(n=Count("pk")))
        return [(value, label, counts[value]) for value, label in STANDINGS if value in counts]


def filters_of(
    asked: QueryDict, visible: QuerySet[Partner], now: datetime, *, sees_all: bool
) -> RosterFilters:
    """Return what an address asks for of the partners that a person may see.

    Filters by what the person may not see are passed over.
    """
    names = (*_FILTER, *_FILTER_OF_ALL) if sees_all else tuple(_FILTER)
    return RosterFilters(visible, names, asked_for(asked, ("q", "sort", *names)), now)
