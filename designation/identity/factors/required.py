"""Who needs a passkey or an authenticator app, and the gate that lets nobody on without one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.db.models import BooleanField, F, Func, QuerySet, Subquery
from django.db.models.expressions import RawSQL
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from designation.people.models import Appointment, Person
from designation.policies.models import STRONG_PROOFS, Policy
from designation.web.access import Rule
from designation.web.actor import PROVED_BY
from designation.web.given_back import FORBIDDEN, is_ours
from designation.web.typed_text import to_copy
from workflow import clock

STRONG = (Authenticator.Type.WEBAUTHN, Authenticator.Type.TOTP)
LAST_ONE = "One of your roles needs a passkey or an app, and this is your last one. Set up another one first."
SET_UP = "One of your roles needs a passkey or an authenticator app. Set up one of them to go on."
OPEN = (Rule.PUBLIC, Rule.DEMONSTRATION)


def needs_one(person: Person) -> bool:
    """Return whether a role that the person holds now needs one, by the policy in force."""
    known: bool | None = getattr(person, "needs_strong_proof", None)
    return roles_that_need_one(person.pk).exists() if known is None else known


def roles_that_need_one(person: Any) -> QuerySet[Appointment]:
    """Return the roles of a person, or of an outer query's, that need one now."""
    started = Policy.objects.filter(state="active", effective_at__lte=RawSQL(clock.sql(), []))
    in_force = started.order_by("-effective_at", "-number").values("values__strong_roles")[:1]
    is_named = Func(Subquery(in_force), F("role"), function="jsonb_exists", output_field=BooleanField())
    return Appointment.objects.held_by(person).filter(is_named)


def has_one(person: Person) -> bool:
    """Return whether the person has a passkey or an authenticator app. Recovery codes alone do not count."""
    return Authenticator.objects.filter(user=person, type__in=STRONG).exists()


def is_last_needed(authenticator: Authenticator) -> bool:
    """Return whether this is the person's last one although they need one."""
    others = Authenticator.objects.filter(user=authenticator.user_id, type__in=STRONG)
    is_strong = authenticator.type in STRONG
    return is_strong and not others.exclude(pk=authenticator.pk).exists() and needs_one(authenticator.user)


class StrongProofRequired:
    """Middleware that leads people to the page where they set one up, if they need one and have none."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, _args: Any, _kwargs: Any
    ) -> HttpResponseBase | None:
        """Stop a request for any page other than those of the account, and give back what a form held."""
        access = getattr(view, "access", None)
        if access is not None and (access.rule in OPEN or access.for_the_account):
            return None
        person = request.user
        if not person.is_authenticated or request.session.get(PROVED_BY) in STRONG_PROOFS:
            return None
        if not needs_one(person) or has_one(person):
            return None
        if request.method == "GET":
            messages.info(request, SET_UP)
            return redirect("mfa_index")
        context = {
            "typed": to_copy(request) if is_ours(request) else [],
            "heading": "This was not saved",
            "sentence": SET_UP,
            "url": reverse("mfa_index"),
        }
        return render(request, "given_back.html", context, status=FORBIDDEN)
