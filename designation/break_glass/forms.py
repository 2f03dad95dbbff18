"""The form that asks for emergency access."""

from django import forms

from designation.web.fields import Paragraph


class AskForm(forms.Form):
    """Why emergency access is needed."""

    reason = forms.CharField(
        label="Why you cannot wait",
        help_text="The people who decide read it, on both sides. It is kept in the record.",
        widget=Paragraph(attrs={"rows": 4}),
        max_length=4000,
    )
