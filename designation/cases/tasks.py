"""Whose task a case is: every insider-risk officer's, except for the person whom it is about."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from designation.cases.models import Case
from designation.cases.parties import OFFICER
from designation.declared import Duty, Kind, TaskSource

OFFICERS = frozenset({str(OFFICER)})


def _rows(reader: Any) -> QuerySet[Any]:
    return Case.for_officer(reader.id)


def _describe(row: Any, _duty: Duty | None) -> tuple[str, str]:
    return f"{row.number}: {row.pseudonym}", reverse("case", args=[row.number])


DUTIES = (
    Duty(
        ("triage",),
        OFFICERS,
        "Look at a new case: stop access, begin an inquiry, or close it",
        "Read the case",
        "case",
    ),
    Duty(
        ("contained",), OFFICERS, "Review whether access stays stopped, or begin an inquiry", "Review", "case"
    ),
    Duty(("inquiry",), OFFICERS, "Finish the inquiry, or renew it", "Read the case", "case"),
    Duty(
        ("referred",),
        OFFICERS,
        "The case is referred: close it when it is answered",
        "Read the case",
        "case",
        kind=Kind.NEXT,
        clock="",
    ),
)
SOURCES = (
    TaskSource(
        "cases",
        Case,
        rows=_rows,
        duties=DUTIES,
        describe=_describe,
        untimed=frozenset({"referred"}),
        rare=True,
        in_matters=False,
    ),
)
