"""Who may read a shared artifact now, and every reason why not.

Every reason against reading in the window (`window_access`) also applies to each artifact in it; the share and the
artifact add their own reasons, and the terms add theirs against downloading. Reading pages, the images of pages, the
watch over open pages, downloads and the watch over running downloads all ask here.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import CharField, DateTimeField, F, FilteredRelation, Func, Q, QuerySet
from django.db.models.expressions import RawSQL

from designation.windows.models import Grant, Window
from designation.windows.window_access import (
    NOT_NAMED,
    Condition,
    conditions,
    in_words,
    reasons_of,
    with_reasons,
)
from workflow import clock
from workflow.guards import Refusal
from workflow.sql.prepared_querysets import prepared_queryset

OF_SHARES = (
    Condition("not_shared", "This artifact is not shared in this window.", Q(share__isnull=True)),
    Condition("share_ended", "The developer stopped sharing this artifact.", Q(share__state="ended")),
    Condition(
        "artifact_quarantined",
        "This artifact is quarantined. Nobody can read it.",
        Q(share__artifact__state="quarantined"),
    ),
    Condition(
        "artifact_not_sealed",
        "The developer withdrew this artifact.",
        Q(share__isnull=False) & ~Q(share__artifact__state__in=["sealed", "quarantined"]),
    ),
)
"""The reasons of a share and its artifact, in the order in which people read them."""


VIEWING_ONLY = Condition(
    "viewing_only",
    "The terms of this window allow viewing only.",
    Q(window__terms__isnull=True) | ~Q(window__terms__content__contains={"reading": "download"}),
)
OF_DOWNLOADS = (*OF_SHARES, VIEWING_ONLY)
"""The reasons against downloading that the window's own do not contain."""
SENTENCES = {one.code: one.sentence for one in OF_DOWNLOADS}


class Answer(NamedTuple):
    """What the database says about one person and one share.

    `reasons` are the codes of the reasons against the download. `password` is the digest of the person's stored
    password: with another one, sessions from before it have ended.
    """

    reasons: tuple[str, ...]
    is_active: bool
    password: str


NOBODY = Answer((NOT_NAMED.code,), False, "")


def may_read(
    person: uuid.UUID | None, share: uuid.UUID, window: Window, now: datetime
) -> tuple[Refusal, ...]:
    """Return every reason why a person may not read a share of a window now. An empty result means they may."""
    return in_words(_against_reading(window.pk, share, person, now).first(), (*conditions(now), *OF_SHARES))


def may_download(
    person: uuid.UUID | None, share: uuid.UUID, window: Window, now: datetime
) -> tuple[Refusal, ...]:
    """Return every reason why a person may not download a share of a window now. An empty result means they may."""
    found = _against_downloading(window.pk, share, person, now).first()
    return in_words(found, (*conditions(now), *OF_DOWNLOADS))


def may_download_now(
    pairs: Iterable[tuple[uuid.UUID, uuid.UUID]],
) -> dict[tuple[uuid.UUID, uuid.UUID], Answer]:
    """Return what the database says about each person and share, by its own clock, in one query."""
    wanted = set(pairs)
    people, shares = sorted({person for person, _ in wanted}), sorted({share for _, share in wanted})
    found = dict.fromkeys(wanted, NOBODY)
    for person, share, reasons, is_active, password in _grants_of(people, shares):
        if (person, share) in wanted:
            found[person, share] = Answer(tuple(reasons), is_active, password)
    return found


@prepared_queryset(window=uuid.UUID, share=uuid.UUID, person=uuid.UUID, now=datetime)
def _against_reading(
    window: uuid.UUID, share: uuid.UUID, person: uuid.UUID | None, now: datetime
) -> QuerySet[Any, Any]:
    return reasons_of(_grants(window, share), person, (*conditions(now), *OF_SHARES))


@prepared_queryset(window=uuid.UUID, share=uuid.UUID, person=uuid.UUID, now=datetime)
def _against_downloading(
    window: uuid.UUID, share: uuid.UUID, person: uuid.UUID | None, now: datetime
) -> QuerySet[Any, Any]:
    return reasons_of(_grants(window, share), person, (*conditions(now), *OF_DOWNLOADS))


def _grants(window: uuid.UUID, share: uuid.UUID) -> QuerySet[Grant]:
    return Grant.objects.filter(window=window).annotate(
        share=FilteredRelation("window__shares", condition=Q(window__shares__pk=share))
    )


@prepared_queryset(people=list[uuid.UUID], shares=list[uuid.UUID])
def _grants_of(people: list[uuid.UUID], shares: list[uuid.UUID]) -> QuerySet[Any, tuple[Any, ...]]:
    now: Any = RawSQL(clock.sql(), [], output_field=DateTimeField())
    grants = Grant.objects.filter(person__in=people).exclude(state="ended")
    grants = grants.annotate(
        share=FilteredRelation("window__shares", condition=Q(window__shares__pk__in=shares))
    ).filter(share__isnull=False)
    password = Func(
        F("person__password"),
        template="encode(sha256(convert_to(%(expressions)s, 'UTF8')), 'hex')",
        output_field=CharField(),
    )
    asked = with_reasons(grants, (*conditions(now), *OF_DOWNLOADS)).annotate(known=password)
    return asked.values_list("person", "share__pk", "reasons", "person__is_active", "known")
