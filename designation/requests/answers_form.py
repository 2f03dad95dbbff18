"""The questions of the application and of the terms as form fields, one kind of field for each kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.http import JsonResponse
from django.utils.dateparse import parse_datetime

from designation.content.drafts import Saved, fingerprint
from designation.people.models import Organization
from designation.policies.application import Field
from designation.requests.answers import Words, as_text
from designation.requests.models import Request
from designation.roles import Side
from designation.web.action_page import CONFLICT, add_refusals, error_sentences
from designation.web.fields import DayField, EasternTimeField, NumberField, Paragraph
from designation.web.shown_fields import as_typed, in_one_line, out_of_one_line
from workflow.errors import Refused
from workflow.ledger import canonical

MEANWHILE = "Somebody else changed this meanwhile to “{theirs}”. Yours is still here; send it again to replace theirs."


class AnswersForm(forms.Form):
    """Some questions with their present answers. Drafts may be incomplete, so no field is required here.

    `seen` contains a fingerprint of each answer as the page showed it. Only fields that the person changed
    are saved. What someone else wrote in another field in the meantime stays.
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, fields: Iterable[Field], request: Request, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked, self.request, self.sent = list(fields), request, self.data
        for field in self.asked:
            self.fields[field.name] = control(field, request)
            self.fields[field.name].wanted = field.required
            self.initial[field.name] = shown_answer(field, self.initial.get(field.name))
        self.initial["seen"] = self._fingerprints(self.initial)

    def answers(self) -> dict[str, Any]:
        """Return the valid answers as plain values. Fields that were not sent or are invalid are left out."""
        return {
            field.name: plain_answer(self.cleaned_data[field.name])
            for field in self.asked
            if field.name in self.cleaned_data and self._was_sent(field.name)
        }

    def changes(self) -> dict[str, Any]:
        """Return the answers that differ from what the page showed."""
        shown = self.shown()
        return {
            name: value for name, value in self.answers().items() if shown.get(name) != fingerprint(value)
        }

    def shown(self) -> dict[str, str]:
        """Return the fingerprints of the answers that the page showed."""
        return out_of_one_line(self.cleaned_data.get("seen", ""))

    def meet(self, saved: Saved) -> None:
        """Show what other people wrote in the meantime.

        Their text appears next to a field that this person changed, and replaces the text of a field that
        this person left alone. The page then shows the present answers, so saving again overwrites the other
        text with this person's.
        """
        mine = self.changes().keys() | self.errors.keys()
        data = self.data.copy()
        for field in self.asked:
            if field.name not in mine:
                answer = shown_answer(field, saved.draft.get(field.name))
                data.setlist(field.name, as_typed(self.fields[field.name], answer))
        data["seen"] = self._fingerprints(saved.draft)
        self.data = data
        words = Words(self.request)
        for field in self.asked:
            if field.name in saved.conflicts:
                theirs = as_text(words.of(field, saved.conflicts[field.name]))
                self.add_error(field.name, MEANWHILE.format(theirs=theirs or "nothing"))

    def _was_sent(self, name: str) -> bool:
        widget = self.fields[name].widget
        return not widget.value_omitted_from_data(self.sent, self.files, self.add_prefix(name))

    def _fingerprints(self, answers: Mapping[str, Any]) -> str:
        plain = {
            field.name: plain_answer(shown_answer(field, answers.get(field.name))) for field in self.asked
        }
        return in_one_line({name: fingerprint(answer) for name, answer in plain.items()})


def control(field: Field, request: Request) -> forms.Field:
    """Return the form field for one question."""
    said: dict[str, Any] = {"label": field.label, "help_text": field.hint, "required": False}
    match field.kind:
        case "paragraph":
            return forms.CharField(widget=Paragraph, max_length=field.limit, **said)
        case "choice":
            return forms.ChoiceField(choices=field.choices, widget=forms.RadioSelect, **said)
        case "choices":
            return forms.MultipleChoiceField(
                choices=field.choices, widget=forms.CheckboxSelectMultiple, **said
            )
        case "variants":
            every = [(str(variant.pk), str(variant)) for variant in request.model.variants.all()]
            return forms.MultipleChoiceField(choices=every, widget=forms.CheckboxSelectMultiple, **said)
        case "variant":
            covered = [(str(variant.pk), str(variant)) for variant in request.covered_variants()]
            return forms.ChoiceField(choices=covered, widget=forms.RadioSelect, **said)
        case "agencies":
            agencies = Organization.objects.filter(side=Side.GOVERNMENT, state="active").order_by(
                "folded", "name"
            )
            choices = [(str(pk), name) for pk, name in agencies.values_list("pk", "name")]
            return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **said)
        case "instant":
            return EasternTimeField(**said)
        case "days":
            return NumberField(min_value=1, max_value=30, **said)
        case "email":
            return forms.EmailField(max_length=field.limit, **said)
        case "date":
            return DayField(**said)
    return forms.CharField(max_length=field.limit, **said)


def plain_answer(value: Any) -> Any:
    """Return an answer in the form in which it is stored."""
    if isinstance(value, datetime):
        return canonical.instant(value)
    return "" if value is None else value


def shown_answer(field: Field, value: Any) -> Any:
    """Return a stored answer in the form that the form field expects."""
    if field.kind == "instant" and isinstance(value, str):
        return parse_datetime(value) if value else None
    return value


def save(form: AnswersForm, action: Callable[[dict[str, Any], dict[str, str]], Saved]) -> Saved | None:
    """Save the valid changes with `action(answers, seen)`. Refusals and conflicts become form errors.

    Returns None if nothing was saved.
    """
    form.is_valid()
    try:
        saved = action(form.changes(), form.shown())
    except Refused as refused:
        add_refusals(refused, form)
        return None
    form.meet(saved)
    if saved.refused:
        add_refusals(Refused(saved.refused), form)
    return saved


def autosaved(form: AnswersForm, saved: Saved | None) -> JsonResponse:
    """Return the answer to an automatic save.

    It contains the new fingerprints for the page. If not everything was saved, the status is 409 and it says
    why.
    """
    kept = {name: fingerprint(value) for name, value in form.changes().items()} if saved else {}
    hidden = {"seen": in_one_line(form.shown() | kept)}
    if form.errors:
        return JsonResponse({"message": " ".join(error_sentences(form)), "hidden": hidden}, status=CONFLICT)
    return JsonResponse({"hidden": hidden})
