"""The terms of a window: drafted, proposed, countered, revised, and compared version by version."""

from __future__ import annotations

import uuid
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from designation.access.permissions import Permission
from designation.content.drafts import Saved, typed_into
from designation.requests.answers import as_text
from designation.requests.answers_form import AnswersForm, autosaved, save
from designation.requests.matter import Matter
from designation.roles import DEVELOPER_ROLES
from designation.web.action_page import CONFLICT, add_refusals
from designation.web.step_forms import password_field
from designation.web.step_links import as_steps, offers_for
from designation.web.step_views import PASSWORD, proof_needed, prove, said, take_step
from designation.windows import actions
from designation.windows.facts import clauses_in_words
from designation.windows.lifecycle.states import State
from designation.windows.matter import WindowMatter, for_window
from designation.windows.models import Window
from designation.windows.terms import CLAUSES, NOTE
from designation.windows.who_signs import who_signs
from workflow.affordances import affordances
from workflow.errors import KeyReused, Refused
from workflow.steps import Step, step_of

WRITING = ("propose", "revise", "counter")
ANSWERING = ("accept_terms", "approve", "decline")


@for_window(Permission.READ_WINDOW)
def window_terms(http: HttpRequest, matter: WindowMatter) -> HttpResponse:
    """Show the form for terms. The developer's draft is saved automatically.

    The steps propose, revise and counter sign or send a new version.
    """
    row = matter.window
    facts, drafting = _writing(matter, row, http.POST.get("step", ""))
    in_passing = bool(http.headers.get("X-Autosave"))
    saving = drafting and (in_passing or "save" in http.POST or facts is None)
    typed = http.POST if http.method == "POST" else None
    form = AnswersForm((*CLAUSES, NOTE), matter.request, typed, initial=row.present_terms)
    if proof := proof_needed(facts, matter) if facts else "":
        form.fields[proof] = password_field()
        form.fields[proof].required, form.fields[proof].wanted = not saving, True
    status = 200
    if http.method == "POST":
        status = CONFLICT if form.is_valid() else 200
        saved = save(form, partial(_save, matter, row)) if drafting else None
        if drafting and in_passing:
            return autosaved(form, saved)
        if form.is_valid() and saving:
            messages.success(http, "The draft is saved.")
            return redirect(matter.url)
        if form.is_valid() and facts and _signed(http, matter, row, facts, form):
            return redirect(matter.url)
    context = matter.context(
        "windows",
        state=None,
        heading=f"Terms of window {row.number}",
        form=form,
        window=row,
        facts=facts,
        drafting=drafting,
        who=who_signs(row, matter, form["agencies"].value() or []),
        page_title="Terms",
        seen_entry=matter.seen_of(row),
        key=http.POST.get("key") or uuid.uuid4(),
        crumbs=matter.crumbs(),
    )
    return render(http, "windows/terms.html", context, status=status)


@for_window(Permission.READ_WINDOW)
def window_who_signs(http: HttpRequest, matter: WindowMatter) -> HttpResponse:
    """Return who would have to sign terms with the chosen agencies. The form requests this as they change."""
    row = matter.window
    _writing(matter, row, "")
    who = who_signs(row, matter, http.GET.getlist("agencies"))
    return render(http, "windows/who_signs.html", {"who": who})


def _writing(matter: Matter, window: Window, posted: str) -> tuple[Step | None, bool]:
    """Return the step by which the reader may write terms, and whether they edit the draft. Raises: Http404.

    If `posted` is a step that the reader's role allows, it is returned. A form that is sent twice is
    recognized by its key and takes effect once.
    """
    offered = [o.step for o in affordances(window, matter.actor, now=matter.now) if o.step.name in WRITING]
    if posted in WRITING and {held.role for held in window.held_roles} & set(step_of(Window, posted).who):
        offered = [step_of(Window, posted)]
    drafting = window.state == State.DRAFT and bool(matter.roles & DEVELOPER_ROLES)
    if not offered and not drafting:
        raise Http404
    return (offered[0] if offered else None), drafting


def _save(matter: Matter, window: Window, answers: dict[str, Any], seen: dict[str, str]) -> Saved:
    return actions.save_draft(window, actor=matter.actor, content=answers, seen=seen)


def _signed(http: HttpRequest, matter: Matter, window: Window, facts: Step, form: AnswersForm) -> bool:
    """Write the next version of the terms; on the developer's side, sign it too. Return whether it worked.

    If it is refused, the reasons are added to the form.
    """
    if PASSWORD in form.fields:
        try:
            prove(http, matter, form.cleaned_data[PASSWORD])
        except Refused as refused:
            add_refusals(refused, form)
            return False
    answers = form.answers()
    inputs = {"note": answers.pop(NOTE.name, ""), "terms": answers, "seen": form.shown()}
    try:
        outcome = take_step(http, matter, window, facts, inputs)
    except Refused as refused:
        form.meet(typed_into(window.present_terms, form.changes(), form.shown()))
        add_refusals(refused, form)
        return False
    except KeyReused as reused:
        form.add_error(None, str(reused))
        return False
    messages.success(http, said(outcome, facts))
    return True


@for_window(Permission.READ_WINDOW)
def window_compare(http: HttpRequest, matter: WindowMatter, version: int) -> HttpResponse:
    """Compare a version of the terms with the one before it, clause by clause."""
    row = matter.window
    new = get_object_or_404(row.versions, number=version)
    old = row.versions.filter(number=version - 1).first()
    before = clauses_in_words(old.content if old else dict.fromkeys(new.content), matter)
    after = clauses_in_words(new.content, matter)
    rows = [
        {"clause": label, "old": as_text(a), "new": as_text(b)}
        for (label, a), (_l, b) in zip(before, after, strict=True)
    ]
    counts = row.terms is not None and row.terms.number == version
    offers = offers_for(row, matter) if counts else []
    answering = [offer for offer in offers if offer.step.name in ANSWERING]
    context = matter.context(
        "windows",
        state=None,
        heading=f"Terms of {row.in_words}, version {version}",
        newest=None if counts else row.terms,
        steps=as_steps(answering, lambda name: matter.link("window_step", name)),
        write_label=next((offer.step.label for offer in offers if offer.step.name in WRITING), ""),
        window=row,
        rows=rows,
        version=new,
        negotiation=matter.may(Permission.READ_NEGOTIATION),
        old=old,
        first=after,
        old_name=f"Version {version - 1}",
        new_name=f"Version {version}",
        page_title=f"Version {version}",
        crumbs=matter.crumbs(),
    )
    return render(http, "windows/compare.html", context)
