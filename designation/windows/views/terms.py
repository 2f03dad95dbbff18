"""The terms of a window: drafted, proposed, countered, revised, and compared version by version."""

from __future__ import annotations

import uuid
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from designation.access.permissions import Permission
from designation.content.drafts import Saved, typed_into
from designation.requests.answers_form import AnswersForm, autosaved, save
from designation.requests.matter import Matter
from designation.roles import DEVELOPER_ROLES
from designation.web.action_page import CONFLICT, SEEN
from designation.web.documents import Signers, digest_of
from designation.web.given_back import MovedOn
from designation.web.proofs import proof_for
from designation.web.signing_page import SIGN, SigningPage, signing_page
from designation.web.step_links import as_steps, offers_for
from designation.web.step_views import is_outdated, said, take_step
from designation.windows import actions
from designation.windows.facts import clauses_in_words
from designation.windows.lifecycle.states import State
from designation.windows.matter import WindowMatter, for_window
from designation.windows.models import Window
from designation.windows.signing import written_terms
from designation.windows.terms import CLAUSES, NOTE
from designation.windows.who_signs import who_signs
from workflow.affordances import affordances
from workflow.authorization import attempt
from workflow.errors import Refused
from workflow.guards import Refusal, refusals
from workflow.perform import STALE, Outcome
from workflow.steps import Step, step_of

NO_DRAFT = "These terms are no longer a draft: they were proposed, or the window ended. Nothing was changed."
WRITING = ("propose", "revise", "counter")
ANSWERING = ("accept_terms", "approve", "decline")


@for_window(Permission.READ_WINDOW)
def window_terms(http: HttpRequest, matter: WindowMatter) -> HttpResponse:
    """Show the form for terms. The developer's draft is saved automatically.

    The steps propose, revise and counter sign or send a new version, on the page after this one.
    """
    row = matter.window
    facts, drafting = _writing(matter, row, http.POST.get("step", ""))
    in_passing = bool(http.headers.get("X-Autosave"))
    typed = http.POST if http.method == "POST" else None
    form = AnswersForm((*CLAUSES, NOTE), matter.request, typed, initial=row.present_terms)
    status = 200
    if typed is not None and drafting and SIGN not in typed:
        status = CONFLICT if form.is_valid() else 200
        saved = save(form, partial(_save, matter, row))
        if in_passing:
            return autosaved(form, saved)
        if form.is_valid() and (facts is None or "save" in typed):
            messages.success(http, "The draft is saved.")
            return redirect(matter.url)
    context = _context(http, matter, form, facts, drafting)
    if facts is None or (SIGN not in http.POST and form.is_bound and form.errors):
        return render(http, "windows/terms.html", context, status=status)
    return signing_page(http, _signing(http, matter, form, facts, context))


def _context(
    http: HttpRequest, matter: WindowMatter, form: AnswersForm, facts: Step | None, drafting: bool
) -> dict[str, Any]:
    row = matter.window
    return matter.context(
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


def _signing(
    http: HttpRequest, matter: WindowMatter, form: AnswersForm, facts: Step, context: dict[str, Any]
) -> SigningPage:
    """Return the page that signs, or for the government sends, the version that was written."""
    row, proof = matter.window, proof_for(facts, matter, http.user)
    proof.add_to(form)

    def inputs() -> dict[str, Any]:
        answers = form.answers()
        return {"note": answers.pop(NOTE.name, ""), "terms": answers, "seen": form.shown()}

    def act() -> Outcome:
        proof.check(http, matter, form)
        try:
            return take_step(http, matter, row, facts, inputs())
        except Refused:
            form.meet(typed_into(row.present_terms, form.changes(), form.shown()))
            raise

    def refused() -> list[Refusal]:
        if is_outdated(http, matter, row):
            form.meet(typed_into(row.present_terms, form.changes(), form.shown()))
            return [STALE]
        return refusals(facts.judged, row, attempt(row, facts, matter.actor, matter.now, inputs()))

    hidden = {"step": facts.name, "key": context["key"]}
    if row.state != State.DRAFT:
        hidden[SEEN] = context["seen_entry"]
    return SigningPage(
        heading=f"{facts.label}: terms of window {row.number}",
        button=facts.label,
        back=matter.url,
        act=act,
        done=lambda outcome: said(outcome, facts, matter, row),
        form=form,
        hidden=hidden,
        gentle=True,
        document=lambda: written_terms(matter, form.answers() if form.is_bound else row.present_terms),
        digest=lambda _inputs: digest_of(row, facts.name, inputs()["terms"]),
        written=lambda _form: [],
        refused=refused,
        signers=Signers(on_last=[facts.consequence]),
        context=context,
        proof=proof,
        writing_template="windows/terms.html",
    )


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
    offered = [offer.step for offer in affordances(window, matter.actor, now=matter.now, only=WRITING)]
    if posted in WRITING and {held.role for held in window.held_roles} & set(step_of(Window, posted).who):
        offered = [step_of(Window, posted)]
    drafting = window.state == State.DRAFT and bool(matter.roles & DEVELOPER_ROLES)
    if not offered and not drafting:
        if matter.roles & DEVELOPER_ROLES:
            raise MovedOn(NO_DRAFT, reverse("window", args=[matter.request.number, window.number]))
        raise Http404
    return (offered[0] if offered else None), drafting


def _save(matter: Matter, window: Window, answers: dict[str, Any], seen: dict[str, str]) -> Saved:
    return actions.save_draft(window, actor=matter.actor, content=answers, seen=seen)


@for_window(Permission.READ_WINDOW)
def window_compare(http: HttpRequest, matter: WindowMatter, version: int) -> HttpResponse:
    """Compare a version of the terms with the one before it, clause by clause."""
    row = matter.window
    new = get_object_or_404(row.versions, number=version)
    old = row.versions.filter(number=version - 1).first()
    before = clauses_in_words(old.content if old else dict.fromkeys(new.content), matter)
    after = clauses_in_words(new.content, matter)
    rows = [{"clause": label, "old": a, "new": b} for (label, a), (_l, b) in zip(before, after, strict=True)]
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
