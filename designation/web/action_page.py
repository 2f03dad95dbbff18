"""The page that asks for confirmation before an action. Only a POST of its form acts.

Steps, confirmations and forms that create something all use it. If a POST is refused, the page is shown again
with the person's input, with each reason at its field or in the summary, and with status 409.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from designation.web.proofs import Proof
from workflow.errors import KeyReused, Refused

CONFLICT = 409
CONFIRM = "confirm"
"""The name of the button that confirms a preview."""
SEEN = "seen_entry"
"""The name of the hidden field that says what the person saw of a step's subject (`workflow.staleness`)."""


@dataclass
class ActionPage:
    """What the page asks, does and says.

    `act()` does the action; it may raise Refused or KeyReused. `on_success(made)` returns the response after the
    action; by default it redirects to `back` with the message `done`. `preview()` returns context that shows
    what would happen; a page with a preview acts only after the person has confirmed it. `consequences` say
    what will happen, and `remains` says what does not change. Set `gentle` unless the action ends something. `proof` is
    what the form asks for so that the person proves who they are.
    """

    heading: str
    button: str
    back: str
    act: Callable[[], Any]
    done: str | Callable[[Any], str] = ""
    on_success: Callable[[Any], HttpResponse] | None = None
    preview: Callable[[], Mapping[str, Any]] | None = None
    form: Form | None = None
    hidden: Mapping[str, Any] = field(default_factory=dict)
    consequences: Sequence[str] = ()
    remains: Sequence[str] = ()
    gentle: bool = False
    crumbs: Sequence[tuple[str, str]] = ()
    context: Mapping[str, Any] = field(default_factory=dict)
    proof: Proof = field(default_factory=Proof)
    template: str = "web/action.html"


def action_page(http: HttpRequest, page: ActionPage) -> HttpResponse:
    """Show the page on GET. On POST, act and redirect, or show the page again with the reasons for the refusal."""
    problems: list[str] = []
    shown: Mapping[str, Any] = {}
    is_refused = False
    if http.method == "POST" and (page.form is None or page.form.is_valid()):
        is_preview = page.preview is not None and CONFIRM not in http.POST
        try:
            made = None if is_preview else page.act()
            shown = {**page.preview(), "previewed": True} if is_preview and page.preview else {}
        except (Refused, KeyReused) as refused:
            problems, is_refused = reasons_for(page.form, refused), True
        else:
            if not is_preview:
                return after_success(http, page, made)
    context = {
        "heading": page.heading,
        "button": page.button,
        "cancel_url": page.back,
        "action": http.path,
        "consequences": page.consequences,
        "remains": page.remains,
        "hidden": page.hidden,
        "form": page.form,
        "gentle": page.gentle,
        "problems": problems,
        "has_preview": page.preview is not None,
        "proof": page.proof,
        **page.context,
        "crumbs": page.crumbs or page.context.get("crumbs", ()),
        **shown,
    }
    return render(http, page.template, context, status=CONFLICT if is_refused else 200)


def after_success(http: HttpRequest, page: ActionPage, made: Any) -> HttpResponse:
    """Return the response after the action, with the message that it is done."""
    done = page.done if isinstance(page.done, str) else page.done(made)
    if done:
        messages.success(http, done)
    return redirect(page.back) if page.on_success is None else page.on_success(made)


def reasons_for(form: Form | None, refused: Refused | KeyReused) -> list[str]:
    """Add the reasons to the form and return []. Without a form, return the reasons."""
    if isinstance(refused, KeyReused):
        refused_reasons = [str(refused)]
        if form is None:
            return refused_reasons
        form.add_error(None, refused_reasons)
        return []
    if form is None:
        return reasons(refused)
    add_refusals(refused, form)
    return []


def reasons(refused: Refused) -> list[str]:
    """Return the reasons of a refusal as sentences."""
    return [refusal.reason for refusal in refused.refusals]


def add_refusals(refused: Refused, form: Form) -> None:
    """Add each refusal to the field that it is about, or to the form's summary if the form has no such field."""
    for refusal in refused.refusals:
        form.add_error(refusal.about if refusal.about in form.fields else None, refusal.reason)


def error_sentences(form: Form) -> list[str]:
    """Return the form's errors, and those of its fields, as sentences."""
    named = (
        f"{form.fields[name].label}: {' '.join(found)}"
        for name, found in form.errors.items()
        if name in form.fields
    )
    return [*form.non_field_errors(), *named]


def posted_seen(request: HttpRequest) -> int | None:
    """Return the index of the newest entry that the person saw, or None if the form does not carry one."""
    text = request.POST.get(SEEN, "")
    return int(text) if text.isdecimal() and len(text) < 10 else None
