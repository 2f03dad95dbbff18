"""Find classification markings in text, and refuse text that is marked above the ceiling.

The recognized forms follow Executive Order 13526 and 32 CFR 2001: banner lines (`SECRET//NOFORN`, `TOP
SECRET`, `CONFIDENTIAL//REL TO USA, FVEY` alone on a line) and portion marks (`(TS)`, `(S//NF)`, `(C)`). `(U)`
and `(CUI)` are within the ceiling. Ordinary prose ("a secret key") does not match, because a banner is in
capitals and alone on its line.

Documents (`document_marking`) are another matter than what somebody types, because papers are full of "(C)". There:

- A banner alone on its line counts, also as a heading, in bold or in a quotation. So does a banner with a control
  marking anywhere (`SECRET//NOFORN`), and a portion mark with a known control marking anywhere (`(S//NF)`).
- A portion mark without one, `(TS)`, `(S)` or `(C)`, counts only at the start of a portion, before a capital letter or
  a number, and only if the document has two portions or more that are marked, counting `(U)` and `(CUI)`.
- A portion starts with a line after an empty line, after a line that ends a sentence or is short, or behind a bullet or
  a number. `(C)` before a year or "Copyright", `(S) = …`, `(C): …` and lists whose previous letter stands before,
  such as `(A) … (B) … (C)`, are no portion marks.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from designation.roles import Side
from workflow.errors import Refused
from workflow.guards import Pass, Refusal, StepContext, Verdict

_CONTROL = r"(?://[A-Z0-9][A-Z0-9 ,/\-]{0,200})?"
BANNER = re.compile(
    rf"^[ \t]*(?:TOP SECRET|SECRET|CONFIDENTIAL|TS|COSMIC TOP SECRET){_CONTROL}[ \t]*$", re.MULTILINE
)
CONTROLLED = re.compile(r"\b(?:TOP SECRET|SECRET|CONFIDENTIAL)//[A-Z]")
PORTION = re.compile(r"\((TS|S|C)(//[A-Z0-9][A-Z0-9 ,/\-]{0,200})?\)")
LONE = "CONFIDENTIAL"
"""A banner that companies write as a legend of their own."""
OWN_LEGEND = "own_confidential"
"""The legend by which an application states that a line with CONFIDENTIAL alone is no classification marking."""
_NUMBER = r"(?:\d{1,3}(?:\.\d{1,3}){0,4}|[A-Za-z]|[ivxIVX]{1,5})"
_BEFORE_A_PORTION = re.compile(
    rf"(?:^|[.!?:;][\"”’')]?\s)[\s#>*_+|•·▪–—\"“‘'-]*(?:(?:[(\[]{_NUMBER}[)\]]|{_NUMBER}[.)])\s*)*[\"“‘'*_]*$"
)
_COPYRIGHT = re.compile(r"\s*(?:©\s*)?(?:(?:19|20)\d\d\b|Copyright\b)")


def marking_in(text: str, *, own_legend: bool = False) -> str:
    """Return the first marking above the ceiling in a typed text, or an empty string if it has none.

    A portion mark without a control marking counts only at the start of a portion: of a line, or of a sentence. With
    `own_legend`, a line with CONFIDENTIAL alone is the author's own legend.
    """
    for found in BANNER.finditer(text):
        if not (own_legend and found.group().strip() == LONE):
            return found.group().strip()
    if controlled := CONTROLLED.search(text):
        return controlled.group().strip()
    return next((found.group() for found in PORTION.finditer(text) if _marks_a_portion(text, found)), "")


def _marks_a_portion(text: str, found: re.Match[str]) -> bool:
    if found.group(2) or found.group(1) == "TS":  # no ordinary text has these
        return True
    if text[found.start() - 1 : found.start()].isalnum():
        return False
    line = text[text.rfind("\n", 0, found.start()) + 1 : found.start()]
    is_copyright = found.group(1) == "C" and _COPYRIGHT.match(text, found.end()) is not None
    return not is_copyright and _BEFORE_A_PORTION.search(line[-_LINE_READ:]) is not None


_LINE_READ = 200


EXPLANATION = (
    "This text carries the marking “{marking}”. This system holds nothing above CUI, so the text was not stored. "
    "Do not try again with the marking removed: tell your security officer, and refer to the material by an opaque "
    "reference held in an approved system."
)


LEGEND_FIRST = (
    "One line contains only “CONFIDENTIAL”, which is a classification marking. If the text is classified, do not "
    "enter it here, and tell your security officer. If this is your organization's own legend, select that in the "
    "application under Legends, and then save this text again."
)


def above_the_ceiling(value: Any, about: str = "", *, own_legend: bool = False) -> Iterator[Refusal]:
    """Yield a refusal for every text in a JSON value that carries a marking above the ceiling.

    Each refusal is about the innermost key that contains the text, or about `about` if there is no key.
    """
    if isinstance(value, str) and (marking := marking_in(value, own_legend=own_legend)):
        reason = LEGEND_FIRST if marking == LONE else EXPLANATION.format(marking=marking)
        yield Refusal("above_the_ceiling", reason, about)
    elif isinstance(value, Mapping):
        for name, item in value.items():
            yield from above_the_ceiling(item, str(name), own_legend=own_legend)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from above_the_ceiling(item, about, own_legend=own_legend)


def nothing_above_the_ceiling(subject: Any, context: StepContext) -> Verdict:
    """Text must not carry a marking above the system's authorized level."""
    return tuple(above_the_ceiling(context.inputs, own_legend=_has_own_legend(subject, context))) or Pass()


