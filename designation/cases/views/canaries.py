"""Marking artifacts as canaries. Only those who may mark an artifact know of its mark."""

from __future__ import annotations

import uuid
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from designation.artifacts.models import Artifact
from designation.cases.views.readers import MARKERS
from designation.roles import Role
from designation.signals import canaries
from designation.web.access import by_role
from workflow import clock

MOST = 200
ROLES = (Role.INSIDER_RISK_OFFICER, Role.CERTIFYING_OFFICER, Role.SECURITY_CONTACT)


@by_role(MARKERS)
def canary_list(http: HttpRequest) -> HttpResponse:
    """List the artifacts that the reader can mark, the marked ones first."""
    rows = list(_mine(http).select_related("canary", "request__model").order_by("canary", "-pk")[:MOST])
    context = {
        "heading": "Canaries",
        "lead": "A canary is a shared artifact that nobody needs to open. Opening it is noted as a signal.",
        "rows": [{"artifact": row, "marked": getattr(row, "canary", None)} for row in rows],
        "now": clock.now(),
    }
    return render(http, "cases/canaries.html", context)


@by_role(MARKERS)
@require_POST
def canary_mark(http: HttpRequest, artifact_id: uuid.UUID) -> HttpResponse:
    """Mark an artifact as a canary, or take the mark away."""
    row = get_object_or_404(_mine(http), pk=artifact_id)
    canaries.toggle(row, by=http.user, now=clock.now())  # type: ignore[arg-type]  # signed in
    return redirect("canaries")


def _mine(http: HttpRequest) -> Any:
    """Return the artifacts in whose matters the reader holds a role that marks."""
    held = reduce(or_, (Q(roles_json__contains=[{"role": str(role)}]) for role in ROLES))
    return Artifact.with_roles(http.user.pk).filter(held, state__in=["sealed", "quarantined"])
