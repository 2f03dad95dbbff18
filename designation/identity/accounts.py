"""Signing in: accounts come from invitations alone, and nothing here tells whether an address has one."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from designation.identity import actions
from designation.people.models import normal_address
from designation.web.actor import record_authentication


class Adapter(DefaultAccountAdapter):
    """How this site uses allauth."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "That address and that password do not go together. Try again, or set a new one.",
        "too_many_login_attempts": (
            "Too many tries. Wait ten minutes, or set a new password: with that you can sign in at once."
        ),
        "incorrect_password": "That is not your password.",
        "enter_current_password": "Type the password that you use now.",
    }

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count tries by the address alone: allauth counts apart for each host and port that a browser names."""
        return normal_address(str(credentials.get("email", "")))

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: an account is made by accepting an invitation, never by signing up."""
        return False

    def login(self, request: HttpRequest, user: Any) -> None:
        """Sign the person in and remember when, on the clock that steps are judged by."""
        super().login(request, user)
        record_authentication(request)

    def reauthenticate(self, user: Any, password: str) -> bool:
        """Return whether the password is this person's, and remember when they proved who they are."""
        request = context.request
        proved = self.authenticate(request, email=user.email, password=password)
        if proved is None or proved.pk != user.pk:
            return False
        record_authentication(request)
        return True

    def set_password(self, user: Any, password: str) -> None:
        """Set a new password; guesses at the old one count no more, so that whoever made them shuts nobody out."""
        super().set_password(user, password)
        self._delete_login_attempts_cached_email(context.request, email=user.email)

    def send_password_reset_mail(self, user: Any, email: str, context: dict[str, Any]) -> None:
        """Have the link mailed to the account's own address, through the outbox."""
        actions.send_new_password_link(user)

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Tell the owner of an account that its password was changed, through the outbox."""
        actions.tell_password_changed(user)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send nothing else: strangers get no mail, however often somebody types their address."""


@login_required
def address(request: HttpRequest) -> HttpResponse:
    """Show the address to which the account is bound. It changes by a new invitation only."""
    return render(request, "account/email.html")
