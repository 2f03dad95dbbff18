"""Forms of the directory. They only parse input; rules decide what is allowed."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms

from designation.directory.fields import FIELDS, Category, Sector, Size
from designation.directory.models import DirectoryEntry
from designation.directory.states import STATES
from designation.web.fields import Paragraph

CHOICES: dict[str, list[tuple[str, str]]] = {
    "state": [(code, f"{name} ({code})") for code, name in sorted(STATES.items(), key=lambda one: one[1])],
    "category": [(str(value), str(label)) for value, label in Category.choices],
    "sector": [(str(value), str(label)) for value, label in Sector.choices],
    "size": [(str(value), str(label)) for value, label in Size.choices],
}


def new_key() -> str:
    """Return a new idempotency key, so that a form that is sent twice acts once."""
    return str(uuid.uuid4())


class EntryForm(forms.Form):
    """One organization. Values are checked by the same rules as the cells of a file."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in FIELDS:
            hint = {"help_text": field.hint, "label": field.label, "required": field.required}
            if field.name in CHOICES:
                choices = [("", "Choose"), *CHOICES[field.name]]
                self.fields[field.name] = forms.ChoiceField(choices=choices, **hint)
            else:
                longest = 4000 if field.many else field.longest
                self.fields[field.name] = forms.CharField(max_length=longest, **hint)
        self.fields["state"].required = self.fields["city"].required = False
        self.fields["state"].wanted = self.fields["city"].wanted = True  # type: ignore[attr-defined]  # the template reads it
        self.fields["revision"] = forms.IntegerField(widget=forms.HiddenInput, required=False)
        self.fields["key"] = forms.CharField(
            widget=forms.HiddenInput, required=False, max_length=64, initial=new_key
        )

    def typed(self) -> dict[str, str]:
        """Return what was typed, by field."""
        return {field.name: self.cleaned_data[field.name] for field in FIELDS}


def initial_of(entry: DirectoryEntry) -> dict[str, Any]:
    """Return the values of an organization as a form shows them."""
    values = {
        name: ", ".join(value) if isinstance(value, list) else value for name, value in entry.values().items()
    }
    return values | {"revision": entry.revision}


class ReasonForm(forms.Form):
    """Why an organization is removed."""

    reason = forms.CharField(
        label="Reason",
        help_text="It is kept in the record.",
        max_length=2000,
        widget=Paragraph(attrs={"rows": 3}),
        error_messages={"required": "Give a reason. It is kept in the record."},
    )


class UploadForm(forms.Form):
    """A CSV file, as an upload or as text."""

    file = forms.FileField(
        required=False, label="CSV file", widget=forms.FileInput(attrs={"accept": ".csv,text/csv"})
    )
    text = forms.CharField(
        required=False,
        label="Or paste its lines",
        widget=Paragraph(attrs={"rows": 8, "spellcheck": "false"}),
        max_length=1_000_000,
        help_text="The first line names the columns.",
    )

    def clean(self) -> dict[str, Any]:
        """Require one of the two."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and not cleaned.get("file") and not cleaned.get("text", "").strip():
            self.add_error("file", "Choose a file, or paste its lines.")
        return cleaned


class ColumnsForm(forms.Form):
    """Which column of a file holds which field."""

    def __init__(self, header: list[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        columns = [("", "Not in this file"), *((str(place), name) for place, name in enumerate(header))]
        for field in FIELDS:
            self.fields[field.name] = forms.ChoiceField(choices=columns, label=field.label, required=False)
            self.fields[field.name].wanted = field.required  # type: ignore[attr-defined]  # the template reads it

    def mapping(self) -> dict[str, int]:
        """Return the number of the column of each field that has one."""
        return {name: int(place) for name, place in self.cleaned_data.items() if place}


class FilterForm(forms.Form):
    """What the list shows. Every filter stays in the address."""

    q = forms.CharField(
        required=False, label="Search", help_text="Typing errors and word order do not matter."
    )
    name = forms.CharField(required=False, label="Name contains")
    suborganization = forms.CharField(required=False, label="Suborganization contains")
    city = forms.CharField(required=False)
    state = forms.ChoiceField(required=False, choices=[("", "Any state"), *CHOICES["state"]])
    category = forms.ChoiceField(required=False, choices=[("", "Any category"), *CHOICES["category"]])
    sector = forms.ChoiceField(required=False, choices=[("", "Any sector"), *CHOICES["sector"]])
    size = forms.ChoiceField(required=False, choices=[("", "Any size"), *CHOICES["size"]])
    identifier = forms.CharField(
        required=False,
        label="Identifier or domain",
        help_text="UEI, CCN, FDIC certificate, PWSID or .gov domain.",
    )
    contact = forms.ChoiceField(
        required=False,
        label="Security contact",
        choices=[("", "With or without"), ("yes", "Has a contact"), ("no", "Has no contact")],
    )


class DecisionForm(forms.Form):
    """A decision about one likely duplicate."""

    pair = forms.IntegerField()
    decision = forms.ChoiceField(
        choices=[("same", ""), ("different", ""), ("skip", ""), ("", "")], required=False
    )
