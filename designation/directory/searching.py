"""Finding organizations by words, although words are misspelled, have no accents, or are in another order.

There is no extension of PostgreSQL here. Every row has its words as a text search vector (`words`), and a vocabulary
lists all words: `DirectoryWord` those of the directory, `VocabularyOf` those of other rows, such as a roster's. A word
of a query that is not listed also means the listed words that are spelled like it: they share one of its keys
(`models/writing.py`), and differ by a letter or two. Words that only begin like it are taken as well.

How long this takes depends on how many words there are, not on how many organizations: at most `MOST` of those that
have all words are looked at, and the best of them come first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any, Protocol, TypeVar

from django.db.models import BooleanField, F, Func, Model, Q, QuerySet, Value

from designation.directory import folding
from designation.directory.fields import IDENTIFIERS
from designation.directory.models import DirectoryEntry, DirectoryIdentifier, DirectoryWord
from designation.directory.states import STATES

MOST = 400
"""So many organizations are looked at."""
LONGEST = 12
"""So many words of a query count."""
COMMON = 3
"""A word in fewer entries may be a misspelling there."""
SPELLINGS = 12
LOOKED_AT = 500
"""So many words are compared with a misspelled one."""
PASSED_OVER = frozenset({"gov", "www"})

M = TypeVar("M", bound=Model)
Meanings = list[dict[str, int]]
"""For each word of a query, the words that it may mean, with how many letters differ."""


def query_words(text: str) -> list[str]:
    """Return the words of a query, each once."""
    found = dict.fromkeys(word for word in folding.words(text[:400]) if word not in PASSED_OVER)
    return list(found)[:LONGEST]


class Vocabulary(Protocol):
    """The words of the rows that are searched, each with the number of rows that have it."""

    def listed(self, words: Sequence[str]) -> dict[str, int]:
        """Return those of these words that are listed, with their numbers."""

    def near(self, keys: list[str], least: int) -> Iterable[str]:
        """Return words in so many rows that share a key with a misspelled one, the most frequent first."""

    def beginning(self, word: str, least: int) -> Iterable[str]:
        """Return some words in so many rows that begin like a word, the most frequent first."""


class _DirectoryVocabulary:
    """The words of all organizations of the directory, which are kept in a table."""

    def listed(self, words: Sequence[str]) -> dict[str, int]:
        return dict(DirectoryWord.objects.filter(word__in=words, n__gt=0).values_list("word", "n"))

    def near(self, keys: list[str], least: int) -> Iterable[str]:
        rows = DirectoryWord.objects.filter(n__gte=least, keys__overlap=keys).order_by("-n")
        return rows.values_list("word", flat=True)[:LOOKED_AT]

    def beginning(self, word: str, least: int) -> Iterable[str]:
        rows = DirectoryWord.objects.filter(n__gte=least, word__startswith=word).order_by("-n")
        return rows.values_list("word", flat=True)[:SPELLINGS]


class VocabularyOf:
    """The words of some rows, counted when they are first asked for. For lists of thousands, not of millions.

    What the reader may not see is not in the rows, so nothing about it can be learned from what a search finds.
    """

    def __init__(self, rows: QuerySet[Any]) -> None:
        self.rows = rows

    @cached_property
    def numbers(self) -> Counter[str]:
        """How many rows have each word."""
        texts = self.rows.order_by().values_list("text", flat=True)
        return Counter(word for text in texts for word in set(text.split()))

    def listed(self, words: Sequence[str]) -> dict[str, int]:
        return {word: self.numbers[word] for word in words if word in self.numbers}

    def near(self, keys: list[str], least: int) -> Iterable[str]:
        shared = set(keys)
        return [word for word in self._most_frequent(least) if not shared.isdisjoint(_keys(word))][:LOOKED_AT]

    def beginning(self, word: str, least: int) -> Iterable[str]:
        return [other for other in self._most_frequent(least) if other.startswith(word)][:SPELLINGS]

    def _most_frequent(self, least: int) -> list[str]:
        return [word for word, n in self.numbers.most_common() if n >= least]


DIRECTORY = _DirectoryVocabulary()


def meanings(asked: Sequence[str], known: Vocabulary = DIRECTORY) -> Meanings:
    """Return what each word of a query may mean. A word that is listed means itself.

    A word that hardly any entry has may be misspelled there, so it also means common words that are spelled like it.
    Domains and identifiers are not listed, so every word may mean itself.
    """
    listed = known.listed(asked)
    return [
        {word: 0}
        if listed.get(word, 0) >= COMMON
        else _spelled_like(word, known, rare=word in listed) | {word: 0}
        for word in asked
    ]


def _spelled_like(word: str, known: Vocabulary, *, rare: bool) -> dict[str, int]:
    """Return the listed words that begin with a word, or are spelled like it, the closest first.

    For a word that is listed itself, though `rare`, only common words count.
    """
    least = 10 * COMMON if rare else 1
    found: dict[str, int] = {}
    most = folding.typos_allowed(word)
    if most:
        for other in known.near(_keys(word), least):
            if (letters := folding.within(word, other, most)) is not None:
                found[other] = letters
    if len(word) > 2 and not rare:
        found |= {other: 1 for other in known.beginning(word, least) if other not in found}
    return dict(sorted(found.items(), key=lambda item: item[1])[:SPELLINGS])


def _keys(word: str) -> list[str]:
    begins = word[:7]
    return sorted({begins, *(begins[:i] + begins[i + 1 :] for i in range(len(begins)))})


def matching(rows: QuerySet[M], found: Meanings) -> QuerySet[M]:
    """Return the rows that have, for each word of a query, one of the words that it may mean."""
    return rows.filter(_has_words(found)) if found else rows.none()


def _has_words(found: Meanings) -> Func:
    asked = " & ".join(f"({' | '.join(map(_lexeme, words))})" for words in found)
    return Func(
        F("words"),
        Value(asked),
        template="%(expressions)s::tsquery",
        arg_joiner=" @@ ",
        output_field=BooleanField(),
    )


def fitting(rows: QuerySet[M], text: str, known: Vocabulary) -> QuerySet[M]:
    """Return every row that `best` may find, in no order. The rows have `words` and `near`."""
    asked = query_words(text)
    if not asked:
        return rows.none()
    fits, near = Q(_has_words(meanings(asked, known))), _near(asked)
    return rows.filter(fits | Q(near__in=_near_keys(near)) if near else fits)


def _near(asked: Sequence[str]) -> str:
    """Return the words of a name in alphabetical order, without small words."""
    return " ".join(sorted({word for word in asked if word not in folding.SMALL}))


def _lexeme(word: str) -> str:
    return f"'{word}'"  # folded words are letters and digits alone


def best(rows: QuerySet[DirectoryEntry], text: str, most: int = 50) -> list[DirectoryEntry]:
    """Return the entries that fit a query best, the best first. An identifier leads to the one that has it."""
    named = list(rows.filter(pk__in=with_identifier(text)))
    first = {row.pk for row in named}
    found = best_by_words(rows, text, DIRECTORY, most)
    return [*named, *(row for row in found if row.pk not in first)][:most]


def best_by_words(rows: QuerySet[Any], text: str, known: Vocabulary, most: int = 50) -> list[Any]:
    """Return the rows whose words fit a query best, the best first.

    The rows have `words`, `text` and `near` as the entries of the directory have them.
    """
    asked = query_words(text)
    found, near = meanings(asked, known), _near(asked)
    exact = list(rows.filter(near__in=_near_keys(near))[:most]) if near else []
    some = matching(rows, found).values("pk")[:MOST]
    others = rows.filter(pk__in=[row["pk"] for row in some])
    unique = {row.pk: row for row in (*exact, *others)}
    return sorted(unique.values(), key=lambda row: _rank(row, found, near))[:most]


def with_identifier(text: str) -> QuerySet[Any]:
    """Return the ids of the entries that have exactly this identifier or domain."""
    plain = "".join(text.split())[:260]
    keys = [f"{kind}:{plain.upper()}" for kind in IDENTIFIERS] + [f"domain:{plain.lower()}"]
    return DirectoryIdentifier.objects.filter(pk__in=keys).values("entry")


def _near_keys(near: str) -> list[str]:
    """Return the keys of a name in every state, and without one."""
    return [f"{near}|{state.lower()}" for state in ("", *STATES)]


def _rank(row: Any, found: Meanings, near: str) -> tuple[Any, ...]:
    """Return what orders results: the whole name first, then fewer wrong letters, more of the name, shorter names."""
    whole = folding.words(f"{row.name} {row.suborganization}")
    name = set(whole)
    text = set(row.text.split())
    wrong = sum(
        min((letters for word, letters in words.items() if word in text), default=0) for words in found
    )
    outside = sum(1 for words in found if not name & words.keys())
    rest = len(name - {word for words in found for word in words} - folding.SMALL)
    return (row.near.partition("|")[0] != near, wrong, outside, rest, len(whole), row.identity, str(row.pk))
