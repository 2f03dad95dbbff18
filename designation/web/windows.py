"""Access windows: the thirty days as a picture, terms in versions, signatures, evaluators, and the release plan."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse

from designation.actions import windows as actions
from designation.lifecycles.window import State
from designation.models import Grant, Window
from designation.models.terms import CLAUSES
from designation.roles import DEVELOPER_ROLES
from designation.templatetags.instants import written
from designation.web.application_forms import AnswersForm, agency_names, in_words
from designation.web.confirming import CONFLICT, reasons
from designation.web.matters import Matter, load, steps_for, tag
from designation.web.step_forms import password_field
from designation.web.stepping import act, proof_needed, prove, said, step_page, take_back_page
from workflow.affordances import affordances
from workflow.errors import KeyReused, Refused
from workflow.models import Approval
from workflow.steps import Step

FINAL = ("destroyed", "declined", "cancelled")
PATH = (("draft", "Draft"), ("proposed", "Proposed"), ("scheduled", "Scheduled"), ("open", "Open"), ("closed", "Closed"),
        ("destroyed", "Destroyed"))  # fmt: skip
DATED = ("scheduled", "open", "suspended", "closed", "destroyed")


def window_of(matter: Matter, number: int) -> Window:
    """Return a window of the matter with the reader's roles. A draft is the developer's own. Raises: Http404."""
    rows = Window.with_roles(matter.actor.id).select_related("terms__author", "model")
    window: Window = get_object_or_404(rows, request=matter.request, number=number)
    if window.state == "draft" and not matter.is_developer:
        raise Http404
    if (
        matter.only_evaluates
        and not window.grants.filter(person=matter.actor.id).exclude(state="ended").exists()
    ):
        raise Http404
    window.request = matter.request
    return window


def bar_of(window: Window, matter: Matter) -> dict[str, Any] | None:
    """Return the facts that the picture of the thirty days shows, or nothing while there are no dates."""
    if window.opens_at is None or (window.ends_at or window.signed_end) is None:
        return None
    model = matter.request.model
    return {
        "first_opened_at": model.clock_started_at,
        "opens_at": window.opened_at or window.opens_at,
        "ends_at": window.ends_at or window.signed_end,
        "now": matter.now,
        "opened": window.opened_at is not None,
        "closed": window.closed_at is not None,
        "suspended": list(window.interruptions.values_list("from_at", "until_at"))
        if window.opened_at
        else [],
        "partner_release_at": model.planned_partner_release_at,
    }


@login_required
def window_list(http: HttpRequest, number: str) -> HttpResponse:
    """List the windows of a request, each on its thirty days."""
    matter = load(http, number)
    rows = matter.request.windows.select_related("terms")
    if not matter.is_developer:
        rows = rows.exclude(state="draft")
    if matter.only_evaluates:
        rows = rows.filter(grants__person=matter.actor.id).distinct()
    shown = [
        {
            "number": row.number,
            "url": reverse("window", args=[number, row.number]),
            "state": tag(row.state, row.get_state_display(), final=row.state in FINAL),
            "opens_at": row.opened_at or row.opens_at,
            "ends_at": row.ends_at or row.signed_end,
            "version": row.terms.number if row.terms else None,
        }
        for row in rows.order_by("-number")
    ]
    model = matter.request.model
    plan = [
        {"label": offer.step.label, "url": reverse("release", args=[number, offer.step.name])}
        for offer in (affordances(model, matter.actor, now=matter.now) if matter.is_developer else [])
        if offer.step.name in ("move_release_earlier", "move_release_later")
    ]
    context = matter.context(
        "windows", page_title="Windows", windows=shown, plan=plan, model=model,
        may_draft=matter.is_developer and matter.request.standing_outcome == "covered" and matter.request.is_live
        and bool(matter.roles & DEVELOPER_ROLES),
    )  # fmt: skip
    return render(http, "windows/list.html", context)


@login_required
def window_begin(http: HttpRequest, number: str) -> HttpResponse:
    """Begin a window's draft, by POST."""
    matter = load(http, number)
    if http.method != "POST" or not matter.is_developer:
        raise Http404
    try:
        window = actions.draft(matter.request, actor=matter.actor)
    except Refused as refused:
        messages.error(http, " ".join(reasons(refused)))
        return redirect("windows", number)
    return redirect("window_terms", number, window.number)


