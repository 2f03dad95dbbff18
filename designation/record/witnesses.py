"""The witnesses of the register: which ones the policy requires, which checkpoints they cosigned, and when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_safe

from designation.content.instants import written
from designation.policies.witnesses import wanted
from designation.web.access import public
from designation.web.paging import page_of
from workflow.ledger.cosignature import WitnessKey
from workflow.ledger.newest import declared
from workflow.models import Checkpoint, Cosignature


@dataclass(frozen=True)
class WitnessStatus:
    """A required witness and one checkpoint that it cosigned: id, size and time. All None if there is none."""

    name: str
    key: str
    checkpoint: int | None = None
    size: int | None = None
    at: datetime | None = None

    def __str__(self) -> str:
        if self.at is None:
            return f"{self.name}: not yet"
        return f"{self.name}: checkpoint {self.checkpoint}, {written(self.at)}"


def newest(witnesses: Sequence[WitnessKey]) -> list[WitnessStatus]:
    """Return the newest checkpoint that each witness cosigned, in one query."""
    return _statuses(witnesses, Cosignature.objects.all(), "-checkpoint")


def first_from(witnesses: Sequence[WitnessKey], checkpoint: int) -> list[WitnessStatus]:
    """Return, for each witness, the first checkpoint that it cosigned with at least this id.

    A checkpoint includes everything that earlier checkpoints include.
    """
    return _statuses(witnesses, Cosignature.objects.filter(checkpoint__gte=checkpoint), "checkpoint")


def _statuses(witnesses: Sequence[WitnessKey], rows: QuerySet[Cosignature], by: str) -> list[WitnessStatus]:
    """Return one row per witness: its first cosignature in the order `by`. One query, with one index lookup each."""
    each = [Q(pk=Subquery(rows.filter(key=str(key)).order_by(by).values("pk")[:1])) for key in witnesses]
    found = Cosignature.objects.filter(reduce(or_, each)).select_related("checkpoint") if each else ()
    stand = {one.key: (one.checkpoint_id, one.checkpoint.size, one.at) for one in found}
    return [WitnessStatus(key.name, str(key), *stand.get(str(key), ())) for key in witnesses]


@public
@require_safe
def checkpoints(http: HttpRequest) -> HttpResponse:
    """List the checkpoints of the register, newest first, with who cosigned each. It needs no sign-in."""
    witnesses = wanted()
    page = page_of(http, Checkpoint.objects.only("at", "size"), by=("-size",), size=25)
    context = {
        "heading": "Checkpoints and who cosigned them",
        "crumbs": [("How to check our records", reverse("verify_help"))],
        "page": page,
        "rows": _rows(page.rows, witnesses),
        "witnesses": newest(witnesses),
        "restorations": _restorations(),
    }
    return render(http, "record/checkpoints.html", context)


def _restorations() -> list[dict[str, Any]]:
    """Return every declaration that the register was restored from a backup, newest first."""
    found = [signed.declaration for signed in reversed(declared())]
    return [{"told": one, "at": parse_datetime(one.at)} for one in found]


def _rows(shown: Sequence[Any], witnesses: Sequence[WitnessKey]) -> list[dict[str, Any]]:
    """Return each checkpoint with who cosigned it and when, and the names of required witnesses that have not."""
    cosigned: dict[int, dict[str, WitnessStatus]] = defaultdict(dict)
    for one in Cosignature.objects.filter(checkpoint__in=[row.pk for row in shown]).order_by("id"):
        name = WitnessKey.parse(one.key).name
        cosigned[one.checkpoint_id][one.key] = WitnessStatus(name, one.key, at=one.at)
    return [
        {
            "checkpoint": row,
            "cosigned": list(cosigned[row.pk].values()),
            "missing": [key.name for key in witnesses if str(key) not in cosigned[row.pk]],
        }
        for row in shown
    ]
