"""The forms for uploading and sharing an artifact, and for agreements."""

from __future__ import annotations

from typing import Any

from django import forms

from designation.artifacts.agreement_text import TEXT_LENGTH, TITLE_LENGTH
from designation.artifacts.models import Artifact
from designation.artifacts.models.artifact import LEGENDS
from designation.artifacts.rules.shares import allows_downloads
from designation.web.fields import Paragraph
from designation.windows.models import Window


class UploadForm(forms.Form):
    """What an artifact is, and its file."""

    title = forms.CharField(
        label="Title", max_length=160, help_text="Evaluators know the artifact by this title."
    )
    description = forms.CharField(
        label="Description", required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=4000
    )
    legend = forms.ChoiceField(
        label="Legend",
        choices=LEGENDS,
        required=False,
        help_text="The legend is burned into every page that is shown.",
    )
    file = forms.FileField(
        label="File",
        allow_empty_file=False,
        help_text="PDF, PNG, JPEG, Markdown, CSV, JSON and plain text files are shown page by page. The "
        "file is encrypted as it arrives. Where the terms of a window allow the text view, evaluators can copy the "
        "text of its pages.",
    )


class MetadataForm(UploadForm):
    """What an artifact is, as the metadata of a resumable upload says it. Its file arrives later."""

    title = forms.CharField(max_length=160, required=False)
    file = None


class ShareForm(forms.Form):
    """The window in which an artifact is shared."""

    window = forms.ChoiceField(
        label="Access window", help_text="Before you share it, you see who can read it there."
    )

    def __init__(self, artifact: Artifact, windows: list[Window], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.windows = {str(window.number): window for window in windows}
        named = [
            (
                str(window.number),
                f"{window.title} ({window.get_state_display().lower()}){_reading(window)}",
            )
            for window in windows
        ]
        self.fields["window"].choices = [("", "Choose a window"), *named]
        self.artifact = artifact

    def keep_the_choice(self) -> None:
        """Hide the window that was chosen, for the page that confirms it."""
        self.fields["window"].widget = forms.HiddenInput()


class CredentialForm(forms.Form):
    """The credential of a hosted endpoint. The secret is never shown again in the form."""

    label = forms.CharField(
        label="Name", max_length=120, help_text="For example: API key of the evaluation endpoint."
    )
    address = forms.CharField(
        label="Address", max_length=500, required=False, help_text="Where the credential is used."
    )
    secret = forms.CharField(
        label="Secret", max_length=4000, widget=forms.PasswordInput(attrs={"autocomplete": "off"})
    )
    person = forms.ChoiceField(label="For whom", required=False)

    def __init__(self, grants: list[Any], side: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.grants = {str(grant.pk): grant for grant in grants}
        named = [(key, grant.name_for(side)) for key, grant in self.grants.items()]
        self.fields["person"].choices = [("", "Every evaluator of this window"), *named]


class SecretForm(forms.Form):
    """A new secret of a credential."""

    secret = forms.CharField(
        label="New secret", max_length=4000, widget=forms.PasswordInput(attrs={"autocomplete": "off"})
    )


class AgreementForm(forms.Form):
    """The title and the whole text of a version of an agreement."""

    title = forms.CharField(
        label="Title",
        max_length=TITLE_LENGTH,
        help_text="For example: Nondisclosure and use agreement for evaluators.",
    )
    text = forms.CharField(
        label="Text",
        max_length=TEXT_LENGTH,
        widget=Paragraph(attrs={"rows": 24}),
        help_text="Evaluators read this text in full before they accept it. Line breaks are kept; an empty line "
        "begins a new paragraph.",
    )


class AcceptForm(forms.Form):
    """The statement of an evaluator who accepts an agreement."""

    accepted = forms.BooleanField(label="I have read this agreement in full and accept it.", required=False)


def _reading(window: Window) -> str:
    return ": downloading is allowed" if allows_downloads(window) else ": viewing only"
