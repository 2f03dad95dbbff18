"""A step that ends something asks once: a page says what will happen, and only its form's POST does it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from workflow.errors import Refused

CONFLICT = 409


def confirm(
    request: HttpRequest,
    *,
    question: str,
    button: str,
    done: str,
    back: str,
    act: Callable[[], object],
    consequences: Sequence[str] = (),
    remains: Sequence[str] = (),
    hidden: Mapping[str, Any] | None = None,
    form: Form | None = None,
    gentle: bool = False,
    crumbs: Sequence[tuple[str, str]] = (),
) -> HttpResponse:
    """Ask on GET; on POST act, say what was done and go `back`, or ask again with the reasons why not (409).

    `gentle` is for steps that end nothing: the page does not shout.
    """
    problems: list[str] = []
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            act()
        except Refused as refused:
            problems = reasons(refused)
            if form is not None:
                place(refused, form)
        else:
            messages.success(request, done)
            return redirect(back)
    context = {
        "heading": question,
        "crumbs": crumbs,
        "button": button,
        "cancel_url": back,
        "action": request.path,
        "consequences": consequences,
        "remains": remains,
        "hidden": hidden or {},
        "form": form,
        "gentle": gentle,
        "problems": problems if form is None else [],
    }
    return render(request, "web/confirm.html", context, status=CONFLICT if problems else 200)


def reasons(refused: Refused) -> list[str]:
    """Return why a step was refused, in sentences."""
    return [refusal.reason for refusal in refused.refusals]


def place(refused: Refused, form: Form) -> None:
    """Put each refusal at the field that it is about; what is about no field of this form stands in its summary."""
    for refusal in refused.refusals:
        form.add_error(refusal.about if refusal.about in form.fields else None, refusal.reason)


def wrong(form: Form) -> list[str]:
    """Return in sentences what stands in the way, of the form as a whole and of single fields."""
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
