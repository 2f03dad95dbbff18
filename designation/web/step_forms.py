"""Form fields for the inputs of steps. A step names its inputs; the packages define the field for each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms

from designation import declarations
from designation.web.fields import Paragraph
from designation.web.proofs import field_names
from workflow.steps import Step

FieldMaker = Callable[[Any, Any], forms.Field]
"""Returns the field for a reader and the subject of the step."""


def text(label: str, hint: str = "", *, rows: int = 5, required: bool = True) -> FieldMaker:
    """Return a function that makes a field for longer text."""
    return lambda _reader, _subject: forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        widget=Paragraph(attrs={"rows": rows}),
        max_length=4000,
    )


def line(label: str, hint: str = "", *, limit: int = 200, required: bool = True) -> FieldMaker:
    """Return a function that makes a field for one line of text."""
    return lambda _reader, _subject: forms.CharField(
        label=label, help_text=hint, max_length=limit, required=required
    )


REASON = text("Reason", "It is kept in the record.")


def maker_of(name: str, step: str = "") -> FieldMaker:
    """Return the function that makes the field for an input. Raises: KeyError, if no package defines it.

    A package may define a field of its own for one step, given as "Machine.step", under "Machine.step.input".
    """
    known = declarations.merged("step_fields", "FIELDS")
    made: FieldMaker = known.get(f"{step}.{name}") or (REASON if name == "reason" else known[name])
    return made


class StepForm(forms.Form):
    """The inputs of one step. Fields that take a proof of identity are added (`web/proofs.py`)."""

    def __init__(self, facts: Step, reader: Any, subject: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in facts.asks_for:
            self.fields[name] = maker_of(name, f"{type(subject).__name__}.{facts.name}")(reader, subject)

    def in_words(self, inputs: Mapping[str, Any]) -> list[tuple[str, str]]:
        """Return another person's inputs as pairs of label and text."""
        return [(str(self.fields[name].label), self._said(name, value)) for name, value in inputs.items()]

    def written(self) -> list[tuple[str, str]]:
        """Return what is in the form as pairs of label and text: what was sent, or else the initial values."""
        known = self.cleaned_data if self.is_bound else self.initial
        return self.in_words({name: known.get(name) for name in self.fields})

    def _said(self, name: str, value: Any) -> str:
        choices = dict(getattr(self.fields[name], "choices", ()))
        if isinstance(value, list):
            return ", ".join(str(choices.get(one, one)) for one in value) or "nothing"
        return str(choices.get(value, value) or "nothing")

    def inputs(self) -> dict[str, Any]:
        """Return the inputs of the step."""
        return {name: value for name, value in self.cleaned_data.items() if name not in field_names()}
