"""Whose task an eligibility record is: it is verified by somebody else, and renewed before it expires."""

from __future__ import annotations

from typing import Any

from django.db.models import DateTimeField, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.urls import reverse

from designation.declared import Duty, Kind, TaskSource
from designation.eligibility.kinds import KEEPERS, VERIFIERS
from designation.eligibility.models import EligibilityRecord
from workflow import clock

VERIFY = Duty(
    ("entered",),
    VERIFIERS,
    "An eligibility record waits: verify it, or decline it",
    "Read",
    "eligibility_record",
)

SOON = RawSQL(f"({clock.sql()}) + interval '60 days'", [], output_field=DateTimeField())
RENEW = Duty(
    ("verified",),
    KEEPERS,
    "An eligibility record expires soon: enter its renewal",
    "Read",
    "eligibility_record",
    where=Q(expires_at__lte=SOON),
    kind=Kind.NEXT,
    clock="Expires",
)


def _rows(reader: Any) -> QuerySet[Any]:
    rows = (
        EligibilityRecord.visible_to(reader.id)
        .exclude(person=reader.id)
        .exclude(entered_by=reader.id, state="entered")
    )
    return rows.select_related("person", "organization")


def _describe(row: Any, _duty: Duty | None) -> tuple[str, str]:
    return f"{row.person.name}: {row.in_words()}", reverse("eligibility_record", args=[row.number])


SOURCES = (
    TaskSource(
        "eligibility",
        EligibilityRecord,
        rows=_rows,
        duties=(VERIFY, RENEW),
        describe=_describe,
        untimed=frozenset({"entered"}),
        rare=True,
        in_matters=False,
    ),
)
