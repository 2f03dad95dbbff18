"""Form fields for the inputs of the steps of windows and grants. The terms have their own form."""

from __future__ import annotations

from typing import Any

from django import forms

from designation.content import cui
from designation.requests.matter import DEFAULT_MARKING


def _conditions(_reader: Any, _grant: Any) -> forms.Field:
    return forms.BooleanField(
        label="I have read the terms of this window and accept them, including nondisclosure."
    )


def _marking(_reader: Any, window: Any) -> forms.Field:
    return forms.CharField(
        label="CUI marking",
        max_length=cui.LONGEST,
        initial=window.cui_marking or DEFAULT_MARKING,
        help_text="The banner as 32 CFR 2002 has it: control marking, categories, dissemination controls. For "
        f"example, {cui.EXAMPLE}.",
    )


FIELDS = {"conditions": _conditions, "marking": _marking}
