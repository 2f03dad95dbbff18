"""How names are compared, by their words without accents and punctuation (`content/folding.py`).

Three keys come of a name. `identity` tells organizations apart: name, suborganization, city and state, in lower case.
`near` holds the words of the name in alphabetical order, without small words, so that it is the same for "City of
Monroe" and "Monroe, City". `initials` holds the first letters, so that it is the same if a word is misspelled or the
name is abbreviated. The last two only lead to likely duplicates, about which a person decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from designation.content.folding import words
from designation.directory.states import STATES

SMALL = frozenset({"of", "the", "and", "for", "a", "in", "at"})
LONGEST_ABBREVIATION = 6

__all__ = ["SMALL", "Keys", "keys_of", "typos_allowed", "within", "words"]


class Keys(NamedTuple):
    """What a name is compared by, and the words by which it is found, in one text."""

    identity: str
    near: str
    initials: str
    text: str


def keys_of(values: Mapping[str, str]) -> Keys:
    """Return the keys of an organization with these values."""
    name, part, city = words(values["name"]), words(values["suborganization"]), words(values["city"])
    state = values["state"]
    place = f"{' '.join(city)}|{state.lower()}"
    whole = [word for word in (*name, *part) if word not in SMALL] or [*name, *part]
    state_words = words(STATES.get(state, ""))
    same = [values[one].casefold().replace("|", "/") for one in ("name", "suborganization", "city", "state")]
    return Keys(
        identity="|".join(same),
        near=f"{' '.join(sorted(set(whole)))}|{state.lower()}",
        initials=f"{_initials(values['name'], whole)}|{place}",
        text=" ".join(dict.fromkeys((*name, *part, *city, state.lower(), *state_words))).strip(),
    )


def _initials(name: str, whole: list[str]) -> str:
    """Return the first letters of the words. Numbers count whole, and an abbreviation counts letter by letter."""
    if len(whole) == 1 and name.isupper() and len(whole[0]) <= LONGEST_ABBREVIATION:
        return whole[0]
    return "".join(word if word[0].isdigit() else word[0] for word in whole)


def within(one: str, other: str, most: int) -> int | None:
    """Return how many letters differ between two words, or None if it is more than `most`.

    Two letters that changed places count once.
    """
    if one == other:
        return 0
    if abs(len(one) - len(other)) > most:
        return None
    while one and other and one[0] == other[0]:
        one, other = one[1:], other[1:]
    while one and other and one[-1] == other[-1]:
        one, other = one[:-1], other[:-1]
    if most == 1:
        swapped = len(one) == 2 and one == other[::-1]
        return 1 if swapped or max(len(one), len(other)) == 1 else None
    letters = _distance(one, other)
    return letters if letters <= most else None


def _distance(one: str, other: str) -> int:
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        after = [i] + [0] * len(other)
        for j, theirs in enumerate(other, 1):
            cost = min(row[j] + 1, after[j - 1] + 1, row[j - 1] + (letter != theirs))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == theirs:
                cost = min(cost, before[j - 2] + 1)
            after[j] = cost
        before, row = row, after
    return row[-1]


def typos_allowed(word: str) -> int:
    """Return how many letters of a word may be wrong: none in a short word or a number, two in a long word."""
    if len(word) < 4 or any(letter.isdigit() for letter in word):
        return 0
    return 1 if len(word) < 8 else 2
