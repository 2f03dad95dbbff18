"""Terms of a window: drafted, proposed, countered, revised, and compared version by version."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse

from designation.actions import windows as actions
from designation.lifecycles.window import State
from designation.models import Window
from designation.models.terms import CLAUSES
from designation.roles import DEVELOPER_ROLES
from designation.templatetags.instants import written
from designation.web.application_forms import AnswersForm, fingerprints
from designation.web.confirming import CONFLICT, reasons
from designation.web.matters import Matter, load
from designation.web.step_forms import password_field
from designation.web.stepping import act, proof_needed, prove, said
from designation.web.window_facts import clauses_in_words, window_of
from workflow.affordances import affordances
from workflow.errors import KeyReused, Refused
from workflow.steps import Step

WRITING = ("propose", "revise", "counter")


@login_required
def window_terms(http: HttpRequest, number: str, window: int) -> HttpResponse:
    """Write terms: the developer's draft saves itself; proposing, revising and countering sign or send a version."""
    matter = load(http, number)
    row = window_of(matter, window)
    offers = [o for o in affordances(row, matter.actor, now=matter.now) if o.step.name in WRITING]
    drafting = row.state == State.DRAFT and bool(matter.roles & DEVELOPER_ROLES)
    if not offers and not drafting:
        raise Http404
    facts = offers[0].step if offers else None
    form = AnswersForm(CLAUSES, matter.request, http.POST or None, initial=row.present_terms)
    form.fields["note"] = forms.CharField(
        label="Note to the other side",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )
    proof = proof_needed(facts, matter) if facts else ""
    if proof:
        form.fields[proof] = password_field()
        form.fields[proof].required = "save" not in http.POST and not http.headers.get("X-Autosave")
    problems: list[str] = []
    if http.method == "POST":
        valid = form.is_valid()
        content = form.answers()
        if drafting and (http.headers.get("X-Autosave") or "save" in http.POST):
            return _save_draft(http, matter, row, form)
        if facts is not None and valid:
            problems = prove(http, matter, form) if proof else []
            problems = problems or _sign(http, matter, row, facts, content, form.cleaned_data.get("note", ""))
            if not problems:
                return redirect("window", number, window)
    context = matter.context(
        "windows",
        state=None,
        heading=f"Terms of window {row.number}",
        form=form,
        window=row,
        facts=facts,
        drafting=drafting,
        problems=problems,
        page_title="Terms",
        version=row.version,
        crumbs=[
            (f"Request {number}", matter.url),
            (f"Window {window}", reverse("window", args=[number, window])),
        ],
    )
    return render(http, "windows/terms.html", context, status=CONFLICT if problems else 200)


def _sign(
    http: HttpRequest, matter: Matter, window: Window, facts: Step, content: dict[str, Any], note: str
) -> list[str]:
    """Write, and on the developer's side sign, the next version; return what stands in the way."""
    try:
        if window.state == State.DRAFT and matter.is_developer:
            actions.save_draft(window, actor=matter.actor, content=content)
        outcome = act(http, matter, window, facts, {"terms": content, "note": note})
    except (Refused, KeyReused) as refused:
        return reasons(refused) if isinstance(refused, Refused) else [str(refused)]
    messages.success(http, said(outcome, facts))
    return []


def _save_draft(http: HttpRequest, matter: Matter, window: Window, form: AnswersForm) -> HttpResponse:
    """Save what the person changed, so that clauses which somebody else wrote meanwhile stay."""
    try:
        actions.save_draft(window, actor=matter.actor, content=form.changes())
    except Refused as refused:
        return JsonResponse({"message": " ".join(reasons(refused))}, status=CONFLICT)
    if http.headers.get("X-Autosave"):
        if problems := form.wrong():
            return JsonResponse({"message": " ".join(problems)}, status=CONFLICT)
        return JsonResponse({"hidden": {"seen": fingerprints(form.answers())}})
    messages.success(http, "The draft is saved.")
    return redirect("window", matter.request.number, window.number)


@login_required
def window_compare(http: HttpRequest, number: str, window: int, version: int) -> HttpResponse:
    """Compare a version of the terms with the one before it, clause by clause."""
    matter = load(http, number)
    row = window_of(matter, window)
    new = get_object_or_404(row.versions, number=version)
    old = row.versions.filter(number=version - 1).first()
    before = clauses_in_words(old.content if old else {}, matter)
    after = clauses_in_words(new.content, matter)
    rows = [
        {"clause": label, "old": _text(a), "new": _text(b)}
        for (label, a), (_l, b) in zip(before, after, strict=True)
    ]
    context = matter.context(
        "windows",
        state=None,
        heading=f"Terms of window {window}, version {version}",
        rows=rows,
        version=new,
        old=old,
        first=after,
        old_name=f"Version {version - 1}",
        new_name=f"Version {version}",
        page_title=f"Version {version}",
        crumbs=[
            (f"Request {number}", matter.url),
            (f"Window {window}", reverse("window", args=[number, window])),
        ],
    )
    return render(http, "windows/compare.html", context)


def _text(value: Any) -> str:
    if hasattr(value, "astimezone"):
        return written(value)
    return ", ".join(value) if isinstance(value, list) else str(value or "")


urlpatterns: list[URLPattern] = [
    path("<str:number>/windows/<int:window>/terms/", window_terms, name="window_terms"),
    path("<str:number>/windows/<int:window>/terms/<int:version>/", window_compare, name="window_compare"),
]
