"""The pages of passkeys, where allauth's own would do otherwise."""

from __future__ import annotations

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn import views
from allauth.mfa.webauthn.internal import auth
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect

from designation.identity.factors.forms import AddPasskey


class Add(views.AddWebAuthnView):
    """The page that adds a passkey. Every passkey here can sign in by itself, so it verifies its user."""

    def get_form_class(self) -> type[AddPasskey]:
        return AddPasskey

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the context, with what the browser needs to make a passkey."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        options = auth.begin_registration(self.request.user, passwordless=True)  # type: ignore[arg-type]  # signed in
        return context | {
            "form": kwargs.get("form", context["form"]),
            "js_data": {"creation_options": options},
        }


class Remove(views.RemoveWebAuthnView):
    """The page that removes a passkey. allauth does not ask whether it may be removed."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Remove the passkey, unless it is the last one of somebody who needs one."""
        adapter = get_adapter()
        if not adapter.can_delete_authenticator(self.get_object()):
            messages.error(self.request, str(adapter.error_messages["cannot_delete_authenticator"]))
            return redirect("mfa_index")
        response: HttpResponse = super().form_valid(form)
        return response


def options(request: HttpRequest) -> JsonResponse:
    """Return what the browser needs to ask for one of the person's passkeys. Each answer is good for one proof."""
    return JsonResponse({"request_options": auth.begin_authentication(request.user)})  # type: ignore[arg-type]  # signed in
