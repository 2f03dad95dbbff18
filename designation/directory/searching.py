"""Finding organizations by words, although words are misspelled, have no accents, or are in another order.

There is no extension of PostgreSQL here. Every entry has its words as a text search vector, and `DirectoryWord` lists
all words. A word of a query that is not listed also means the listed words that are spelled like it: they share one of
its keys (`models/writing.py`), and differ by a letter or two. Words that only begin like it are taken as well.

How long this takes depends on how many words there are, not on how many organizations: at most `MOST` of those that
have all words are looked at, and the best of them come first.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import BooleanField, F, Func, QuerySet, Value

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
PASSED_OVER = frozenset({"gov", "www"})

Meanings = list[dict[str, int]]
"""For each word of a query, the words that it may mean, with how many letters differ."""


def query_words(text: str) -> list[str]:
    """Return the words of a query, each once."""
    found = dict.fromkeys(word for word in folding.words(text[:400]) if word not in PASSED_OVER)
    return list(found)[:LONGEST]


def meanings(asked: Sequence[str]) -> Meanings:
    """Return what each word of a query may mean. A word that is listed means itself.

    A word that hardly any entry has may be misspelled there, so it also means common words that are spelled like it.
    Domains and identifiers are not listed, so every word may mean itself.
    """
    listed = dict(DirectoryWord.objects.filter(word__in=asked, n__gt=0).values_list("word", "n"))
    return [
        {word: 0} if listed.get(word, 0) >= COMMON else _spelled_like(word, rare=word in listed) | {word: 0}
        for word in asked
    ]


def _spelled_like(word: str, *, rare: bool) -> dict[str, int]:
    """Return the listed words that begin with a word, or are spelled like it, the closest first.

    For a word that is listed itself, though `rare`, only common words count.
    """
    known = DirectoryWord.objects.filter(n__gte=10 * COMMON if rare else 1)
    found: dict[str, int] = {}
    most = folding.typos_allowed(word)
    if most:
        near = known.filter(keys__overlap=_keys(word)).order_by("-n")[:500]
        for other in near.values_list("word", flat=True):
            if (letters := folding.within(word, other, most)) is not None:
                found[other] = letters
    if len(word) > 2 and not rare:
        begins = known.filter(word__startswith=word).order_by("-n")[:SPELLINGS]
        found |= {other: 1 for other in begins.values_list("word", flat=True) if other not in found}
    return dict(sorted(found.items(), key=lambda item: item[1])[:SPELLINGS])


def _keys(word: str) -> list[str]:
    begins = word[:7]
    return sorted({begins, *(begins[:i] + begins[i + 1 :] for i in range(len(begins)))})


def matching(rows: QuerySet[DirectoryEntry], found: Meanings) -> QuerySet[DirectoryEntry]:
    """Return the rows that have, for each word of a query, one of the words that it may mean."""
    if not found:
        return rows.none()
    asked = " & ".join(f"({' | '.join(map(_lexeme, words))})" for words in found)
    condition = Func(
        F("words"),
        Value(asked),
        template="%(expressions)s::tsquery",
        arg_joiner=" @@ ",
        output_field=BooleanField(),
    )
    return rows.filter(condition)


def _lexeme(word: str) -> str:
    return f"'{word}'"  # folded words are letters and digits alone


def best(rows: QuerySet[DirectoryEntry], text: str, most: int = 50) -> list[DirectoryEntry]:
    """Return the rows that fit a query best, the best first."""
    asked = query_words(text)
    found = meanings(asked)
    near = " ".join(sorted({word for word in asked if word not in folding.SMALL}))
    exact = list(rows.filter(near__in=_near_keys(near))[:most]) if near else []
    some = matching(rows, found).values("pk")[:MOST]
    others = rows.filter(pk__in=[row["pk"] for row in some])
    named = list(rows.filter(pk__in=with_identifier(text)))
    unique = {row.pk: row for row in (*named, *exact, *others)}
    first = {row.pk for row in named}
    return sorted(unique.values(), key=lambda row: (row.pk not in first, *_rank(row, found, near)))[:most]


def with_identifier(text: str) -> QuerySet[Any]:
    """Return the ids of the entries that have exactly this identifier or domain."""
    plain = "".join(text.split())[:260]
    keys = [f"{kind}:{plain.upper()}" for kind in IDENTIFIERS] + [f"domain:{plain.lower()}"]
    return DirectoryIdentifier.objects.filter(pk__in=keys).values("entry")


def _near_keys(near: str) -> list[str]:
    """Return the keys of a name in every state, and without one."""
    return [f"{near}|{state.lower()}" for state in ("", *STATES)]


def _rank(row: DirectoryEntry, found: Meanings, near: str) -> tuple[Any, ...]:
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
