"""Sign-in through allauth.

Accounts are created only by accepting an invitation. No answer reveals whether an email address has an
account.
"""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from designation.identity import actions
from designation.people.models import normal_address
from designation.web.access import signed_in
from designation.web.actor import BY_PASSWORD, record_authentication


class Adapter(DefaultAccountAdapter):
    """The allauth adapter of this site."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "That address and that password do not go together. Try again, or set a new one.",
        "too_many_login_attempts": (
            "Too many tries. Wait ten minutes, or set a new password: with that you can sign in at once."
        ),
        "incorrect_password": "That is not your password.",
        "enter_current_password": "Type the password that you use now.",
    }

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Return the email address alone, so that failed sign-ins are counted per address.

        allauth would count separately for each host and port that a browser sends.
        """
        return normal_address(str(credentials.get("email", "")))

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False. An account is created by accepting an invitation, never by signing up."""
        return False

    def login(self, request: HttpRequest, user: Any) -> None:
        """Sign the person in and record how, and when by the workflow clock that steps use."""
        proofs = get_authentication_records(request, user)  # signing in may start a new session, without them
        super().login(request, user)
        record_authentication(request, method=proofs[-1]["method"] if proofs else "")

    def reauthenticate(self, user: Any, password: str) -> bool:
        """Return whether the password is this person's. If it is, record when they authenticated."""
        request = context.request
        proved = self.authenticate(request, email=user.email, password=password)
        if proved is None or proved.pk != user.pk:
            return False
        record_authentication(request, method=BY_PASSWORD)
        return True

    def set_password(self, user: Any, password: str) -> None:
        """Set a new password and forget failed sign-ins, so that another person's guesses do not lock the owner out."""
        super().set_password(user, password)
        self._delete_login_attempts_cached_email(context.request, email=user.email)

    def send_password_reset_mail(self, user: Any, email: str, context: dict[str, Any]) -> None:
        """Queue a mail with the reset link to the account's own address."""
        actions.send_new_password_link(user)

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Queue a mail that tells the account's owner that the password was changed."""
        actions.tell_password_changed(user)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send nothing. An address without an account gets no mail, however often someone types it."""


@signed_in
def address(request: HttpRequest) -> HttpResponse:
    """Show the email address of the account. It can be changed only through a new invitation."""
    return render(request, "account/email.html")
