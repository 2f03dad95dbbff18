"""Whose task an eligibility record is: it is verified by somebody else, and renewed before it expires."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from designation.declared import Duty, TaskSource
from designation.eligibility.kinds import VERIFIERS
from designation.eligibility.models import EligibilityRecord

VERIFY = Duty(
    ("entered",),
    VERIFIERS,
    "An eligibility record waits: verify it, or decline it",
    "Read",
    "eligibility_record",
)


def _rows(reader: Any) -> QuerySet[Any]:
    rows = EligibilityRecord.visible_to(reader.id).exclude(person=reader.id).exclude(entered_by=reader.id)
    return rows.select_related("person", "organization")


def _describe(row: Any, _duty: Duty | None) -> tuple[str, str]:
    return f"{row.person.name}: {row.in_words()}", reverse("eligibility_record", args=[row.number])


SOURCES = (
    TaskSource(
        "eligibility",
        EligibilityRecord,
        rows=_rows,
        duties=(VERIFY,),
        describe=_describe,
        untimed=frozenset({"entered"}),
        rare=True,
        in_matters=False,
    ),
)
