"""The token in a password reset link."""

from datetime import datetime

from django.contrib.auth.tokens import PasswordResetTokenGenerator

from workflow import clock


class ResetLinks(PasswordResetTokenGenerator):
    """Token generator for links that work once and for one hour, by the clock that all machines share."""

    def _now(self) -> datetime:
        return clock.now().replace(tzinfo=None)
