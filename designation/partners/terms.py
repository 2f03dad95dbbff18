"""The conditions of a selection, and the terms of early access that they become."""

from __future__ import annotations

import secrets
from typing import Any

from designation.policies.application import ACCESS_MODES, Field
from designation.windows.models import Window
from designation.windows.terms import BY_NAME, CLAUSE

CONDITIONS: tuple[Field, ...] = (
    Field("ends_at", "Early access ends", "It begins with the planned release to partners.", kind="instant"),
    Field("people", "Maximum number of evaluators", "Between 1 and 50.", kind="number"),
    Field("access_mode", "Access mode", kind="choice", choices=ACCESS_MODES),
    Field("permitted_uses", "Purposes", "What the partner may use early access for.", kind="paragraph"),
    CLAUSE["reading"],
    CLAUSE["text_view"],
)
STANDING: dict[str, str] = {
    "prohibited_uses": "Any use that the purposes do not name, and passing on what was read to anybody else.",
    "logs": "The developer, the government and the partner's administrator can see who opened each page, and when.",
    "retention": "Nothing is kept after early access ends. What was downloaded is deleted, and each person attests.",
    "nondisclosure": "What is read is confidential. It is discussed only among the named people, the developer and "
    "the government.",
}
"""The clauses that are the same for every partner."""


def of_selection(selection: Any) -> dict[str, Any]:
    """Return the terms of early access under a selection's conditions, as a version of terms stores them."""
    return {**STANDING, **selection.conditions, "names": BY_NAME}


def free_number(request: Any) -> int:
    """Return a number for an early access that no window of the request has, and that tells nothing about others."""
    taken = set(Window.objects.filter(request=request).values_list("number", flat=True))
    return secrets.choice([number for number in range(10_000, 32_000) if number not in taken])
