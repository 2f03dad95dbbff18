"""Find classification markings in text, and refuse text that is marked above the ceiling.

The recognized forms follow Executive Order 13526 and 32 CFR 2001: banner lines (`SECRET//NOFORN`, `TOP
SECRET`, `CONFIDENTIAL//REL TO USA, FVEY` alone on a line) and portion marks (`(TS)`, `(S//NF)`, `(C)`). `(U)`
and `(CUI)` are within the ceiling. Ordinary prose ("a secret key") does not match, because a banner is in
capitals and alone on its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from workflow.guards import Pass, Refusal, StepContext, Verdict

_CONTROL = r"(?://[A-Z0-9][A-Z0-9 ,/\-]*)*"
BANNER = re.compile(
    rf"^[ \t]*(?:TOP SECRET|SECRET|CONFIDENTIAL|TS|COSMIC TOP SECRET){_CONTROL}[ \t]*$", re.MULTILINE
)
CONTROLLED = re.compile(r"\b(?:TOP SECRET|SECRET|CONFIDENTIAL)//[A-Z]")
PORTION = re.compile(r"\((?:TS|S|C)(?://[A-Z0-9][A-Z0-9 ,/\-]*)?\)")


def marking_in(text: str) -> str:
    """Return the first marking above the ceiling in `text`, or "" if there is none."""
    for pattern in (BANNER, CONTROLLED, PORTION):
        found = pattern.search(text)
        if found:
            return found.group().strip()
    return ""


EXPLANATION = (
    "This text carries the marking “{marking}”. This system holds nothing above CUI, so the text was not stored. "
    "Do not try again with the marking removed: tell your security officer, and refer to the material by an opaque "
    "reference held in an approved system."
)


def above_the_ceiling(value: Any, about: str = "") -> Iterator[Refusal]:
    """Yield a refusal for every text in a JSON value that carries a marking above the ceiling.

    Each refusal is about the innermost key that contains the text, or about `about` if there is no key.
    """
    if isinstance(value, str) and (marking := marking_in(value)):
        yield Refusal("above_the_ceiling", EXPLANATION.format(marking=marking), about)
    elif isinstance(value, Mapping):
        for name, item in value.items():
            yield from above_the_ceiling(item, str(name))
    elif isinstance(value, list | tuple):
        for item in value:
            yield from above_the_ceiling(item, about)


def nothing_above_the_ceiling(_subject: Any, context: StepContext) -> Verdict:
    """Text must not carry a marking above the system's authorized level."""
    return tuple(above_the_ceiling(context.inputs)) or Pass()
