"""What a page showed: fingerprints in one hidden field, and values in the format that browsers send."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms

from designation.web.fields import AS_TYPED


def in_one_line(seen: Mapping[str, str]) -> str:
    """Return the fingerprints of answers in the format of the hidden field."""
    return " ".join(f"{name}:{known}" for name, known in seen.items())


def out_of_one_line(seen: str) -> dict[str, str]:
    """Return the fingerprints that a page's hidden field carried."""
    return dict(pair.split(":", 1) for pair in seen.split() if ":" in pair)


def as_typed(control: forms.Field, value: Any) -> list[str]:
    """Return an answer as the browser would send it."""
    if isinstance(value, datetime):
        return [control.prepare_value(value).strftime(AS_TYPED)]
    if isinstance(value, list):
        return [str(item) for item in value]
    return ["" if value is None else str(value)]
