"""A page with one form: shown on GET; its POST acts, or shows it again as typed, with the reasons at their fields."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from designation.web.confirming import CONFLICT, place
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
    is_refused = False
    if request.method == "POST" and form.is_valid():
        try:
            made = act()
        except Refused as refused:
            place(refused, form)
            is_refused = True
        else:
            return onward(made)
    context = {
        "heading": heading,
        "crumbs": crumbs,
        "form": form,
        "button": button,
        "cancel_url": back,
    }
    return render(request, "web/form.html", context, status=CONFLICT if is_refused else 200)
