"""Forms about insider risk that are no steps."""

from __future__ import annotations

from django import forms

from designation.web.fields import Paragraph


class OpenForm(forms.Form):
    """Why an officer opens a case."""

    reason = forms.CharField(
        label="Reason",
        help_text="The officers of the case read it. Do not try to name the person.",
        widget=Paragraph(attrs={"rows": 4}),
        max_length=4000,
    )


class ConcernForm(forms.Form):
    """What somebody reports."""

    address = forms.EmailField(
        label="Email address of the person concerned",
        help_text="Leave it empty if you do not know it, or if it concerns nobody in particular.",
        required=False,
    )
    text = forms.CharField(
        label="What happened",
        help_text="Say what you saw, and when. Nothing above the handling level of this site.",
        widget=Paragraph(attrs={"rows": 8}),
        max_length=4000,
    )


class ChallengeForm(forms.Form):
    """Why the watched person says that it is wrong."""

    reason = forms.CharField(
        label="What is wrong, or what explains it",
        help_text="The insider-risk officers read it and answer on this page.",
        widget=Paragraph(attrs={"rows": 6}),
        max_length=4000,
    )
