"""The text of a page in paragraphs, for people who listen to it."""

from __future__ import annotations

from designation.artifacts.kinds import TEXT_KINDS
from designation.vault.rendering.letters import clean

SHORT_LINE = 0.75
"""A line that is shorter than this part of a full line ends its paragraph: headings, rows of tables, last lines."""
HYPHENS = ("\x02", "\ufffe")
"""What pdfium writes for a hyphen at the end of a line, where a word goes on."""


def paragraphs(text: str, kind: str) -> list[str]:
    """Return the paragraphs of a page. Lines are kept in files of text; in a PDF they are joined."""
    if kind in TEXT_KINDS:
        return [one.strip("\n") for one in text.split("\n\n") if one.strip()]
    for hyphen in HYPHENS:
        text = text.replace(f"{hyphen}\r\n", "").replace(f"{hyphen}\n", "").replace(hyphen, "")
    lines = [" ".join(line.split()) for line in clean(text).split("\n")]
    lengths = sorted(len(line) for line in lines)
    full = lengths[len(lengths) * 4 // 5]  # few lines of a page are longer
    found = [""]
    for line in lines:
        if not line:
            found.append("")
            continue
        found[-1] = f"{found[-1]} {line}".strip()
        if len(line) < SHORT_LINE * full:
            found.append("")
    return [one for one in found if one]
