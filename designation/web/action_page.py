"""The one page that asks before something is done: only its form's POST does it.

Steps, confirmations, and forms that make something are all such pages. A POST that is not taken in shows the page again
as it was typed, with every reason at its field or in the summary, and status 409.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from workflow.errors import KeyReused, Refused

CONFLICT = 409
CONFIRM = "confirm"
"""The button that does what a page with a preview has shown."""


@dataclass
class ActionPage:
    """What the page asks, does and says.

    `act()` does it and may raise Refused or KeyReused; `onward(made)` answers with what it made, by default by going
    `back` with the message `done`. `preview()` gives context that shows what would happen: such a page acts only when
    that was shown and confirmed. `consequences` say what will happen, `remains` what stays. A page is `gentle` unless
    it ends something.
    """

    heading: str
    button: str
    back: str
    act: Callable[[], Any]
    done: str | Callable[[Any], str] = ""
    onward: Callable[[Any], HttpResponse] | None = None
    preview: Callable[[], Mapping[str, Any]] | None = None
    form: Form | None = None
    hidden: Mapping[str, Any] = field(default_factory=dict)
    consequences: Sequence[str] = ()
    remains: Sequence[str] = ()
    gentle: bool = False
    crumbs: Sequence[tuple[str, str]] = ()
    context: Mapping[str, Any] = field(default_factory=dict)
    template: str = "web/action.html"


def action_page(http: HttpRequest, page: ActionPage) -> HttpResponse:
    """Ask on GET; on POST act and go on, or ask again with the reasons why not."""
    problems: list[str] = []
    shown: Mapping[str, Any] = {}
    is_refused = False
    if http.method == "POST" and (page.form is None or page.form.is_valid()):
        try:
            if page.preview is not None and CONFIRM not in http.POST:
                shown = {**page.preview(), "previewed": True}
            else:
                return _onward(http, page, page.act())
        except (Refused, KeyReused) as refused:
            problems, is_refused = _reasons_for(page.form, refused), True
    context = {
        "heading": page.heading,
        "crumbs": page.crumbs,
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
        **page.context,
        **shown,
    }
    return render(http, page.template, context, status=CONFLICT if is_refused else 200)


def _onward(http: HttpRequest, page: ActionPage, made: Any) -> HttpResponse:
    done = page.done if isinstance(page.done, str) else page.done(made)
    if done:
        messages.success(http, done)
    return redirect(page.back) if page.onward is None else page.onward(made)


def _reasons_for(form: Form | None, refused: Refused | KeyReused) -> list[str]:
    """Put the reasons into the form; return them where there is none."""
    if isinstance(refused, KeyReused):
        refused_reasons = [str(refused)]
        if form is None:
            return refused_reasons
        form.add_error(None, refused_reasons)
        return []
    if form is None:
        return reasons(refused)
    place(refused, form)
    return []


def reasons(refused: Refused) -> list[str]:
    """Return why a step was refused, in sentences."""
    return [refusal.reason for refusal in refused.refusals]


def place(refused: Refused, form: Form) -> None:
    """Put each refusal at the field that it is about; what is about no field of this form goes into its summary."""
    for refusal in refused.refusals:
        form.add_error(refusal.about if refusal.about in form.fields else None, refusal.reason)


def wrong(form: Form) -> list[str]:
    """Return in sentences what is wrong with the form as a whole and with single fields."""
    named = (
        f"{form.fields[name].label}: {' '.join(found)}"
        for name, found in form.errors.items()
        if name in form.fields
    )
    return [*form.non_field_errors(), *named]


def posted_version(request: HttpRequest) -> int | None:
    """Return the version that the person saw, where the form carries one."""
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 10 else None