@login_required
def window_page(http: HttpRequest, number: str, window: int) -> HttpResponse:
    """Show a window: where it stands, the thirty days, terms and signatures, evaluators, what one can do."""
    matter = load(http, number)
    row = window_of(matter, window)
    steps = steps_for(row, matter, lambda name: reverse("window_step", args=[number, window, name]))
    writing = [o.step for o in affordances(row, matter.actor, now=matter.now) if o.step.name in WRITING]
    signatures = list(row.terms.signatures.select_related("organisation")) if row.terms else []
    waiting = Approval.objects.filter(
        subject_id=row.pk, version=row.version, state="open", expires_at__gt=matter.now
    )
    context = matter.context(
        "windows",
        heading=f"Window {row.number}",
        crumbs=[(f"Request {number}", matter.url), ("Windows", reverse("windows", args=[number]))],
        state=tag(row.state, row.get_state_display(), final=row.state in FINAL),
        window=row,
        page_title=f"Window {row.number}",
        stops=list(PATH),
        present={"countered": "proposed", "suspended": "open"}.get(row.state, row.state),
        ended=row.get_state_display() if row.state in ("declined", "cancelled") else "",
        bar=bar_of(row, matter),
        steps=steps,
        write_url=reverse("window_terms", args=[number, window]) if writing else "",
        write_label=writing[0].label if writing else "",
        clauses=clauses_in_words(row.present_terms, matter),
        signatures=signatures,
        waiting=list(waiting.order_by("at")),
        versions=list(row.versions.order_by("-number")),
        evaluators=evaluators(row, matter),
        may_name=bool(matter.roles & actions.NOMINATES) and row.state in actions.NAMEABLE,
        clocks=matter.clock_facts(row),
        live=row.state in ("open", "suspended"),
    )
    return render(http, "windows/page.html", context)


def clauses_in_words(content: dict[str, Any], matter: Matter) -> list[tuple[str, Any]]:
    """Return the clauses of terms as (label, words)."""
    agencies = agency_names()
    return [(c.label, in_words(c, content.get(c.name), matter.request, agencies)) for c in CLAUSES]


def evaluators(window: Window, matter: Matter) -> list[dict[str, Any]]:
    """Return the named evaluators with their standing and the steps that the reader could take."""
    pseudonyms = matter.is_developer and window.present_terms.get("names") == "pseudonyms"
    rows = (
        Grant.with_roles(matter.actor.id).filter(window=window).select_related("person__office__organisation")
    )
    shown = []
    for grant in rows.order_by("state", "pk"):
        if matter.only_evaluates and grant.person_id != matter.actor.id:
            continue
        grant.window = window
        url = _grant_url(matter, window, grant)
        shown.append(
            {
                "name": f"Evaluator {grant.pseudonym}" if pseudonyms else grant.person.name,
                "organisation": grant.person.organisation.short_name,
                "state": tag(grant.state, grant.get_state_display(), final=grant.state == "ended"),
                "steps": steps_for(grant, matter, url) if grant.state != "ended" else [],
            }
        )
    return shown


def _grant_url(matter: Matter, window: Window, grant: Grant) -> Any:
    return lambda name: reverse("grant_step", args=[matter.request.number, window.number, grant.pk, name])


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
        content = {name: value for name, value in form.answers().items() if name not in ("note", "password")}
        if drafting and (http.headers.get("X-Autosave") or "save" in http.POST):
            return _save_draft(http, matter, row, content)
        if facts is not None and valid:
            problems = prove(http, matter, form) if proof else []
            problems = problems or _sign(http, matter, row, facts, content, form.cleaned_data.get("note", ""))
            if not problems:
                return redirect("window", number, window)
    context = matter.context(
        "windows", heading=f"Terms of window {row.number}", form=form, window=row, facts=facts, drafting=drafting,
        problems=problems, page_title="Terms", version=row.version,
        crumbs=[(f"Request {number}", matter.url), (f"Window {window}", reverse("window", args=[number, window]))],
    )  # fmt: skip
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


def _save_draft(http: HttpRequest, matter: Matter, window: Window, content: dict[str, Any]) -> HttpResponse:
    try:
        actions.save_draft(window, actor=matter.actor, content=content)
    except Refused as refused:
        return JsonResponse({"message": " ".join(reasons(refused))}, status=CONFLICT)
    if http.headers.get("X-Autosave"):
        return JsonResponse({"hidden": {}})
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
        "windows", heading=f"Terms of window {window}, version {version}", rows=rows, version=new, old=old, first=after,
        old_name=f"Version {version - 1}", new_name=f"Version {version}", page_title=f"Version {version}",
        crumbs=[(f"Request {number}", matter.url), (f"Window {window}", reverse("window", args=[number, window]))],
    )  # fmt: skip
    return render(http, "windows/compare.html", context)


def _text(value: Any) -> str:
    if hasattr(value, "astimezone"):
        return written(value)
    return ", ".join(value) if isinstance(value, list) else str(value or "")


