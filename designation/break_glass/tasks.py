"""Whose task an emergency access is in each state."""

from __future__ import annotations

from typing import Any

from django.db.models import BooleanField, F, Func, QuerySet, UUIDField, Value
from django.urls import reverse

from designation.break_glass.models import BreakGlass
from designation.break_glass.rules import BY_DEVELOPER, BY_GOVERNMENT, ENDS_FOR_OTHERS, REVIEWERS
from designation.declared import Duty, Kind, TaskSource
from designation.roles import Role

UNTIL_IT_ENDS = (
    Duty(
        ("requested",),
        BY_GOVERNMENT | BY_DEVELOPER,
        "An evaluator asks for emergency access: agree or decline",
        "Read why",
        "break_glass",
    ),
    Duty(
        ("requested",),
        frozenset({Role.EVALUATOR}),
        "You asked for emergency access",
        "View",
        "break_glass",
        whose="grant__person",
        kind=Kind.UNDER_WAY,
        clock="Lapses",
    ),
    Duty(
        ("active",),
        ENDS_FOR_OTHERS,
        "Emergency access is open: end it when it is no longer needed",
        "View",
        "break_glass",
        kind=Kind.NEXT,
        clock="Ends",
    ),
    Duty(
        ("active",),
        frozenset({Role.EVALUATOR}),
        "Your emergency access is open",
        "View",
        "break_glass",
        whose="grant__person",
        kind=Kind.UNDER_WAY,
        clock="Ends",
    ),
)
AFTERWARD = (Duty(("ended", "overdue"), REVIEWERS, "Review an emergency access", "Read", "break_glass"),)


def _agreed_to_by(person: Any) -> Func:
    """Return whether a person is one of those who agreed to the access."""
    return Func(
        Value(person, output_field=UUIDField()),
        Func(F("approved_by"), function="ANY"),
        template="%(expressions)s",
        arg_joiner=" = ",
        output_field=BooleanField(),
    )


def _rows(_reader: Any) -> QuerySet[Any]:
    return BreakGlass.objects.select_related("window__request__model", "window__partner")


def _to_review(reader: Any) -> QuerySet[Any]:
    """Return the accesses, without those to which the reader agreed: other people review them."""
    return _rows(reader).alias(agreed=_agreed_to_by(reader.id)).exclude(agreed=True)


def _describe(row: Any, _duty: Duty | None) -> tuple[str, str]:
    request = row.window.request
    matter = f"{request.number} “{request.model.codename}”, {row.window.in_words}"
    return matter, reverse("break_glass", args=[request.number, row.window.number, row.pk])


SOURCES = (
    TaskSource(
        "emergency accesses",
        BreakGlass,
        rows=_rows,
        duties=UNTIL_IT_ENDS,
        describe=_describe,
        rare=True,
    ),
    TaskSource(
        "emergency reviews",
        BreakGlass,
        rows=_to_review,
        duties=AFTERWARD,
        describe=_describe,
        untimed=frozenset({"overdue"}),
        rare=True,
    ),
)
