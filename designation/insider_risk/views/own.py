"""The page on which a suspended person reads since when their access is suspended, and whom to ask."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from designation.insider_risk.models import Suspension
from designation.insider_risk.scopes import OF_THE_ORGANIZATION, Scope
from designation.people.signers import holders
from designation.web.access import signed_in
from workflow import clock


@signed_in
@require_safe
def own_suspension(http: HttpRequest) -> HttpResponse:
    """Show the suspensions that cover the signed-in person. Say no reason: the people named here know it."""
    me = http.user
    covers = Q(person=me) | Q(scope=Scope.ORGANIZATION, organization=me.organization)
    rows = Suspension.objects.filter(covers, state="active").select_related("organization")
    found = list(rows.order_by("placed_at"))
    others = holders(OF_THE_ORGANIZATION, organization=me.organization.pk).exclude(pk=me.pk)
    context = {
        "heading": "Your access is suspended" if found else "Your access is not suspended",
        "rows": [_in_words(row) for row in found],
        "ask": list(others[:20]),
        "by_officers": any(row.is_by_officers for row in found),
        "lift_url": _lift_url(me, found),
        "organization": me.organization,
        "now": clock.now(),
    }
    return render(http, "insider_risk/own.html", context)


def _in_words(row: Suspension) -> dict[str, Any]:
    whole = row.scope == Scope.ORGANIZATION
    return {
        "what": f"The access of everyone at {row.organization.name}" if whole else "Your own access",
        "since": row.placed_at,
        "by": "an insider-risk officer" if row.is_by_officers else row.organization.name,
    }


def _lift_url(me: Any, found: list[Suspension]) -> str:
    """Return the page on which the only person of a partner signs with a roster administrator, or ""."""
    seen = Suspension.visible_to(me.pk).filter(pk__in=[row.pk for row in found]).first()
    return reverse("suspension", args=[seen.number]) if seen is not None and seen.is_of_one_person() else ""
