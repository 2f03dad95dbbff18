"""For one person: their eligibility records, and what they could read and why."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from designation.eligibility.models import EligibilityRecord
from designation.eligibility.standing import requirements, windows_of
from designation.eligibility.views.readers import KEEP
from designation.eligibility.views.records import state_of
from designation.people.models import Person
from designation.web.access import by_role
from workflow import clock


@by_role(KEEP)
@require_safe
def person_eligibility(http: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """Show a person of the reader's own organization: the records, what policy asks, and how many windows are open."""
    own: Any = http.user.organization
    someone = Person.objects.filter(pk=person_id, office__organization=own).first()
    if someone is None:
        raise Http404
    now = clock.now()
    rows = EligibilityRecord.objects.filter(person=someone).order_by("kind", "-expires_at")
    standings = windows_of(someone, now)
    context = {
        "heading": f"Eligibility of {someone.name}",
        "crumbs": [("Eligibility", reverse("eligibility"))],
        "person": someone,
        "rows": [(row, state_of(row, now)) for row in rows],
        "requirements": requirements(someone, now),
        "open_windows": sum(1 for one in standings if not one.reasons),
        "stopped_windows": sum(1 for one in standings if one.reasons),
        "reasons": sorted({reason.reason for one in standings for reason in one.reasons}),
        "is_self": someone.pk == http.user.pk,
        "now": now,
    }
    return render(http, "eligibility/person.html", context)
