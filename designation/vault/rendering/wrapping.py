"""Lines of a given width, made of words in several fonts."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from designation.vault.rendering.typeset import Piece, width_of

TOKENS = re.compile(r"\n|[^\S\n]+|\S+")


class Run(NamedTuple):
    """Text in one font. A line feed in it begins a new line."""

    font: str
    text: str


class Line(NamedTuple):
    """A line as it is drawn and as it is heard. `joint` stands between it and the line before."""

    pieces: tuple[Piece, ...]
    text: str
    joint: str


class _Filling:
    """The line that is being filled."""

    def __init__(self, size: float) -> None:
        self.size = size
        self.pieces: list[Piece] = []
        self.x = 0.0
        self.joint = ""

    def add(self, font: str, text: str) -> None:
        last = self.pieces[-1] if self.pieces else None
        if last is not None and last.font == font:
            self.pieces[-1] = last._replace(text=last.text + text)
        else:
            self.pieces.append(Piece(self.x, font, self.size, text))
        self.x += width_of(text, font) * self.size

    def done(self) -> Line:
        return Line(tuple(self.pieces), "".join(piece.text for piece in self.pieces), self.joint)


def wrap(runs: list[Run], width: float, size: float) -> list[Line]:
    """Return runs as lines of at most `width` points. Words that are too long are broken."""
    lines: list[Line] = []
    line = _Filling(size)

    def begin(joint: str) -> None:
        nonlocal line
        lines.append(line.done())
        line = _Filling(size)
        line.joint = joint

    for word in _words(runs):
        if word == [("", "\n")]:
            begin("\n")
            continue
        long = sum(width_of(text, font) for font, text in word) * size
        if line.pieces:
            space = width_of(" ", word[0][0]) * size
            if line.x + space + long <= width:
                line.add(word[0][0], " ")
            else:
                begin(" ")
        if line.x + long <= width:
            for font, text in word:
                line.add(font, text)
            continue
        for font, text in word:
            for letter in text:
                if line.pieces and line.x + width_of(letter, font) * size > width:
                    begin("")
                line.add(font, letter)
    lines.append(line.done())
    return lines


def _words(runs: list[Run]) -> Iterator[list[tuple[str, str]]]:
    """Yield words as their parts in one font each. White space between words is left out, but for line feeds."""
    word: list[tuple[str, str]] = []
    for font, text in runs:
        for part in TOKENS.findall(text):
            if not part.isspace():
                word.append((font, part))
                continue
            if word:
                yield word
                word = []
            if part == "\n":
                yield [("", "\n")]
    if word:
        yield word
