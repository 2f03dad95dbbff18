"""Sign-in through allauth.

Accounts are created only by accepting an invitation. No answer reveals whether an email address has an
account.
"""

from datetime import timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.views import PasswordResetView
from allauth.core import context, ratelimit
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from designation.identity import actions, known_devices
from designation.sessions import ending
from designation.web.access import for_the_account
from designation.web.actor import BY_PASSWORD, actor_of, record_authentication
from workflow import clock

UNKNOWN = "account/email/unknown_account"


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
        """Return the key under which failed sign-ins are counted: the address, or a known browser's own key.

        allauth would count separately for each host and port that a browser sends.
        """
        return known_devices.counted_as(request, str(credentials.get("email", "")))

    def is_safe_url(self, url: str | None) -> bool:
        """Return whether a link may be followed after signing in: only to a page of the host that was asked."""
        return url_has_allowed_host_and_scheme(url, {context.request.get_host()}, context.request.is_secure())

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False. An account is created by accepting an invitation, never by signing up."""
        return False

    def login(self, request: HttpRequest, user: Any) -> None:
        """Sign the person in and record how, and when by the workflow clock that steps use."""
        proofs = get_authentication_records(request, user)  # signing in may start a new session, without them
        super().login(request, user)
        record_authentication(request, method=_method(proofs[-1]) if proofs else "")

    def post_login(self, request: HttpRequest, user: Any, **more: Any) -> HttpResponseBase:
        """Return the response after signing in, which makes this browser known."""
        response: HttpResponseBase = super().post_login(request, user, **more)
        known_devices.remember(request, response, user.email)
        return response

    def reauthenticate(self, user: Any, password: str) -> bool:
        """Return whether the password is this person's. If it is, record when they authenticated."""
        request = context.request
        proved = self.authenticate(request, email=user.email, password=password)
        if proved is None or proved.pk != user.pk:
            return False
        record_authentication(request, method=BY_PASSWORD)
        return True

    def is_reauthentication_required(self, *, app: str = "") -> bool:
        """Return whether a page about the account asks who one is once more: unless one proved it minutes ago.

        Every method counts here, whatever the policy says of signatures: the password leads to the first passkey.
        """
        proved = actor_of(context.request).authenticated_at
        age = timedelta(seconds=settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)
        return proved is None or clock.now() - proved >= age

    def set_password(self, user: Any, password: str) -> None:
        """Set a new password, end the other sessions, and forget failed sign-ins, which others may have caused."""
        super().set_password(user, password)
        ending.end_others(user, keep=context.request.session.session_key)
        self._delete_login_attempts_cached_email(context.request, email=user.email)

    def send_password_reset_mail(self, user: Any, email: str, context: dict[str, Any]) -> None:
        """Queue a mail with the reset link to the account's own address."""
        actions.send_new_password_link(user)

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Queue a mail that tells the account's owner that the password, or another way to sign in, was changed."""
        if template_prefix.startswith("mfa/"):
            actions.tell_ways_changed(user)
        else:
            actions.tell_password_changed(user)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send nothing. An address without an account gets no mail, however often someone types it.

        When somebody asks for a new password, the same work is done as for an address that has an account.
        """
        if template_prefix == UNKNOWN:
            actions.do_the_same_work()


def _method(proof: dict[str, Any]) -> str:
    """Return the name of the method behind one of allauth's records. A recovery code follows the password."""
    by = {"webauthn": "passkey", "totp": "authenticator"}
    return BY_PASSWORD if proof["method"] == "password" else by.get(proof.get("type", ""), BY_PASSWORD)


class AskForPassword(PasswordResetView):
    """The page that asks for a link to set a new password.

    Above the limit for one address no further mail is sent, and the answer is the same: strangers cannot close this way
    in, because the links that were mailed still work.
    """

    def form_valid(self, form: Any) -> HttpResponse:
        """Queue the link, unless too many were asked for."""
        limit = ratelimit.consume_or_429(self.request, action="reset_password_by_address")
        if limit is not None:
            return limit
        key = known_devices.counted_as(self.request, form.cleaned_data["email"])
        if ratelimit.consume(self.request, action="reset_password", key=key):
            form.save(self.request)
        return redirect(self.get_success_url())


@for_the_account
def address(request: HttpRequest) -> HttpResponse:
    """Show the email address of the account. It can be changed only through a new invitation."""
    return render(request, "account/email.html")
