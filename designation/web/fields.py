"""Form fields of our own."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from designation.templatetags.instants import ZONE

AS_TYPED = "%Y-%m-%dT%H:%M"
"""The form in which a browser's own picker sends an hour."""


class EasternTimeField(forms.DateTimeField):
    """An instant, asked for and shown in Eastern Time; the value is aware.

    An hour that the change of clocks skips or repeats is refused.
    """

    widget = forms.DateTimeInput

    def to_python(self, value: Any) -> datetime | None:
        """Return the instant that was meant."""
        with timezone.override(ZONE):
            return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        """Return the instant as it is shown in the control."""
        with timezone.override(ZONE):
            return super().prepare_value(value)
