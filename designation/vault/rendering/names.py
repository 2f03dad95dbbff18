"""Text that goes into a mark: without controls, in letters that our font has, wrapped and shortened."""

import unicodedata
from collections.abc import Callable

ELLIPSIS = "…"
NAME_IN_OTHER_LETTERS = "(name in other letters)"
IN_FONT = (
    (0x20, 0x7E),
    (0xA0, 0x24F),
    (0x259, 0x259),
    (0x2BB, 0x2BC),
    (0x370, 0x3FF),
    (0x400, 0x45F),
    (0x490, 0x491),
    (0x1E00, 0x1EF9),
    (0x2010, 0x2027),
    (0x2030, 0x203A),
    (0x20AC, 0x20AC),
    (0x2116, 0x2116),
    (0x2122, 0x2122),
)
"""The code points with which the font beside this module was made: Latin, Greek, Cyrillic and punctuation."""


def drawable(text: str) -> str:
    """Return the text with what our font can draw; other characters become their base letter, or a question mark.

    Controls, such as those that reverse the direction of writing, are dropped. White space becomes single spaces.
    """
    spaced = " ".join(text.split())
    letters = "".join(_in_our_letters(each) for each in unicodedata.normalize("NFC", spaced))
    return " ".join(letters.split())


def name_or_note(name: str) -> str:
    """Return the name as `drawable` text, or a note if our font has too few of its letters to tell people apart."""
    shown = drawable(name)
    letters = [each for each in shown if each.isalnum() or each == "?"]
    unknown = letters.count("?")
    return shown if letters and unknown * 2 < len(letters) else NAME_IN_OTHER_LETTERS


def wrap(text: str, *, fits: Callable[[str], bool]) -> list[str]:
    """Return the text in lines of which each fits. Words that are too long are broken."""
    lines: list[str] = []
    for word in text.split():
        if lines and fits(f"{lines[-1]} {word}"):
            lines[-1] += f" {word}"
            continue
        while not fits(word) and len(word) > 1:
            cut = next((n for n in range(len(word) - 1, 1, -1) if fits(word[:n])), 1)
            lines.append(word[:cut])
            word = word[cut:]
        lines.append(word)
    return lines


def shorten(lines: list[str], *, most: int) -> list[str]:
    """Return at most so many lines; the last one ends in an ellipsis if others were left out."""
    if len(lines) <= most:
        return lines
    return [*lines[: most - 1], lines[most - 1][:-1].rstrip() + ELLIPSIS]


def _in_our_letters(letter: str) -> str:
    category = unicodedata.category(letter)
    if category in ("Zs", "Zl", "Zp"):
        return " "
    if category[0] in "CM":  # controls, and accents that belong to no letter of ours
        return ""
    if any(first <= ord(letter) <= last for first, last in IN_FONT):
        return letter
    base = unicodedata.normalize("NFKD", letter)
    known = [each for each in base if any(first <= ord(each) <= last for first, last in IN_FONT)]
    return "".join(known) if known else "?"
