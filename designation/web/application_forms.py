"""The application's and the terms' questions as form fields: one kind of question, one kind of control."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.utils.dateparse import parse_datetime

from designation.models import Organisation, Request
from designation.models.application import Field
from designation.roles import Side
from designation.web.fields import EasternTimeField
from workflow.ledger import canonical


class AnswersForm(forms.Form):
    """Some questions with their present answers. Drafts may be incomplete, so nothing is required here.

    `seen` holds a fingerprint of each answer as the page showed it: only what a person changed counts as theirs;
    what somebody else wrote into another field meanwhile stays.
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, fields: Iterable[Field], request: Request, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = list(fields)
        for field in self.asked:
            self.fields[field.name] = control(field, request)
            self.fields[field.name].wanted = field.required
            value = self.initial.get(field.name)
            if field.kind == "instant" and isinstance(value, str):
                self.initial[field.name] = parse_datetime(value) if value else None
        self.initial["seen"] = fingerprints(
            {f.name: plain_answer(self.initial.get(f.name)) for f in self.asked}
        )

    def answers(self) -> dict[str, Any]:
        """Return the valid answers as plain values; what was not sent or is not valid keeps its saved answer."""
        return {
            field.name: plain_answer(self.cleaned_data[field.name])
            for field in self.asked
            if field.name in self.cleaned_data and self._was_sent(field.name)
        }

    def changes(self) -> dict[str, Any]:
        """Return those of the answers that differ from what the page showed."""
        seen = dict(pair.split(":", 1) for pair in self.cleaned_data.get("seen", "").split() if ":" in pair)
        return {name: value for name, value in self.answers().items() if seen.get(name) != fingerprint(value)}

    def wrong(self) -> list[str]:
        """Return in sentences what cannot be kept as it was typed."""
        return [
            f"{self.fields[name].label}: {' '.join(found)}"
            for name, found in self.errors.items()
            if name in self.fields
        ]

    def _was_sent(self, name: str) -> bool:
        widget = self.fields[name].widget
        return not widget.value_omitted_from_data(self.data, self.files, self.add_prefix(name))


def fingerprint(value: Any) -> str:
    """Return a short fingerprint of an answer; empty answers of every kind are the same."""
    plain = value.replace("\r\n", "\n").strip() if isinstance(value, str) else value
    return hashlib.sha256(canonical.encode(plain or "")).hexdigest()[:16]


def fingerprints(answers: dict[str, Any]) -> str:
    """Return the fingerprints of answers as the hidden field of a page carries them."""
    return " ".join(f"{name}:{fingerprint(value)}" for name, value in answers.items())


def control(field: Field, request: Request) -> forms.Field:
    """Return the form field for one question."""
    said: dict[str, Any] = {"label": field.label, "help_text": field.hint, "required": False}
    match field.kind:
        case "paragraph":
            return forms.CharField(widget=forms.Textarea, max_length=field.limit, **said)
        case "choice":
            return forms.ChoiceField(choices=field.choices, widget=forms.RadioSelect, **said)
        case "choices":
            return forms.MultipleChoiceField(
                choices=field.choices, widget=forms.CheckboxSelectMultiple, **said
            )
        case "variants":
            variants = [(str(variant.pk), str(variant)) for variant in request.model.variants.all()]
            return forms.MultipleChoiceField(choices=variants, widget=forms.CheckboxSelectMultiple, **said)
        case "agencies":
            agencies = Organisation.objects.filter(side=Side.GOVERNMENT, state="active").order_by("name")
            choices = [(str(pk), name) for pk, name in agencies.values_list("pk", "name")]
            return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **said)
        case "instant":
            return EasternTimeField(**said)
        case "days":
            return forms.IntegerField(min_value=1, max_value=30, **said)
        case "email":
            return forms.EmailField(max_length=field.limit, **said)
        case "date":
            return forms.DateField(**said)
    return forms.CharField(max_length=field.limit, **said)


def plain_answer(value: Any) -> Any:
    """Return an answer as it is kept."""
    if isinstance(value, datetime):
        return canonical.instant(value)
    return "" if value is None else value


def in_words(field: Field, value: Any, request: Request, agencies: dict[str, str]) -> Any:
    """Return an answer as a person reads it."""
    if field.kind == "instant":
        return parse_datetime(value) if value else ""
    names: dict[str, str] = dict(field.choices)
    if field.kind == "variants":
        names = {str(variant.pk): str(variant) for variant in request.model.variants.all()}
    if field.kind == "agencies":
        names = agencies
    if isinstance(value, list):
        return [names.get(item, item) for item in value]
    return names.get(value, value) if names else value


def agency_names() -> dict[str, str]:
    """Return the names of agencies by id."""
    rows = Organisation.objects.filter(side=Side.GOVERNMENT).values_list("pk", "name")
    return {str(pk): name for pk, name in rows}
