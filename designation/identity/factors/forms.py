"""The forms behind a passkey's answer. Each compares the passkey's counter with the one that was seen last."""

from __future__ import annotations

from typing import Any

from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn import forms as allauth_forms
from allauth.mfa.webauthn.internal import auth
from django import forms

from designation.identity.factors import record


class AddPasskey(allauth_forms._BaseAddWebAuthnForm):
    """A new passkey and the name that its owner gives it."""

    name = forms.CharField(
        required=False,
        max_length=60,
        label="Name",
        help_text="So that you recognize it in a list, for example “Laptop” or “Blue key”.",
    )


class _CountedPasskey(allauth_forms.AuthenticateWebAuthnForm):
    """A passkey's answer. A counter that did not rise is recorded, and its owner is told."""

    def clean_credential(self) -> Authenticator:
        """Return the passkey that answered. Raises: ValidationError, if the answer is not valid."""
        sent: Any = self.cleaned_data["credential"]
        passkey = super().clean_credential()
        count = auth.parse_authentication_response(sent).response.authenticator_data.counter
        record.count(passkey, count, context.request)
        return passkey


class SignInWithPasskey(_CountedPasskey, allauth_forms.LoginWebAuthnForm):
    """Signing in with a passkey alone."""


class SignInWithPasskeyAsWell(_CountedPasskey):
    """A passkey after the password."""


class ProveWithPasskey(_CountedPasskey, allauth_forms.ReauthenticateWebAuthnForm):
    """Proving who one is once more."""
