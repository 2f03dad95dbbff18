"""Form fields for the inputs of steps of artifacts and of what follows a window."""

from __future__ import annotations

from typing import Any

from django import forms


def _no_copies(_reader: Any, _attestation: Any) -> forms.Field:
    return forms.BooleanField(
        label="I keep no copy, note or credential of anything that was shared in this window."
    )


def _remarks(_reader: Any, _attestation: Any) -> forms.Field:
    return forms.CharField(
        label="Remarks",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For example, which copies you destroyed, and how.",
    )


FIELDS = {"no_copies": _no_copies, "remarks": _remarks}
