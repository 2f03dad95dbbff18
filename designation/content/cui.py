"""Banner markings for Controlled Unclassified Information, in the form of 32 CFR 2002.20(b).

A banner is the control marking, the categories and the limited dissemination controls, separated by two slashes:
`CUI//SP-PROPIN/PRVCY//FED ONLY/NOFORN`. Categories of CUI Specified have the prefix `SP-` and come first. Within each
part, one slash separates, and the order is that of the alphabet. Everything after the control marking is optional.

Categories are checked by their form, not against the CUI Registry, which changes.
"""

from __future__ import annotations

import re

LONGEST = 100
"""The most characters of a banner. The legends of a request follow it in the line that is burned into each page."""
EXAMPLE = "CUI//SP-PROPIN//NOFORN"
CONTROL_MARKINGS = ("CUI", "CONTROLLED")
CONTROLS = (
    "ATTORNEY-CLIENT",
    "ATTORNEY-WP",
    "DELIBERATIVE",
    "DL ONLY",
    "FED ONLY",
    "FEDCON",
    "NOCON",
    "NOFORN",
    "RELIDO",
)
"""The limited dissemination controls that name no countries."""
_LIST = r"[A-Z]{3,4}(?:, ?[A-Z]{3,4})*"
_TO_COUNTRIES = re.compile(rf"(?:REL TO USA(?:, ?{_LIST})|DISPLAY ONLY {_LIST})")
_CATEGORY = re.compile(r"(?:SP-)?[A-Z][A-Z0-9]{1,11}")
_CLASSIFIED = frozenset({"TOP", "SECRET", "CONFIDENTIAL", "TS", "SI", "TK", "HCS", "SAR", "NF", "RD", "FRD"})
_FOREIGN = ("REL TO", "DISPLAY ONLY", "RELIDO")


class NotABanner(ValueError):
    """A text is no CUI banner. The message is a sentence for the person who typed it."""


def banner(text: str) -> str:
    """Return a CUI banner in its regular form: in capitals, each part in order. Raises: NotABanner."""
    typed = " ".join(text.upper().split())
    if len(typed) > LONGEST:
        raise NotABanner(f"Shorten the marking to {LONGEST} characters.")
    marking, *parts = (part.strip() for part in typed.split("//"))
    if marking not in CONTROL_MARKINGS:
        raise NotABanner(f"Begin with CUI or CONTROLLED, for example {EXAMPLE}.")
    if len(parts) > 2 or not all(parts):
        raise NotABanner(f"Write the categories, then the dissemination controls, for example {EXAMPLE}.")
    named = [_items(part) for part in parts]
    controls = named.pop() if len(named) == 2 or (named and _is_control(named[0][0])) else []
    categories = named[0] if named else []
    for one in categories:
        if not _CATEGORY.fullmatch(one) or one.removeprefix("SP-") in _CLASSIFIED | set(CONTROLS):
            raise NotABanner(
                f"“{one}” is not a category marking. Use one from the CUI Registry, such as PROPIN."
            )
    for one in controls:
        if not _is_control(one):
            known = ", ".join(CONTROLS)
            raise NotABanner(
                f"“{one}” is not a dissemination control. Use {known}, REL TO USA, … or DISPLAY ONLY …"
            )
    if "NOFORN" in controls and any(one.startswith(_FOREIGN) for one in controls):
        raise NotABanner("NOFORN excludes REL TO, RELIDO and DISPLAY ONLY. Use one or the other.")
    categories.sort(key=lambda one: (not one.startswith("SP-"), one))
    return "//".join(filter(None, [marking, "/".join(categories), "/".join(sorted(controls))]))


def _items(part: str) -> list[str]:
    """Return the items of a part, each once. Raises: NotABanner, if one is empty."""
    items = [item.strip() for item in part.split("/")]
    if not all(items):
        raise NotABanner(f"Separate items with one slash and parts with two, for example {EXAMPLE}.")
    return list(dict.fromkeys(items))


def _is_control(item: str) -> bool:
    return item in CONTROLS or _TO_COUNTRIES.fullmatch(item) is not None
