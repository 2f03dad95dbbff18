"""Form fields for the inputs of a grant's steps. The terms have their own form."""

from __future__ import annotations

from typing import Any

from django import forms


def _conditions(_reader: Any, _grant: Any) -> forms.Field:
    return forms.BooleanField(
        label="I have read the terms of this window and accept them, including nondisclosure."
    )


FIELDS = {"conditions": _conditions}
