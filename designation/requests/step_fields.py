"""Form fields for the inputs of a request's steps."""

from __future__ import annotations

from typing import Any

from django import forms

from designation.requests.matter import Matter
from designation.web.fields import DayField, choices_of
from designation.web.step_forms import line, text


def _lead(matter: Matter, _request: Any) -> forms.Field:
    return forms.ChoiceField(label="Lead reviewer", choices=choices_of(matter.request.possible_leads()))


def _outcome(_matter: Matter, _request: Any) -> forms.Field:
    outcomes = (("covered", "Covered frontier model"), ("not_covered", "Not a covered frontier model"))
    return forms.ChoiceField(label="Outcome", choices=outcomes, widget=forms.RadioSelect)


def _date(_matter: Matter, _request: Any) -> forms.Field:
    return DayField(label="Date of the assessment")


def _person(matter: Matter, _request: Any) -> forms.Field:
    people = matter.request.people_on_record(matter.side)
    return forms.ChoiceField(label="Whose details", choices=choices_of(people))


def _certified(matter: Matter, _request: Any) -> forms.Field:
    policy = matter.request.policy_in_force(matter.now)
    words = (
        policy.value("notices")["certification"] if policy else "I certify that this application is accurate."
    )
    return forms.BooleanField(label=words)


def _voluntary(matter: Matter, _request: Any) -> forms.Field:
    policy = matter.request.policy_in_force(matter.now)
    words = policy.value("notices")["voluntary"] if policy else ""
    return forms.BooleanField(label=f"I have read this notice: {words}")


def _variant(matter: Matter, _request: Any) -> forms.Field:
    request = matter.request
    others = [one for one in request.model.variants.all() if str(one.pk) not in request.variants]
    choices = [("", "Choose a variant"), *((str(one.pk), one.name) for one in others)]
    return forms.ChoiceField(label="Variant", choices=choices)


FIELDS = {
    "Consultation.comment.reason": text("Comment", "It is kept in the record."),
    "lead": _lead,
    "person": _person,
    "outcome": _outcome,
    "date": _date,
    "authority": line("Authority", "On whose authority the assessment was made."),
    "reference": line(
        "Opaque reference", "A number under which an approved system holds the assessment.", limit=80
    ),
    "sharing_text": text(
        "Text that is shared with the developer",
        "Sharing is at your discretion. Leave it empty to share the outcome alone.",
        required=False,
    ),
    "new_information": text("What is new", "The government sees it with the application."),
    "certified": _certified,
    "voluntary_notice": _voluntary,
    "variant": _variant,
}