class NameForm(forms.Form):
    """Whom to name as an evaluator."""

    person = forms.ChoiceField(label="Evaluator", help_text="Evaluators of the agencies that the terms name.")

    def __init__(self, window: Window, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in actions.nameable(window)}
        names = [
            (key, f"{person.name}, {person.organisation.short_name}") for key, person in self.people.items()
        ]
        self.fields["person"].choices = [("", "Choose a person"), *names]


@login_required
def evaluator_name(http: HttpRequest, number: str, window: int) -> HttpResponse:
    """Name an evaluator for a window."""
    matter = load(http, number)
    row = window_of(matter, window)
    if not matter.roles & actions.NOMINATES or row.state not in actions.NAMEABLE:
        raise Http404
    form = NameForm(row, http.POST or None)
    problems: list[str] = []
    if http.method == "POST" and form.is_valid():
        person = form.people[form.cleaned_data["person"]]
        try:
            actions.nominate(row, actor=matter.actor, person=person)
        except Refused as refused:
            problems = reasons(refused)
        else:
            messages.success(
                http, f"{person.name} is named. The developer concurs next, then the person accepts."
            )
            return redirect("window", number, window)
    context = matter.context(
        "windows", heading="Name an evaluator", form=form, problems=problems, button="Name this evaluator",
        cancel_url=reverse("window", args=[number, window]), page_title="Name an evaluator",
        crumbs=[(f"Request {number}", matter.url), (f"Window {window}", reverse("window", args=[number, window]))],
    )  # fmt: skip
    return render(http, "windows/form.html", context, status=CONFLICT if problems else 200)


@login_required
def window_step(http: HttpRequest, number: str, window: int, step: str) -> HttpResponse:
    """Take one step of a window."""
    matter = load(http, number)
    row = window_of(matter, window)
    extra: dict[str, Any] = {"terms_words": clauses_in_words(row.present_terms, matter)}
    if step not in ("approve", "accept_terms"):
        extra = {}
    return step_page(http, matter, row, step, back=reverse("window", args=[number, window]), context=extra)


@login_required
def window_take_back(http: HttpRequest, number: str, window: int, step: str) -> HttpResponse:
    """Take the own signature under a window's step back."""
    matter = load(http, number)
    row = window_of(matter, window)
    return take_back_page(http, matter, row, step, back=reverse("window", args=[number, window]))


def _grant(http: HttpRequest, number: str, window: int, grant: uuid.UUID) -> tuple[Matter, Grant]:
    matter = load(http, number)
    row = window_of(matter, window)
    found = get_object_or_404(Grant.with_roles(matter.actor.id), pk=grant, window=row)
    if matter.only_evaluates and found.person_id != matter.actor.id:
        raise Http404
    found.window = row
    return matter, found


@login_required
def grant_step(http: HttpRequest, number: str, window: int, grant: uuid.UUID, step: str) -> HttpResponse:
    """Take one step of a named evaluator's grant."""
    matter, row = _grant(http, number, window, grant)
    words = {"terms_words": clauses_in_words(row.window.present_terms, matter)} if step == "activate" else {}
    return step_page(http, matter, row, step, back=reverse("window", args=[number, window]), context=words)


@login_required
def grant_take_back(http: HttpRequest, number: str, window: int, grant: uuid.UUID, step: str) -> HttpResponse:
    """Take the own signature under a grant's step back."""
    matter, row = _grant(http, number, window, grant)
    return take_back_page(http, matter, row, step, back=reverse("window", args=[number, window]))


urlpatterns: list[URLPattern] = [
    path("<str:number>/windows/", window_list, name="windows"),
    path("<str:number>/windows/begin/", window_begin, name="window_begin"),
    path("<str:number>/windows/<int:window>/", window_page, name="window"),
    path("<str:number>/windows/<int:window>/terms/", window_terms, name="window_terms"),
    path("<str:number>/windows/<int:window>/terms/<int:version>/", window_compare, name="window_compare"),
    path("<str:number>/windows/<int:window>/evaluators/", evaluator_name, name="evaluator_name"),
    path("<str:number>/windows/<int:window>/steps/<str:step>/", window_step, name="window_step"),
    path(
        "<str:number>/windows/<int:window>/steps/<str:step>/take-back/",
        window_take_back,
        name="window_take_back",
    ),
    path(
        "<str:number>/windows/<int:window>/evaluators/<uuid:grant>/<str:step>/", grant_step, name="grant_step"
    ),
    path(
        "<str:number>/windows/<int:window>/evaluators/<uuid:grant>/<str:step>/take-back/",
        grant_take_back,
        name="grant_take_back",
    ),
]
