"""How a cell of a file, or a field of a form, is read. Identifiers are text; mangled ones are errors."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from designation.content.markings import marking_in
from designation.content.names import INVISIBLE, UNSEEN, plain_name
from designation.directory.fields import (
    CATEGORY_WORDS,
    FIELD,
    IDENTIFIERS,
    IN_A_SECTOR,
    NEVER_EMPTY,
    SECTOR_WORDS,
    SINGLE,
    STATE_WORDS,
    Category,
    Sector,
    Size,
)

CLEAR = "(clear)"
"""What a cell says to remove the stored value. An empty cell never does."""
BLANK = "(blank)"
"""What some files write into an empty cell."""

_MANGLED = re.compile(
    r"[+-]?\d+(?:[.,]\d+)?[Ee][+-]?\d+|\d+\.0+|#(?:N/A|REF!|NAME\?|VALUE!|NUM!|DIV/0!|NULL!|#+)"
)
_FORM = {
    "uei": re.compile(r"[A-HJ-NP-Z1-9][A-HJ-NP-Z0-9]{11}"),
    "ccn": re.compile(r"[0-9]{2}[0-9A-Z][0-9]{3}"),
    "fdic": re.compile(r"[1-9][0-9]{0,5}"),
    "pwsid": re.compile(r"(?:[A-Z]{2}|0[1-9]|10)[0-9]{7}"),
}
_WRONG = {
    "uei": "A UEI has 12 letters and digits, and never the letters O and I.",
    "ccn": "A CCN has six characters. If a zero at the beginning is missing, a spreadsheet removed it.",
    "fdic": "An FDIC certificate number has one to six digits.",
    "pwsid": "A PWSID has two letters and seven digits.",
}
_DOMAIN = re.compile(r"(?=.{5,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+gov")
_ADDRESS = re.compile(r"[A-Za-z0-9._%+'&/=~-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_BETWEEN = re.compile(r"[\s,;]+")
MARKED = "This text carries the marking “{marking}”. Nothing above CUI may be stored here."
MANGLED = "A spreadsheet changed this value to {text}. Format the column as text and export it again."
_SIZES = {word: size.value for size in Size for word in (size.value, size.label.casefold())}
_ELECTION = " - election"


@dataclass
class Read:
    """The values of one organization as they are stored, what is to be cleared, and problems by field."""

    values: dict[str, str] = field(default_factory=dict)
    lists: dict[str, list[str]] = field(default_factory=lambda: {"domains": [], "contacts": []})
    cleared: list[str] = field(default_factory=list)
    problems: dict[str, str] = field(default_factory=dict)


def read(cells: Mapping[str, str]) -> Read:
    """Read the cells of one organization, by field. Fields that are missing are empty."""
    found = Read(values=dict.fromkeys(SINGLE, ""))
    marked = marking_in("\n".join(cells.values()))
    for name, cell in cells.items():
        text = cell.strip()
        if not text or text == BLANK:
            continue
        if not (text.isascii() and text.isprintable() and "  " not in text):
            text = plain_name(text.replace("\0", ""))
        if text[0] == "(" and text.lower() in (BLANK, CLEAR):
            if text.lower() == CLEAR:
                _clear(found, name)
        elif marked and (marking := marking_in(text)):
            found.problems[name] = MARKED.format(marking=marking)
        elif _is_mangled(text) and name not in ("name", "suborganization"):
            found.problems[name] = MANGLED.format(text=text)
        elif text:
            _READ.get(name, _read_text)(found, name, text)
    _require(found)
    return found


def _clear(found: Read, name: str) -> None:
    if name in NEVER_EMPTY:
        found.problems[name] = f"{FIELD[name].label} cannot be cleared."
    else:
        found.cleared.append(name)


def _is_mangled(text: str) -> bool:
    return (text[0] in "+-#" or text[0].isdigit()) and _MANGLED.fullmatch(text) is not None


def _read_text(found: Read, name: str, text: str) -> None:
    limit = FIELD[name].longest
    if len(text) > limit:
        found.problems[name] = f"{FIELD[name].label} has more than {limit} characters."
    elif not text.isprintable() or (not text.isascii() and any(_unseen(letter) for letter in text)):
        found.problems[name] = f"{FIELD[name].label} holds characters that cannot be seen. Type it again."
    elif not any(letter.isalnum() for letter in text):
        found.problems[name] = f"{FIELD[name].label} has no letters."
    else:
        found.values[name] = text


def _unseen(letter: str) -> bool:
    return letter in UNSEEN or unicodedata.category(letter) in INVISIBLE


def _read_identifier(found: Read, name: str, text: str) -> None:
    written = text.upper().replace(" ", "").replace("-", "")
    if _FORM[name].fullmatch(written):
        found.values[name] = written
    else:
        found.problems[name] = _WRONG[name]


def _read_list(found: Read, name: str, text: str) -> None:
    parts = list(dict.fromkeys(part for part in _BETWEEN.split(text.lower()) if part))
    form = _DOMAIN if name == "domains" else _ADDRESS
    wrong = next((part for part in parts if not form.fullmatch(part)), "")
    if wrong:
        what = "a .gov domain" if name == "domains" else "an email address"
        found.problems[name] = f"“{wrong[:80]}” is not {what}."
    else:
        found.lists[name] = parts


def _read_category(found: Read, name: str, text: str) -> None:
    word = text.casefold()
    known = CATEGORY_WORDS.get(word) or CATEGORY_WORDS.get(word.removesuffix(_ELECTION))
    if known is None:
        found.problems["category"] = f"There is no category “{text[:80]}”."
        return
    found.values["category"] = str(known[0])
    if known[1] and not found.values["sector"]:
        found.values["sector"] = str(known[1])


def _read_word(found: Read, name: str, text: str) -> None:
    """Read a state or a sector."""
    known = STATE_WORDS if name == "state" else SECTOR_WORDS
    if (value := known.get(text.casefold())) is None:
        found.problems[name] = f"There is no {name} “{text[:80]}”."
    else:
        found.values[name] = value


def _read_size(found: Read, name: str, text: str) -> None:
    word = text.casefold()
    number = word.replace(",", "")
    if word in _SIZES:
        found.values["size"] = _SIZES[word]
    elif number.isdecimal() and len(number) < 9:
        people = int(number)
        found.values["size"] = str(
            Size.SMALL if people < 100 else Size.MEDIUM if people < 1000 else Size.LARGE
        )
    else:
        found.problems["size"] = (
            f"“{text[:80]}” is not a size. Write small, medium, large, or a number of people."
        )


def _require(found: Read) -> None:
    """Add the problems of required fields, and of a sector that does not fit the category."""
    values, category = found.values, found.values["category"]
    for name in NEVER_EMPTY:
        if not values[name] and name not in found.problems:
            found.problems[name] = f"{FIELD[name].label} is missing."
    if category == Category.LOCAL_UTILITY and not values["sector"] and values["pwsid"]:
        values["sector"] = str(Sector.WATER)
    if category in IN_A_SECTOR and not values["sector"] and "sector" not in found.problems:
        found.problems["sector"] = "Critical infrastructure needs a sector."
    if category and category not in IN_A_SECTOR and values["sector"]:
        found.problems["sector"] = "Only critical infrastructure has a sector."


_READ = {
    **dict.fromkeys(IDENTIFIERS, _read_identifier),
    **dict.fromkeys(("domains", "contacts"), _read_list),
    **dict.fromkeys(("state", "sector"), _read_word),
    "category": _read_category,
    "size": _read_size,
}
