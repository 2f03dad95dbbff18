"""The form that enters an eligibility record. It only parses; `rules.py` decides."""

from __future__ import annotations

from typing import Any

from django import forms

from designation.eligibility.kinds import Kind, Value
from designation.people.models import Organization, Person
from designation.web.fields import EasternTimeField, Paragraph, choices_of


class EnterForm(forms.Form):
    """What was seen about a person of one organization."""

    person = forms.ChoiceField(label="Person")
    kind = forms.ChoiceField(label="Kind of record", choices=Kind.choices, widget=forms.RadioSelect)
    value = forms.ChoiceField(
        label="What it says",
        help_text="For citizenship or status, for a clearance, and for a conflict.",
        choices=[("", "Nothing more"), *Value.choices],
        required=False,
    )
    reference = forms.CharField(
        label="Reference",
        help_text="The number under which it is known elsewhere, such as that of an identity card or a clearance. "
        "Never copy the document itself.",
        max_length=120,
        required=False,
    )
    with_whom = forms.CharField(
        label="Developer that the conflict is with",
        help_text="Its name as the terms of its access windows give it. For a conflict of interest only.",
        max_length=160,
        required=False,
    )
    expires_at = EasternTimeField(
        label="Expires", help_text="Reminders go out 30 days and 7 days before. Leave it empty if it has no end.",
        required=False,
    )  # fmt: skip
    evidence = forms.CharField(
        label="What you saw, and where it is kept",
        help_text="Whoever verifies the record looks there.",
        widget=Paragraph(attrs={"rows": 3}),
        max_length=2000,
    )

    def __init__(self, *args: Any, organization: Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = Person.objects.filter(office__organization=organization, is_active=True)
        self.people = {str(one.pk): one for one in members.order_by("folded", "name")}
        self.fields["person"].choices = choices_of(self.people.values())  # type: ignore[attr-defined]  # a field with choices
