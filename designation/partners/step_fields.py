"""Form fields for the inputs of the steps of partners. The board's forms are in `forms.py`."""

from __future__ import annotations

from typing import Any

from django import forms

from designation.partners.rules.vetting import OUTCOMES
from designation.web.fields import EasternTimeField
from designation.web.step_forms import text


def _check(_reader: Any, partner: Any) -> forms.Field:
    choices = [(str(place), one["label"]) for place, one in enumerate(partner.checks)]
    return forms.ChoiceField(label="Check", choices=choices, widget=forms.RadioSelect)


def _outcome(_reader: Any, _partner: Any) -> forms.Field:
    return forms.ChoiceField(label="Outcome", choices=OUTCOMES, widget=forms.RadioSelect)


def _earlier_end(_reader: Any, _selection: Any) -> forms.Field:
    return EasternTimeField(label="Early access ends")


def _still_true(_reader: Any, _partner: Any) -> forms.Field:
    return forms.BooleanField(
        label="What the roster says about my organization is still true, and it still keeps what it reads confidential."
    )


FIELDS = {
    "check": _check,
    "check_outcome": _outcome,
    "note": text("How you checked", "For example: called the main number and asked for the contact.", rows=3),
    "question": text("What you want to know", "The contact reads this in plain words.", rows=4),
    "earlier_end": _earlier_end,
    "still_true": _still_true,
}
