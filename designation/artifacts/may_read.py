"""Who may read a shared artifact now, and every reason why not.

Every reason against reading in the window (`window_access`) also applies to each artifact in it. One of them is an
agreement in force that the person has not accepted (`agreement_is_not_accepted`). The share and the artifact add their
own reasons, and the terms add theirs against downloading. Reading pages, the images of pages, the watch over open
pages, downloads and the watch over running downloads all ask here.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import (
    CharField,
    DateTimeField,
    Exists,
    F,
    FilteredRelation,
    Func,
    OuterRef,
    Q,
    QuerySet,
)
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

NOT_ACCEPTED = Refusal(
    "agreement_not_accepted",
    "You have not accepted the agreement. Read and accept it on the page of the window.",
)
"""The reason of the agreement that the developer attached to what it shares."""

OF_SHARES = (
    Condition("not_shared", "This artifact is not shared in this window.", Q(share__isnull=True)),
    Condition("share_ended", "The developer stopped sharing this artifact.", Q(share__state="ended")),
    Condition(
        "artifact_quarantined",
        "This artifact is quarantined. Nobody can read it.",
        Q(share__artifact__state="quarantined"),
    ),
    Condition(
        "not_marked",
        "Marks cannot be burned into this file, and the developer has not waived them.",
        Q(share__artifact__pages=0, share__artifact__marks_waiver=""),
    ),
    Condition(
        "artifact_not_sealed",
        "The developer withdrew this artifact.",
        Q(share__isnull=False) & ~Q(share__artifact__state__in=["sealed", "quarantined"]),
    ),
)
"""The reasons of a share and its artifact, in the order in which people read them."""
_registered: list[Condition] = []


def register(condition: Condition) -> None:
    """Add a reason of a later package against reading a share, while models are imported."""
    _registered.append(condition)


def of_shares() -> tuple[Condition, ...]:
    """Return every reason of a share and its artifact, those of later packages included."""
    return (*OF_SHARES, *_registered)


VIEWING_ONLY = Condition(
    "viewing_only",
    "The terms of this window allow viewing only.",
    Q(window__terms__isnull=True) | ~Q(window__terms__content__contains={"reading": "download"}),
)


def of_downloads() -> tuple[Condition, ...]:
    """Return the reasons against downloading that the window's own do not contain."""
    return (*of_shares(), VIEWING_ONLY)


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
    """Return every reason why a person may not read a share of a window now. An empty result means they may.

    The reasons in SQL are kept by the prepared query, and making them anew takes 20 ms. So this is only done to put
    those into words that apply.
    """
    found = _against_reading(window.pk, share, person, now).first()
    return () if found == [] else in_words(found, (*conditions(now), *of_shares()))


def may_download(
    person: uuid.UUID | None, share: uuid.UUID, window: Window, now: datetime
) -> tuple[Refusal, ...]:
    """Return every reason why a person may not download a share of a window now. An empty result means they may."""
    found = _against_downloading(window.pk, share, person, now).first()
    return () if found == [] else in_words(found, (*conditions(now), *of_downloads()))


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


def lacks_acceptance() -> Exists:
    """Return whether an agreement is in force for a grant's request that was not accepted under the grant."""
    acceptances: Any = Grant._meta.get_field("acceptances").related_model
    agreements: Any = acceptances._meta.get_field("agreement").related_model
    accepted = acceptances.objects.filter(
        agreement=OuterRef("pk"), grant=OuterRef(OuterRef("pk")), digest=OuterRef("digest")
    )
    in_force = agreements.objects.filter(request=OuterRef("window__request"), state="in_force")
    return Exists(in_force.filter(~Exists(accepted)))


def agreement_is_not_accepted(_now: datetime) -> Condition:
    """Return the reason of an agreement in force that the person has not accepted. It applies to the whole window."""
    return Condition(NOT_ACCEPTED.code, NOT_ACCEPTED.reason, Q(lacks_acceptance()), bridged=True)


@prepared_queryset(window=uuid.UUID, share=uuid.UUID, person=uuid.UUID, now=datetime)
def _against_reading(
    window: uuid.UUID, share: uuid.UUID, person: uuid.UUID | None, now: datetime
) -> QuerySet[Any, Any]:
    return reasons_of(_grants(window, share), person, (*conditions(now), *of_shares()))


@prepared_queryset(window=uuid.UUID, share=uuid.UUID, person=uuid.UUID, now=datetime)
def _against_downloading(
    window: uuid.UUID, share: uuid.UUID, person: uuid.UUID | None, now: datetime
) -> QuerySet[Any, Any]:
    return reasons_of(_grants(window, share), person, (*conditions(now), *of_downloads()))


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
    asked = with_reasons(grants, (*conditions(now), *of_downloads())).annotate(known=password)
    return asked.values_list("person", "share__pk", "reasons", "person__is_active", "known")
