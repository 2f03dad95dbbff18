"""The pages of everybody: what is watched, reporting a concern, one's own cases, and what developers are told."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from designation.access.models import Party
from designation.cases import actions
from designation.cases.forms import ChallengeForm, ConcernForm
from designation.cases.models import Case, OwnerNotice
from designation.cases.views.readers import OWNERS
from designation.signals.patterns import PATTERNS
from designation.web.access import by_role, public, signed_in
from designation.web.action_page import ActionPage, action_page
from designation.web.actor import actor_of
from workflow import clock
from workflow.perform import perform

REPORTED = "Thank you. The insider-risk officers read your report. Nobody is told that it was you."


@public
@require_safe
def what_is_watched(http: HttpRequest) -> HttpResponse:
    """Say in plain words what is recorded and watched, what is not, and how to challenge it."""
    context = {"heading": "What is recorded and watched", "patterns": PATTERNS}
    return render(http, "cases/watched.html", context)


@signed_in
def report_concern(http: HttpRequest) -> HttpResponse:
    """Take the report of a concern. The answer does not depend on whether the person is known here."""
    form = ConcernForm(http.POST or None)
    page = ActionPage(
        form=form,
        heading="Report a concern",
        button="Send the report",
        back=reverse("desk"),
        consequences=[
            "The insider-risk officers read what you write.",
            "The person concerned is never told who reported, and no page shows your name.",
        ],
        remains=["Reporting is protected. This page and what you write here are not watched."],
        act=lambda: actions.report_concern(reporter=http.user, **form.cleaned_data),  # type: ignore[arg-type, misc]  # signed in
        done=REPORTED,
        gentle=True,
    )
    return action_page(http, page)


@signed_in
@require_safe
def own_cases(http: HttpRequest) -> HttpResponse:
    """Show the signed-in person what concerns them, if it is known to them, and how to challenge it."""
    rows = Case.of_the_watched(http.user.pk).order_by("-opened_at")
    context = {
        "heading": "Reviews of your access",
        "rows": [_in_words(row) for row in rows],
        "now": clock.now(),
    }
    return render(http, "cases/own.html", context)


def _in_words(row: Case) -> dict[str, Any]:
    """Return what a person is told of a case: until it is referred or closed, only that access stopped."""
    lines = []
    if row.contained_at:
        lines.append(("Your access was suspended", row.contained_at))
    if row.referred_at:
        lines.append(("The review was referred to the Attorney General's office", row.referred_at))
    if row.closed_at:
        lines.append(("The review ended", row.closed_at))
    return {"number": row.number, "lines": lines, "challenged": row.challenged_at, "answer": row.answer}


@signed_in
def own_case_challenge(http: HttpRequest, number: str) -> HttpResponse:
    """Challenge what concerns oneself."""
    row = Case.of_the_watched(http.user.pk).filter(number=number).first()
    if row is None:
        raise Http404
    form = ChallengeForm(http.POST or None)
    page = ActionPage(
        form=form,
        heading="Challenge this review",
        button="Send the challenge",
        back=reverse("own_cases"),
        crumbs=[("Reviews of your access", reverse("own_cases"))],
        consequences=["The insider-risk officers read it and answer. You can challenge a review once."],
        act=lambda: perform(row, "challenge", actor=actor_of(http), inputs=form.cleaned_data),
        done="You challenged this review. The answer will be on this page.",
        on_success=lambda _made: redirect("own_cases"),
        gentle=True,
    )
    return action_page(http, page)


@by_role(OWNERS)
@require_safe
def access_reviews(http: HttpRequest) -> HttpResponse:
    """Show a developer's people in which windows access is or was under review. It names nobody."""
    known = Party.of(http.user.pk).values("matter")
    rows = OwnerNotice.objects.filter(window__request__log__in=known).select_related(
        "case", "window__request__model"
    )
    context = {
        "heading": "Access reviews",
        "lead": "Insider-risk officers of the government review how access to what you shared was used.",
        "rows": [
            {"window": one.window, "request": one.window.request, "at": one.at, "over": one.case.closed_at}
            for one in rows.order_by("-at", "pk")[:100]
        ],
        "now": clock.now(),
    }
    return render(http, "cases/reviews.html", context)
