"""Names of people, offices and organizations, in one form and without look-alike or invisible characters.

Permissions depend on ids, never on names. But people read names when they sign, so two different names must
not look the same.
"""

from __future__ import annotations

import re
import unicodedata

from designation.content.markings import above_the_ceiling
from workflow.guards import Pass, Refusal, Verdict

INVISIBLE = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
LINK = re.compile(r"://|\bwww\.|\w\.[a-z]{2,}/", re.IGNORECASE)
"""What mail programs turn into a link: our mail names people, and a name must not lead anywhere."""
JOINERS = frozenset("\u200c\u200d")
"""Zero-width joiners and non-joiners, which Persian, Sinhala and other scripts need between two of their letters."""
UNSEEN = frozenset(
    map(
        chr,
        (
            *(0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0),
            *range(0x180B, 0x1810),
            *range(0xFE00, 0xFE10),
            *range(0xE0100, 0xE01F0),
        ),
    )
)
"""Invisible Unicode marks and letters (DerivedCoreProperties: Default_Ignorable_Code_Point)."""
JOINING_SCRIPTS = frozenset(
    {
        "ARABIC", "SYRIAC", "MONGOLIAN", "DEVANAGARI", "BENGALI", "GURMUKHI", "GUJARATI", "ORIYA", "TAMIL", "TELUGU",
        "KANNADA", "MALAYALAM", "SINHALA", "MYANMAR", "KHMER",
    }
)  # fmt: skip
APOSTROPHES = frozenset("\u02bb\u02bc")
"""Letters that stand like an apostrophe in Hawaiian (Hawaiʻi) and in transliterated names (Qurʼan)."""
LOOK_ALIKES = frozenset({"LATIN", "CYRILLIC", "GREEK", "COPTIC", "ARMENIAN", "CHEROKEE", "LISU", "DESERET"})


def plain_name(text: str) -> str:
    """Return a name in the form that is stored: NFKC, stripped, with single spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def readable_name(text: str, about: str = "name") -> Verdict:
    """A name must have visible letters, and its letters must not mix alphabets that look alike."""
    if marked := tuple(above_the_ceiling(text, about)):
        return marked[0]
    if not any(letter.isalnum() for letter in text):
        return Refusal("name_missing", "Give a name.", about)
    if any(_is_unseen(text, place) for place in range(len(text))):
        return Refusal(
            "name_invisible", "The name holds characters that cannot be seen. Type it anew.", about
        )
    if LINK.search(text):
        return Refusal("name_is_a_link", "The name holds a web address. Enter the name alone.", about)
    if len(_scripts(text) & LOOK_ALIKES) > 1:
        return Refusal(
            "name_mixed", "The name mixes alphabets whose letters look alike. Type it in one alphabet.", about
        )
    return Pass()


def _is_unseen(text: str, place: int) -> bool:
    """Return whether a character cannot be seen. A joiner between two letters of a script that needs it may stand."""
    letter = text[place]
    if letter in JOINERS:
        around = [*text[max(0, place - 1) : place], *text[place + 1 : place + 2]]
        return len(around) < 2 or not all(_joins(one) for one in around)
    return unicodedata.category(letter) in INVISIBLE or letter in UNSEEN


def _joins(letter: str) -> bool:
    """Return whether a letter belongs to a script that uses joiners: Arabic, or one of India and Sri Lanka."""
    script = unicodedata.name(letter, "?").split()[0]
    return unicodedata.category(letter)[0] in "LM" and script in JOINING_SCRIPTS


def latin_name(text: str, about: str = "name") -> Verdict:
    """The name of an office or organization must be in Latin letters, so that no two names look the same."""
    verdict = readable_name(text, about)
    if isinstance(verdict, Pass) and not _scripts(text) <= {"LATIN"}:
        return Refusal("name_not_latin", "Write this name in Latin letters.", about)
    return verdict


def plain_address(address: str) -> Verdict:
    """An email address must be in ASCII letters, so that no two addresses look the same."""
    if address.isascii():
        return Pass()
    return Refusal("address_not_plain", "Use an address in plain letters (a to z).", about="email")


def mailbox(address: str) -> str:
    """Return the mailbox behind an email address. A label after a plus sign does not change the mailbox."""
    local, _, domain = address.rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


def _scripts(text: str) -> set[str]:
    letters = (letter for letter in text if letter.isalpha() and letter not in APOSTROPHES)
    return {unicodedata.name(letter, "?").split()[0] for letter in letters}
