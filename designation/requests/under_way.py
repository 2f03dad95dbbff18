"""Requests under way about the same model, shown before another one is begun and on the page of a draft.

Requests in which the reader takes part are named. For all others, the page says only that there are some,
which is what the rule at submission says as well.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from designation.access.models import Party
from designation.frontier_models.models import FrontierModel
from designation.requests.lifecycle.states import FINAL
from designation.requests.models import Request
from designation.roles import Side
from designation.web.step_links import tag


@dataclass(frozen=True)
class UnderWay:
    """Requests under way. `named` has number, URL and state; `unnamed` says whether there are more."""

    named: list[dict[str, Any]]
    unnamed: bool

    def __bool__(self) -> bool:
        return bool(self.named) or self.unnamed


def beside(requests: QuerySet[Request], reader: uuid.UUID) -> UnderWay:
    """Return the requests that a developer-side reader may know about, newest first, in one query."""
    mine = Party.of(reader).filter(matter=OuterRef("log_id"))
    rows = list(requests.annotate(seen=Exists(mine)).order_by("-created_at"))
    named = [
        {"number": row.number, "url": reverse("request", args=[row.number]), "state": _state(row)}
        for row in rows
        if row.seen
    ]
    return UnderWay(named, unnamed=any(not row.seen for row in rows))


def labels(models: Iterable[FrontierModel], reader: uuid.UUID) -> list[tuple[str, str]]:
    """Return models as form choices, each with its active requests that the reader takes part in."""
    found: dict[uuid.UUID, list[str]] = defaultdict(list)
    rows = Request.objects.filter(model__in=models, log__in=Party.of(reader).values("matter"))
    for row in rows.exclude(state__in=FINAL).order_by("-created_at"):
        found[row.model_id].append(f"{row.number}, {_state(row)['label']}")
    return [
        (
            str(model.pk),
            f"{model.codename} ({'; '.join(found[model.pk])})" if found[model.pk] else model.codename,
        )
        for model in models
    ]


def _state(row: Request) -> dict[str, str]:
    state = row.visible_state(Side.DEVELOPER)
    return tag(state.value, str(state.label))
