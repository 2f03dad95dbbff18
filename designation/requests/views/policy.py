"""The policy version that a request follows."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from designation.access.permissions import Permission
from designation.policies.in_words import Names, parts
from designation.policies.models import Policy
from designation.requests.matter import Matter, for_request


@for_request(Permission.READ_REQUEST)
@require_safe
def request_policy(http: HttpRequest, matter: Matter) -> HttpResponse:
    """Show the policy version that a request is pinned to.

    Before submission, show the version that it would be pinned to now.
    """
    number = matter.request.number
    pinned = matter.request.policy
    row = pinned or Policy.in_force(matter.now)
    if row is None:
        raise Http404
    pin = f"This request follows version {row.number} to its end, whatever comes into force later."
    if pinned is None:
        pin = f"Version {row.number} is in force. The request follows whichever is in force when it is submitted."
    shown = parts(row, Names([row]), internal=matter.is_government)
    context = matter.context(
        "",
        heading=f"Policy version {row.number}",
        state=None,
        crumbs=[(f"Request {number}", matter.url)],
        lead=pin,
        parts=[part for part in shown if part.clauses],
    )
    return render(http, "policies/of_request.html", context)
