"""The forms for uploading and sharing an artifact."""

from __future__ import annotations

from typing import Any

from django import forms

from designation.artifacts.models import Artifact
from designation.artifacts.models.artifact import LEGENDS
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
        help_text="PDF, PNG, JPEG, Markdown, CSV, JSON and plain text files are shown page by page. At most 2 GB. The "
        "file is encrypted as it arrives. Where the terms of a window allow the text view, evaluators can copy the "
        "text of its pages.",
    )


class ShareForm(forms.Form):
    """The window in which an artifact is shared."""

    window = forms.ChoiceField(label="Access window")

    def __init__(self, artifact: Artifact, windows: list[Window], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.windows = {str(window.number): window for window in windows}
        self.fields["window"].choices = [
            (str(window.number), f"Window {window.number} ({window.get_state_display().lower()})")
            for window in windows
        ]
        self.artifact = artifact
