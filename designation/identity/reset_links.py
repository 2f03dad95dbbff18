"""The secret in a link for a new password."""

from datetime import datetime

from django.contrib.auth.tokens import PasswordResetTokenGenerator

from workflow import clock


class ResetLinks(PasswordResetTokenGenerator):
    """Good once, and for an hour of the clock that all machines share."""

    def _now(self) -> datetime:
        return clock.now().replace(tzinfo=None)
