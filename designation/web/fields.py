"""Form fields and widgets of this site."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from workflow.calendars import ZONE

AS_TYPED = "%Y-%m-%dT%H:%M"
"""The format in which a browser's date and time picker sends its value."""


def choices_of(people: Iterable[Any], *, agencies: bool = False) -> list[tuple[str, str]]:
    """Return people as choices, by name.

    `agencies` adds each person's agency. People with the same name are told apart by their email addresses.
    """
    named = [(one, f"{one.name}, {one.organization.short_name}" if agencies else one.name) for one in people]
    times = Counter(name for _one, name in named)
    told = [(str(one.pk), f"{name} ({one.email})" if times[name] > 1 else name) for one, name in named]
    return [("", "Choose a person"), *told]


FIRST_YEAR, LAST_YEAR = 2000, 2200
"""The years that people can enter. Others are typing errors, and some cannot be stored as instants."""
OTHER_YEAR = f"Enter the year with four digits, from {FIRST_YEAR} to {LAST_YEAR}."


def check_year(value: date) -> None:
    """Check that a day or an instant lies in the years that people can enter. Raises: ValidationError."""
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise ValidationError(OTHER_YEAR, "year")


class DayField(forms.DateField):
    """A day, entered with a year of four digits."""

    input_formats = ("%Y-%m-%d", "%m/%d/%Y")
    default_error_messages = {"invalid": "Enter a day, for example 12/18/2026."}

    def to_python(self, value: Any) -> date | None:
        """Return the day that the person entered."""
        day: date | None = super().to_python(value)
        if day is not None:
            check_year(day)
        return day


def _plain(text: str) -> str:
    """Return a typed instant without what pages write and the formats lack: commas, and the dots of "p.m."."""
    return text.replace(",", " ").replace(".m.", "m").replace("  ", " ")


class EasternTimeField(forms.DateTimeField):
    """An instant, entered and shown in Eastern Time. The value is timezone-aware.

    A local time that a daylight saving change skips or repeats is refused.
    """

    widget = forms.DateTimeInput
    input_formats = ("%m/%d/%Y %H:%M", "%m/%d/%Y %I:%M %p", "%m/%d/%Y")
    default_error_messages = {
        "invalid": "Enter a day and a time, for example 12/18/2026, 5:00 p.m.",
        "ambiguous_timezone": "The clocks change at this hour. Choose another.",
    }

    def to_python(self, value: Any) -> datetime | None:
        """Return the instant that the person entered."""
        typed = _plain(value) if isinstance(value, str) else value
        with timezone.override(ZONE):
            try:
                at: datetime | None = super().to_python(typed)
            except ValidationError as error:
                raise ValidationError(self.error_messages[error.code or "invalid"], error.code) from error
        if at is not None:
            check_year(at)
        return at

    def prepare_value(self, value: Any) -> Any:
        """Return the instant as the control shows it."""
        with timezone.override(ZONE):
            return super().prepare_value(value)


class Paragraph(forms.Textarea):
    """A text area that counts a line break as one character. Browsers send two characters for it."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Return the text with each line break as a single line feed."""
        typed = super().value_from_datadict(data, files, name)
        return typed.replace("\r\n", "\n") if isinstance(typed, str) else typed


class NumberField(forms.IntegerField):
    """A whole number within limits. One error message states both limits.

    It is a text field: in a browser's number field, the mouse wheel changes the number, and what is no number is lost.
    """

    widget = forms.TextInput

    def __init__(self, *, min_value: int, max_value: int, **said: Any) -> None:
        super().__init__(min_value=min_value, max_value=max_value, **said)
        within = f"Enter a whole number from {min_value} to {max_value}."
        self.widget.attrs |= {"inputmode": "numeric", "autocomplete": "off"}
        self.error_messages |= dict.fromkeys(("invalid", "min_value", "max_value"), within)
