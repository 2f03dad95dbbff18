"""The form that places a suspension."""

from __future__ import annotations

from django import forms

from designation.web.fields import Paragraph


class PlaceForm(forms.Form):
    """Why access is suspended."""

    reason = forms.CharField(
        label="Reason",
        help_text="The people who can lift the suspension read it. The person who is suspended does not.",
        widget=Paragraph(attrs={"rows": 4}),
        max_length=4000,
    )
