"""A page with one form: shown on GET; its POST acts, or shows it again with the reasons and all that was typed."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from designation.web.confirming import CONFLICT, reasons
from workflow.errors import Refused

Made = TypeVar("Made")


def form_page(
    request: HttpRequest,
    form: Form,
    *,
    heading: str,
    button: str,
    back: str,
    crumbs: Sequence[tuple[str, str]],
    act: Callable[[], Made],
    onward: Callable[[Made], HttpResponse],
) -> HttpResponse:
    """Act once the form is valid and answer with what `onward` makes of the result; a refusal is told (409)."""
    problems: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            made = act()
        except Refused as refused:
            problems = reasons(refused)
        else:
            return onward(made)
    context = {
        "heading": heading,
        "crumbs": crumbs,
        "form": form,
        "problems": problems,
        "button": button,
        "cancel_url": back,
    }
    return render(request, "people/form.html", context, status=CONFLICT if problems else 200)
