"""Whose task a suspension is: everyone's who can lift it, except for the person who placed it."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from designation.declared import Duty, Kind, TaskSource
from designation.insider_risk.facts import whom
from designation.insider_risk.models import Suspension
from designation.insider_risk.scopes import OF_THE_ARTIFACT, OF_THE_ORGANIZATION, OFFICER
from designation.roles import Role
from workflow.models import Approval

LIFTING = frozenset({OFFICER, Role.ROSTER_ADMINISTRATOR}) | OF_THE_ORGANIZATION | OF_THE_ARTIFACT
SIGNED = Q(Exists(Approval.objects.filter(subject_id=OuterRef("pk"), state="open")))
SIGN = Duty(
    ("active",),
    LIFTING,
    "Someone signed to lift a suspension: sign too, or leave it in place",
    "Read",
    "suspension",
    where=SIGNED,
)
LIFT = Duty(
    ("active",),
    LIFTING,
    "Access is suspended: lift it when the reason is gone",
    "Read why",
    "suspension",
    where=~SIGNED,
    kind=Kind.NEXT,
    clock="",
)


def _rows(reader: Any) -> QuerySet[Any]:
    rows = Suspension.visible_to(reader.id).exclude(placed_by=reader.id)
    return rows.select_related("person", "artifact", "organization")


def _describe(row: Any, _duty: Duty | None) -> tuple[str, str]:
    return f"{row.number}: {whom(row)}", reverse("suspension", args=[row.number])


SOURCES = (
    TaskSource(
        "suspensions",
        Suspension,
        rows=_rows,
        duties=(SIGN, LIFT),
        describe=_describe,
        untimed=frozenset({"active"}),
        rare=True,
        in_matters=False,
    ),
)
