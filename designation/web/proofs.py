"""Proving who one is, before a step that asks for it: which proofs count, and the fields that take them.

The packages declare the methods (`proofs.py`, `METHODS`). Which of them count, the engine asks (`workflow/proofs.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any
from urllib.parse import urlencode, urlsplit

from allauth.core import ratelimit
from django import forms
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from designation import declarations
from designation.web.actor import actor_of, record_authentication
from workflow import clock
from workflow.creating.declaring import Creation
from workflow.errors import Refused
from workflow.guards import Refusal, is_proved, recently_authenticated
from workflow.proofs import accepted
from workflow.steps import Step

View = Callable[..., HttpResponseBase]

TOO_MANY = "Too many tries. Wait a few minutes, then try again."
IMPOSSIBLE = (
    "Set up a passkey or an authenticator app first. The policy in force accepts nothing else for this step."
)
MISSING = "Prove who you are in one of these ways. Nothing else was lost."
EARLY = 0.9
"""A form asks for a new proof at this part of the age, so that there is time to fill it in."""


@dataclass(frozen=True)
class Method:
    """One way to prove who one is.

    `field` makes the form field, `is_ready(person)` says whether a person can use it, and `check(request, value)`
    whether a value proves it; `wrong` is said if not. A `button` sends the form with the value that a script gets.
    """

    name: str
    field_name: str
    field: Callable[[], forms.Field]
    is_ready: Callable[[Any], bool]
    check: Callable[[HttpRequest, str], bool]
    wrong: str
    button: str = ""


def field_names() -> frozenset[str]:
    """Return the names of all fields that take a proof."""
    return frozenset(method.field_name for method in declarations.listed("proofs", "METHODS"))


@dataclass(frozen=True)
class Proof:
    """What a form asks for so that a person proves who they are. `methods` is None if it asks for nothing."""

    methods: tuple[Method, ...] | None = None

    @property
    def by_script(self) -> Method | None:
        """The method whose value a script gets, if the person can use it."""
        return next((method for method in self.methods or () if method.button), None)

    @property
    def by_typing(self) -> list[Method]:
        """The methods whose value the person types."""
        return [method for method in self.methods or () if not method.button]

    @property
    def is_impossible(self) -> bool:
        """Whether a proof is asked for and the person has set up none of the methods that count."""
        return self.methods == ()

    def add_to(self, form: forms.Form) -> None:
        """Add a field for each method."""
        for method in self.methods or ():
            field = form.fields[method.field_name] = method.field()
            field.wanted = True  # type: ignore[attr-defined]  # one of them is needed: none is "optional"

    def check(self, http: HttpRequest, reader: Any, form: forms.Form) -> None:
        """Check the proof in a form and record it. Raises: Refused, if it is missing or wrong, or one of too many."""
        if self.methods is None:
            return
        if not ratelimit.consume(http, action="reauthenticate", user=http.user):
            raise Refused([Refusal("too_many_tries", TOO_MANY)])
        for method in self.methods:
            value = str(form.cleaned_data.get(method.field_name) or "")
            if value and not method.check(http, value):
                raise Refused([Refusal("wrong_proof", method.wrong, method.field_name)])
            if value:
                record_authentication(http, method=method.name)
                actor = replace(reader.actor, authenticated_at=reader.now, authenticated_by=method.name)
                reader.actor = actor
                return
        about = self.methods[0].field_name if len(self.methods) == 1 and not self.by_script else ""
        raise Refused([Refusal("proof_missing", IMPOSSIBLE if self.is_impossible else MISSING, about)])


def proof_for(facts: Step | Creation, reader: Any, person: Any) -> Proof:
    """Return what a form asks of a person: nothing if their last proof is recent enough and counts."""
    if recently_authenticated not in facts.checks:
        return Proof()
    counted, actor = accepted(reader.now), reader.actor
    proved = actor.authenticated_at if counted.takes(actor.authenticated_by) else None
    if proved is not None and reader.now - proved < counted.age * EARLY:
        return Proof()
    return Proof(ways_of(person, reader.now))


def ways_of(person: Any, now: Any) -> tuple[Method, ...]:
    """Return the methods that count now and that a person has set up."""
    counted = accepted(now)
    methods: Sequence[Method] = declarations.listed("proofs", "METHODS")
    return tuple(one for one in methods if counted.takes(one.name) and one.is_ready(person))


def proved_to_open(view: View) -> View:
    """Ask for a proof of who the reader is before content opens, if their last one is too old. Then the page opens.

    The steps that record the opening check the proof once more (`workflow.guards.authenticated_to_open`).
    """
    return _proved(view, lambda http: str(http.get_full_path()))


def proved_to_export(view: View) -> View:
    """Ask for such a proof before a file leaves or a POST shows something. Then the page that led here opens again."""
    return _proved(view, _came_from)


def _proved(view: View, after: Callable[[HttpRequest], str]) -> View:
    @wraps(view)
    def shown(http: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if is_proved(actor_of(http), clock.now(), to_open=True):
            return view(http, *args, **kwargs)
        return redirect(f"{reverse('prove')}?{urlencode({REDIRECT_FIELD_NAME: after(http)})}")

    return shown


def _came_from(http: HttpRequest) -> str:
    """Return the page of this site that a request came from, or the desk."""
    came_from = http.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(came_from, {http.get_host()}, http.is_secure()):
        return reverse("desk")
    found = urlsplit(came_from)
    return f"{found.path}?{found.query}" if found.query else found.path
