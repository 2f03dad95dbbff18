"""Whose task a partner or a selection is in each state."""

from __future__ import annotations

from typing import Any

from django.db.models import DateTimeField, Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.urls import reverse

from designation.declared import Duty, Kind, TaskSource
from designation.partners import queries
from designation.partners.models import Partner, Selection
from designation.partners.states import BEFORE
from designation.roles import Role
from workflow import clock

VET = Duty(
    ("nominated",), frozenset({Role.ROSTER_ADMINISTRATOR}), "Start vetting an organization", "Read", "partner"
)
DECIDE = Duty(
    ("vetting",),
    frozenset({Role.ROSTER_ADMINISTRATOR}),
    "Check the organization, and activate or decline it",
    "Open the checks",
    "partner",
    where=Q(may_decide=True),
)
CHECK = Duty(
    ("vetting",),
    frozenset({Role.ROSTER_ADMINISTRATOR}),
    "Check the organization; other roster administrators activate or decline it",
    "Open the checks",
    "partner",
    where=Q(may_decide=False),
)
REVIEW = Duty(
    ("suspended",),
    frozenset({Role.ROSTER_ADMINISTRATOR}),
    "A partner is suspended: lift it or remove the partner",
    "Read why",
    "partner",
)
VOUCH = Duty(
    ("nominated", "vetting", "asked"),
    frozenset({Role.PARTNER_ADMINISTRATOR}),
    "Vouch for an organization that names yours as its sponsor",
    "Read",
    "partner",
    where=Q(vouched_at=None, sponsor__isnull=False),
)
ATTEST = Duty(
    ("expired",),
    frozenset({Role.PARTNER_ADMINISTRATOR}),
    "Attest that what the roster says is still true",
    "Attest",
    "partner",
)
ANSWER = Duty(
    ("proposed",),
    frozenset({Role.CERTIFYING_OFFICER, Role.APPROVING_OFFICIAL}),
    "A partner is proposed: concur, amend or object",
    "Read the proposal",
    "selection",
)
AGREE = Duty(
    ("invited",),
    frozenset({Role.PARTNER_ADMINISTRATOR}),
    "You are invited to early access: agree and name people",
    "Read the terms",
    "selection",
)


def _partners(reader: Any) -> QuerySet[Any]:
    return Partner.objects.filter(
        queries.administers(reader.id)
        | queries.own_of(reader.id)
        | queries.sponsored_by(reader.id) & Q(state__in=BEFORE)
    ).annotate(may_decide=queries.may_decide(reader.id))


def _partner(row: Any, _duty: Duty | None) -> tuple[str, str]:
    return row.full_name, reverse("partner", args=[row.number])


def _selection(row: Any, _duty: Duty | None) -> tuple[str, str]:
    request = row.request
    return f"{row.number} “{request.model.codename}”", reverse("selection", args=[row.number])


NOW = RawSQL(clock.sql(), [], output_field=DateTimeField())
CHOOSE = Duty(
    ("covered",),
    frozenset({Role.CERTIFYING_OFFICER}),
    "Choose trusted partners for early access",
    "Choose partners",
    "board",
    where=~Q(Exists(Selection.objects.filter(request=OuterRef("pk"))))
    & Q(model__planned_partner_release_at__gt=NOW),
    kind=Kind.NEXT,
    clock="",
)
MORE_DUTIES = (("requests", CHOOSE),)
SOURCES = (
    TaskSource(
        "partners",
        Partner,
        rows=_partners,
        duties=(VET, DECIDE, CHECK, REVIEW, ATTEST, VOUCH),
        describe=_partner,
        untimed=frozenset({"nominated", "asked", "expired"}),
        rare=True,
        in_matters=False,
    ),
    TaskSource(
        "selections",
        Selection,
        rows=lambda reader: Selection.objects.select_related("request__model").exclude(
            state="proposed", proposed_side=reader.side
        ),
        duties=(ANSWER, AGREE),
        describe=_selection,
        rare=True,
    ),
)
