"""The inputs that steps ask for, as form fields. A step names what it asks for; this says how each is asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms

from designation.frontier_models.models import VARIANT_KINDS
from designation.requests.matter import Matter
from designation.web.fields import Paragraph, choices_of
from workflow.steps import Step


def _text(
    label: str, hint: str = "", *, rows: int = 5, required: bool = True
) -> Callable[[Matter, Any], forms.Field]:
    return lambda _matter, _subject: forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        widget=Paragraph(attrs={"rows": rows}),
        max_length=4000,
    )


def _line(
    label: str, hint: str = "", *, limit: int = 200, required: bool = True
) -> Callable[[Matter, Any], forms.Field]:
    return lambda _matter, _subject: forms.CharField(
        label=label, help_text=hint, max_length=limit, required=required
    )


def _lead(matter: Matter, _subject: Any) -> forms.Field:
    return forms.ChoiceField(label="Lead reviewer", choices=choices_of(matter.request.possible_leads()))


def _outcome(_matter: Matter, _subject: Any) -> forms.Field:
    outcomes = (("covered", "Covered frontier model"), ("not_covered", "Not a covered frontier model"))
    return forms.ChoiceField(label="Outcome", choices=outcomes, widget=forms.RadioSelect)


def _person(matter: Matter, _subject: Any) -> forms.Field:
    return forms.ChoiceField(
        label="Whose details", choices=choices_of(matter.request.people_on_record(matter.side))
    )


def _certified(matter: Matter, _subject: Any) -> forms.Field:
    policy = matter.request.policy_in_force(matter.now)
    words = (
        policy.value("notices")["certification"] if policy else "I certify that this application is accurate."
    )
    return forms.BooleanField(label=words)


def _voluntary(matter: Matter, _subject: Any) -> forms.Field:
    policy = matter.request.policy_in_force(matter.now)
    words = policy.value("notices")["voluntary"] if policy else ""
    return forms.BooleanField(label=f"I have read this notice: {words}")


def _conditions(_matter: Matter, _subject: Any) -> forms.Field:
    return forms.BooleanField(
        label="I have read the terms of this window and accept them, including nondisclosure."
    )


def _variant(matter: Matter, _subject: Any) -> forms.Field:
    others = [v for v in matter.request.model.variants.all() if str(v.pk) not in matter.request.variants]
    return forms.ChoiceField(
        label="Variant", choices=[("", "Choose a variant"), *((str(v.pk), v.name) for v in others)]
    )


FIELDS: dict[str, Callable[[Matter, Any], forms.Field]] = {
    "reason": _text("Reason", "It is kept in the record."),
    "lead": _lead,
    "person": _person,
    "outcome": _outcome,
    "date": lambda _m, _s: forms.DateField(label="Date of the assessment"),
    "authority": _line("Authority", "On whose authority the assessment was made."),
    "reference": _line(
        "Opaque reference", "A number under which an approved system holds the assessment.", limit=80
    ),
    "sharing_text": _text(
        "Text that is shared with the developer",
        "Sharing is at your discretion. Leave it empty to share the outcome alone.",
        required=False,
    ),
    "new_information": _text("What is new", "The government sees it with the application."),
    "certified": _certified,
    "voluntary_notice": _voluntary,
    "conditions": _conditions,
    "variant": _variant,
    "name": _line("Name of the variant", limit=80),
    "kind": lambda _m, _s: forms.ChoiceField(label="Kind", choices=VARIANT_KINDS),
    "weights_digest": _line(
        "SHA-256 of the weights", "64 hexadecimal digits, if there is one.", limit=64, required=False
    ),
    "original": lambda _m, model: forms.ChoiceField(
        label="Earlier registration of the same model",
        choices=[(str(m.pk), m.codename) for m in model.possible_originals()],
    ),
}


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

    def __init__(
        self, facts: Step, matter: Matter, subject: Any, *args: Any, proof: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name in facts.asks_for:
            self.fields[name] = FIELDS[name](matter, subject)
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
