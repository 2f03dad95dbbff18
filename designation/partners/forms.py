"""Forms: filter the roster, nominate an organization, answer the questions, write conditions, agree and name people."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from designation.directory.fields import Category
from designation.directory.states import STATES
from designation.partners.filters import ATTESTED, NOMINATED_BY, SORTS, SPONSORS, STANDINGS
from designation.partners.models import Partner
from designation.partners.questions import FURTHER_ANSWER, QUESTIONS
from designation.partners.rules.selecting import MOST_PEOPLE
from designation.partners.sizes import SIZES
from designation.partners.terms import CONDITIONS
from designation.requests.answers_form import control, plain_answer, shown_answer
from designation.requests.models import Request
from designation.web.fields import NumberField, Paragraph


class NominateForm(forms.Form):
    """What the roster needs to know of an organization, and whom to ask."""

    name = forms.CharField(label="Name of the organization", max_length=200)
    suborganization = forms.CharField(
        label="Part of the organization",
        max_length=200,
        required=False,
        help_text="Fill this in if only one part of the organization will be a partner.",
    )
    city = forms.CharField(label="City", max_length=120)
    us_state = forms.ChoiceField(label="State or territory", choices=[("", "Choose"), *STATES.items()])
    category = forms.ChoiceField(label="Category", choices=Category.choices, widget=forms.RadioSelect)
    size = forms.ChoiceField(label="Size", choices=SIZES, widget=forms.RadioSelect)
    identifiers = forms.CharField(
        label="Identifiers",
        max_length=500,
        required=False,
        help_text="For example its .gov domain, UEI, CCN, FDIC certificate or PWSID.",
    )
    contact_name = forms.CharField(label="Contact person", max_length=120)
    contact_email = forms.CharField(label="Their email address", max_length=254)
    sponsor = forms.ChoiceField(
        label="Sponsor",
        required=False,
        help_text="An active partner that vouches for a small organization. The sponsor cannot see what the "
        "organization does here.",
    )
    reasons_for = forms.CharField(
        label="Why this organization", required=False, max_length=2000, widget=Paragraph(attrs={"rows": 3})
    )

    def __init__(self, sponsors: Iterable[Partner], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sponsors = {str(one.pk): one for one in sponsors}
        named = [(key, one.full_name) for key, one in self.sponsors.items()]
        self.fields["sponsor"].choices = [("", "No sponsor"), *named]  # type: ignore[attr-defined]  # a field with choices

    def facts(self) -> dict[str, Any]:
        """Return the facts in the form that `actions.nominate` takes."""
        return {**self.cleaned_data, "sponsor": self.sponsors.get(self.cleaned_data["sponsor"])}


class QuestionsForm(forms.Form):
    """The ten plain questions, and before them what a roster administrator asked further."""

    def __init__(self, further: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if further:
            self.fields[FURTHER_ANSWER] = forms.CharField(
                label=further, widget=Paragraph(attrs={"rows": 3}), max_length=1000
            )
        for question in QUESTIONS:
            said: dict[str, Any] = {"label": question.label, "help_text": question.hint}
            if question.choices:
                self.fields[question.name] = forms.ChoiceField(
                    choices=question.choices, widget=forms.RadioSelect, **said
                )
            elif question.long:
                self.fields[question.name] = forms.CharField(
                    widget=Paragraph(attrs={"rows": 3}), max_length=1000, **said
                )
            else:
                self.fields[question.name] = forms.CharField(max_length=300, **said)


class ConditionsForm(forms.Form):
    """The conditions of a selection."""

    def __init__(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in CONDITIONS:
            if field.kind == "number":
                made: forms.Field = NumberField(
                    label=field.label, help_text=field.hint, min_value=1, max_value=MOST_PEOPLE
                )
            else:
                made = control(field, request)
                made.required = True
            self.fields[field.name] = made
            self.initial[field.name] = shown_answer(field, self.initial.get(field.name))

    def stated(self) -> dict[str, Any] | None:
        """Return the conditions that were sent, or None if they are not valid or were not sent yet."""
        return self.conditions() if self.is_valid() else None

    def conditions(self) -> dict[str, Any]:
        """Return the conditions in the form in which they are stored and signed."""
        return {field.name: plain_answer(self.cleaned_data[field.name]) for field in CONDITIONS}


class ProposeForm(ConditionsForm):
    """The partner to propose, and the conditions."""

    partner = forms.ChoiceField(label="Partner")

    def __init__(self, partners: Iterable[Partner], request: Request, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        self.partners = {one.number: one for one in partners}
        named = [
            (key, f"{one.full_name}, {one.get_category_display()}") for key, one in self.partners.items()
        ]
        self.fields["partner"].choices = [("", "Choose a partner"), *named]  # type: ignore[attr-defined]  # a field with choices

    def chosen(self) -> Partner:
        """Return the partner that was chosen in a valid form."""
        return self.partners[self.cleaned_data["partner"]]


class AgreeForm(forms.Form):
    """The people that a partner names, and its agreement to the terms."""

    people = forms.MultipleChoiceField(
        label="Who will evaluate",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="The developer concurs with each person. Each person accepts the terms before reading anything.",
    )
    accepted = forms.BooleanField(
        label="My organization accepts these terms, including nondisclosure.", required=False
    )

    def __init__(self, people: Iterable[Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in people}
        self.fields["people"].choices = [(key, one.name) for key, one in self.people.items()]  # type: ignore[attr-defined]  # a field with choices
        self.fields["people"].wanted = True  # type: ignore[attr-defined]  # the rule says what is missing

    def named(self) -> list[Any]:
        """Return the people who are named."""
        return [self.people[key] for key in self.cleaned_data["people"]]


class RosterFilterForm(forms.Form):
    """What the roster shows. Every filter stays in the address."""

    q = forms.CharField(
        required=False, label="Search", help_text="Typing errors and word order do not matter."
    )
    city = forms.CharField(required=False, label="City contains")
    us_state = forms.ChoiceField(
        required=False,
        label="State or territory",
        choices=[
            ("", "Any"),
            *((code, f"{name} ({code})") for code, name in sorted(STATES.items(), key=lambda one: one[1])),
        ],
    )
    category = forms.ChoiceField(required=False, choices=[("", "Any category"), *Category.choices])
    size = forms.ChoiceField(required=False, choices=[("", "Any size"), *SIZES])
    state = forms.ChoiceField(required=False, label="Standing", choices=[("", "Any standing"), *STANDINGS])
    attested = forms.ChoiceField(required=False, label="Attestation", choices=[("", "Any date"), *ATTESTED])
    identifier = forms.CharField(required=False, label="Identifier contains")
    sponsor = forms.ChoiceField(required=False, choices=[("", "With or without"), *SPONSORS])
    nominated = forms.ChoiceField(
        required=False, label="Nominated by", choices=[("", "Either side"), *NOMINATED_BY]
    )

    sort = forms.ChoiceField(required=False, label="Sort by", choices=[("", "Best match, or name"), *SORTS])

    def __init__(self, names: tuple[str, ...], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {name: field for name, field in self.fields.items() if name in ("q", "sort", *names)}
        label = dict(SORTS).get(self.initial.get("sort", "").removeprefix("-"))
        if label and self.initial["sort"].startswith("-"):
            self.fields["sort"].choices += [(self.initial["sort"], f"{label}, in reverse order")]  # type: ignore[attr-defined]  # a field with choices

    def in_words(self, name: str, value: str) -> str:
        """Return a filter that is set, in words."""
        field = self.fields[name]
        label = field.label or name.replace("_", " ").capitalize()
        return f"{label}: {dict(getattr(field, 'choices', ())).get(value, value)[:60]}"
