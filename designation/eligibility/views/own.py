"""The page on which people read what is verified about themselves, and what is missing."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from designation.eligibility.kinds import KEEPERS
from designation.eligibility.models import EligibilityRecord
from designation.eligibility.standing import requirements, windows_of
from designation.eligibility.views.records import state_of
from designation.people.signers import holders
from designation.web.access import signed_in
from workflow import clock


@signed_in
@require_safe
def own_eligibility(http: HttpRequest) -> HttpResponse:
    """Show the signed-in person's records, what policy asks of readers, and what they can read now."""
    me, now = http.user, clock.now()
    rows = (
        EligibilityRecord.objects.filter(person=me).exclude(state="declined").order_by("kind", "-expires_at")
    )
    context = {
        "heading": "Your eligibility",
        "lead": "What your organization has verified about you, and what you can therefore read.",
        "rows": [(row, state_of(row, now)) for row in rows],
        "requirements": requirements(me, now),
        "windows": windows_of(me, now),
        "ask": list(holders(KEEPERS, organization=me.organization.pk).exclude(pk=me.pk)[:20]),
        "organization": me.organization,
        "now": now,
    }
    return render(http, "eligibility/own.html", context)
