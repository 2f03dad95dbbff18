"""The inputs that steps ask for, as form fields. A step names what it asks for; packages say how each is asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms

from designation import declarations
from designation.web.fields import Paragraph
from workflow.steps import Step

FieldMaker = Callable[[Any, Any], forms.Field]
"""Makes the field for a reader and the subject of the step."""


def text(label: str, hint: str = "", *, rows: int = 5, required: bool = True) -> FieldMaker:
    """Return the maker of a field for longer text."""
    return lambda _reader, _subject: forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        widget=Paragraph(attrs={"rows": rows}),
        max_length=4000,
    )


def line(label: str, hint: str = "", *, limit: int = 200, required: bool = True) -> FieldMaker:
    """Return the maker of a field for one line."""
    return lambda _reader, _subject: forms.CharField(
        label=label, help_text=hint, max_length=limit, required=required
    )


REASON = text("Reason", "It is kept in the record.")


def maker_of(name: str) -> FieldMaker:
    """Return how an input of a step is asked for. Raises: KeyError where no package says so."""
    made: FieldMaker = REASON if name == "reason" else declarations.merged("step_fields", "FIELDS")[name]
    return made


def password_field() -> forms.Field:
    """Return the field by which a person proves again who they are."""
    return forms.CharField(
        label="Your password",
        help_text="This step needs a fresh proof of who you are.",
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        strip=False,
    )


class StepForm(forms.Form):
    """The inputs of one step, and the password where the person has to prove again who they are."""

    def __init__(self, facts: Step, reader: Any, subject: Any, *args: Any, proof: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in facts.asks_for:
            self.fields[name] = maker_of(name)(reader, subject)
        if proof:
            self.fields[proof] = password_field()

    def in_words(self, inputs: Mapping[str, Any]) -> list[tuple[str, str]]:
        """Return inputs that somebody else gave as pairs of label and words."""
        return [(str(self.fields[name].label), self._said(name, value)) for name, value in inputs.items()]

    def _said(self, name: str, value: Any) -> str:
        choices = dict(getattr(self.fields[name], "choices", ()))
        return str(choices.get(value, value) or "nothing")

    def inputs(self) -> dict[str, Any]:
        """Return what the step receives."""
        return {name: value for name, value in self.cleaned_data.items() if name != "password"}