def without_marked(
    subject: Any, context: StepContext, typed: Mapping[str, Any]
) -> tuple[dict[str, Any], tuple[Refusal, ...]]:
    """Return what can be saved of the fields of a draft, and a refusal for each field that carries a marking.

    Raises: Refused, if every field does.
    """
    own_legend = _has_own_legend(subject, context)
    refused = {
        name: found
        for name, value in typed.items()
        if (found := tuple(above_the_ceiling(value, name, own_legend=own_legend)))
    }
    reasons = tuple(refusal for found in refused.values() for refusal in found)
    if refused and len(refused) == len(typed):
        raise Refused(reasons)
    return {name: value for name, value in typed.items() if name not in refused}, reasons


def _has_own_legend(subject: Any, context: StepContext) -> bool:
    """Return whether a developer writes under an application that claims CONFIDENTIAL as its own legend."""
    if not any(held.side == Side.DEVELOPER for held in context.held_roles):
        return False
    claimed = context.inputs.get("legends")
    while subject is not None and claimed is None:
        answers = getattr(subject, "answers", None)
        claimed = answers.get("legends") if isinstance(answers, Mapping) else None
        subject = getattr(subject, "parent", None)
    return OWN_LEGEND in (claimed or ())


@dataclass(frozen=True)
class Found:
    """A marking in a document: what form it has and where it is. The marking itself is left out on purpose."""

    form: str
    page: int


_LEVEL = r"(?:TOP SECRET|SECRET|CONFIDENTIAL)"
_KNOWN = (
    "NF|NOFORN|REL|RELIDO|SI|TK|HCS|FGI|ORCON|OC|IMC|IMCON|RD|FRD|CNWDI|SAR|PR|PROPIN|FISA|DSEN|NC2|ATOMAL"
)
_SPACED_CONTROL = re.compile(rf"\b{_LEVEL} ?// ?[A-Z]")
_KNOWN_PORTION = re.compile(rf"\((?:TS|S|C) ?// ?(?:{_KNOWN})\b")
_AROUND_BANNER = re.compile(r"^[\s#>*_|]+|[\s#*_|]+$")
_BULLET = re.compile(r"^[\s#>*_+|•·▪–—-]*(?:(?:\d{1,3}(?:\.\d{1,3}){0,4}|[a-z])[.)]\s+)?[*_]*")
_MARKED_PORTION = re.compile(
    r"\((TS|S|C|U|CUI)\)[*_]*\s+[\"“‘'(\[*_]*(?!(?:19|20)\d\d\b|Copyright\b)[A-Z0-9]"
)
_LISTED_BEFORE = {"C": "(B)", "S": "(R)"}
_LOOKS_BACK = 2_000
_LONGEST_BANNER = 300
_SHORT = 0.75
_ENDS_A_PORTION = (".", "?", "!", ":", ";", ".)", ".”", '."')
BANNER_LINE, CONTROL, PORTIONS = "A banner line", "A marking with controls", "Portion marks"


def document_marking(pages: Iterable[str]) -> Found | None:
    """Return the first marking above the ceiling in a document's pages (the module's rule), or None.

    Pages are read one after the other, and none after the marking that decides.
    """
    portions: list[tuple[str, int]] = []
    before, last_line = "", ""
    for number, page in enumerate(pages, 1):
        lines = [" ".join(line.split()) for line in _plain(page).split("\n")]
        lengths = sorted(len(line) for line in lines)
        full = lengths[len(lengths) * 4 // 5]
        for line in lines:
            if form := _decides(line):
                return Found(form, number)
            bullet = _BULLET.match(line)
            start = bullet.end() if bullet else 0
            mark = _MARKED_PORTION.match(line, start)
            begins = start > 0 or len(last_line) < _SHORT * full or last_line.endswith(_ENDS_A_PORTION)
            if mark and begins and not _is_listed(mark.group(1), before):
                portions.append((mark.group(1), number))
            before = f"{before} {line}"[-_LOOKS_BACK:]
            last_line = line
    classified = [page for level, page in portions if level in ("TS", "S", "C")]
    return Found(PORTIONS, classified[0]) if classified and len(portions) > 1 else None


def _decides(line: str) -> str:
    """Return the form of a marking that counts by itself, or an empty text."""
    bare = _AROUND_BANNER.sub("", line[:_LONGEST_BANNER])
    if len(line) <= _LONGEST_BANNER and BANNER.fullmatch(bare):
        return BANNER_LINE
    return CONTROL if _SPACED_CONTROL.search(line) or _KNOWN_PORTION.search(line) else ""


def _is_listed(level: str, before: str) -> bool:
    """Return whether a letter in parentheses belongs to a list of letters."""
    return level in _LISTED_BEFORE and _LISTED_BEFORE[level] in before


def _plain(text: str) -> str:
    """Return text with ordinary letters and line ends, and without what cannot be seen."""
    text = unicodedata.normalize("NFKC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n"))
    return "".join(one for one in text if one in "\n\t" or unicodedata.category(one) not in ("Cc", "Cf"))
