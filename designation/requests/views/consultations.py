"""Consulted offices and their answers. Only the government sees them; the developer's side gets 404."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from designation.access.permissions import Permission
from designation.policies.in_words import office_name
from designation.requests.matter import Matter, for_request
from designation.requests.models import Consultation
from designation.web.step_links import steps_for
from designation.web.step_views import step_page
from workflow.sql.prepared_queries import prepared_query


def consultations(matter: Matter) -> list[dict[str, Any]]:
    """Return the consultations with the steps that the reader can take. Empty for the developer's side."""
    if not matter.may(Permission.READ_DELIBERATION) or matter.request.accepted_at is None:
        return []
    shown = []
    for row in _rows(request=matter.request.pk, person=matter.actor.id):
        mine = row.state == "open" and str(row.office_id) in {s.office for s in row.held_roles}
        url = _consultation_url(matter, row)
        shown.append(
            {
                "row": row,
                "office": office_name(row.office),
                "steps": steps_for(row, matter, url) if mine else [],
            }
        )
    return shown


@prepared_query(request=uuid.UUID, person=uuid.UUID)
def _rows(request: uuid.UUID, person: uuid.UUID) -> QuerySet[Any]:
    rows = Consultation.with_roles(person).filter(request=request)
    return rows.select_related("office__organization", "answered_by").order_by(
        "office__folded", "office__name"
    )


def _consultation_url(matter: Matter, row: Consultation) -> Any:
    return lambda name: reverse("consultation_step", args=[matter.request.number, row.pk, name])


@for_request(Permission.READ_DELIBERATION)
def consultation_step(http: HttpRequest, matter: Matter, consultation: uuid.UUID, step: str) -> HttpResponse:
    """Answer a consultation."""
    row = get_object_or_404(Consultation.with_roles(matter.actor.id), pk=consultation, request=matter.request)
    return step_page(http, matter, row, step, back=matter.url)
