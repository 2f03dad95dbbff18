"""How the steps of a grant ask for their inputs. Terms have a form of their own."""

from __future__ import annotations

from typing import Any

from django import forms


def _conditions(_reader: Any, _grant: Any) -> forms.Field:
    return forms.BooleanField(
        label="I have read the terms of this window and accept them, including nondisclosure."
    )


FIELDS = {"conditions": _conditions}
