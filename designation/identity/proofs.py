"""The ways to prove who one is before a signature: a passkey, a code from an authenticator app, the password."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django import forms
from django.conf import settings
from django.http import HttpRequest

from designation.identity.factors.forms import ProveWithPasskey
from designation.policies.models import DEFAULTS, Policy
from designation.web.actor import BY_DEMONSTRATION
from designation.web.proofs import Method
from workflow.proofs import Accepted

Type = Authenticator.Type
VALUES = ("proof_methods", "proof_minutes", "opening_minutes")


def accepted(now: datetime) -> Accepted:
    """Return which proofs the policy in force accepts. Before the first one, the shipped defaults count."""
    policy = Policy.in_force(now)
    values = {name: policy.value(name) if policy else DEFAULTS[name] for name in VALUES}
    in_demonstration = [BY_DEMONSTRATION] if settings.MODE == "demonstration" else []
    return Accepted(
        frozenset([*values["proof_methods"], *in_demonstration]),
        timedelta(minutes=values["proof_minutes"]),
        timedelta(minutes=values["opening_minutes"]),
    )


def _has(*types: str) -> Any:
    return lambda person: Authenticator.objects.filter(user=person, type__in=types).exists()


def _passkey(request: HttpRequest, value: str) -> bool:
    form = ProveWithPasskey(user=request.user, data={"credential": value})
    return _is_json(value) and form.is_valid()


def _is_json(value: str) -> bool:
    try:
        return isinstance(json.loads(value), dict)
    except ValueError:
        return False


def _code(request: HttpRequest, value: str) -> bool:
    """Check a code of the app. allauth's form would take a recovery code too, but that is for signing in only."""
    app = Authenticator.objects.filter(user=request.user, type=Type.TOTP).first()
    return app is not None and app.wrap().validate_code(value)


METHODS = (
    Method(
        "passkey",
        "proof_passkey",
        lambda: forms.CharField(required=False, max_length=20_000, widget=forms.HiddenInput),
        _has(Type.WEBAUTHN),
        _passkey,
        "Your passkey did not prove that it is you. Nothing else was lost; try again.",
        button="with your passkey",
    ),
    Method(
        "authenticator",
        "proof_code",
        lambda: forms.CharField(
            required=False,
            max_length=20,
            label="Code from your authenticator app",
            help_text="This step needs a fresh proof of who you are. Each code works once.",
            widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
        ),
        _has(Type.TOTP),
        _code,
        "That is not the present code. Nothing else was lost; wait for the next one.",
    ),
    Method(
        "password",
        "password",
        lambda: forms.CharField(
            required=False,
            label="Your password",
            help_text="This step needs a fresh proof of who you are.",
            widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
            strip=False,
        ),
        lambda person: person.has_usable_password(),
        lambda request, value: request.user.check_password(value),
        "That is not your password. Nothing else was lost.",
    ),
)
