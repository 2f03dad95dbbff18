"""Text of documents as it is shown: nothing in it is acted on, and what cannot be seen is spelled out or left out.

Control characters, such as those of terminals and those that turn the direction of writing, are spelled out, so that
they change nothing and nobody is deceived by them.
"""

import re
import unicodedata

SPELLED_OUT = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2060-\u206f\ufff9-\ufffb]"
)
LEFT_OUT = re.compile(r"[\u00ad\u200b-\u200d\ufe00-\ufe0f\ufeff]")
SPACES = re.compile(r"[\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")
BYTE_ORDER_MARK = "\ufeff"


def clean(text: str) -> str:
    """Return text in normal form with line feeds alone between lines, and without anything invisible."""
    text = unicodedata.normalize("NFC", text.removeprefix(BYTE_ORDER_MARK))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return SPELLED_OUT.sub(_code, SPACES.sub(" ", LEFT_OUT.sub("", text)))


def writing_of(letter: str) -> str:
    """Return what kind of writing a letter belongs to, such as "Arabic letters", for people."""
    category = unicodedata.category(letter)
    if category[0] not in "L":
        return "accents" if category[0] == "M" else "symbols"
    script = unicodedata.name(letter, "other").partition(" ")[0]
    return f"{'CJK' if script == 'CJK' else script.capitalize()} letters"


def _code(found: re.Match[str]) -> str:
    return f"[U+{ord(found.group()):04X}]"
