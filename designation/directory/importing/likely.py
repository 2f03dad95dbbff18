"""Likely duplicates: lines that may be the same organization as an entry or an earlier line.

Candidates are lines that are new: with the same identifier as an entry, with the same words in the name, or with the
same first letters and place. How likely they are is judged by name and place together. A person decides about each
pair, and nothing is ever joined because the names are alike.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db import connection

from designation.directory.fields import FIELD
from designation.directory.folding import SMALL, typos_allowed, within, words
from designation.directory.importing.comparing import identifiers_of
from designation.directory.models import DirectoryImport, ImportPair
from designation.directory.models.applying import ROW
from designation.directory.models.writing import ENTRY, IDENTIFIER

NEIGHBORS = 5
FETCHED = 2_000
LEAST = 60
COLUMNS = "name, suborganization, city, state"


class Alike(NamedTuple):
    """How likely two organizations are one, in percent, and why, in words."""

    score: int
    reason: str


def find(of: DirectoryImport) -> None:
    """Write down the likely duplicates of a file. Expects that none are written yet."""
    known: set[tuple[int, Any]] = set()
    batch: list[ImportPair] = []
    for pair in _pairs(of, known):
        batch.append(pair)
        if len(batch) == FETCHED:
            ImportPair.objects.bulk_create(batch)
            batch = []
    ImportPair.objects.bulk_create(batch)


def _pairs(of: DirectoryImport, known: set[tuple[int, Any]]) -> Iterator[ImportPair]:
    for row, entry, kind in _rows(_BY_IDENTIFIER, of):
        if (row, entry) not in known:
            known.add((row, entry))
            reason = f"Both have the same {FIELD[kind].label.removesuffix('s')}, but name or place differ."
            yield ImportPair(
                directory_import=of, row_id=row, entry=entry, score=99, reason=reason, by_identifier=True
            )
    for statement in (_NEAR_ENTRIES, _NEAR_LINES):
        for row, entry, other, *told in _rows(statement, of):
            if (row, entry or other) in known:
                continue
            alike = judge(tuple(told[:4]), tuple(told[4:]))
            if alike.score >= LEAST:
                known.add((row, entry or other))
                yield ImportPair(
                    directory_import=of,
                    row_id=row,
                    entry=entry,
                    other_row_id=other,
                    score=alike.score,
                    reason=alike.reason[:300],
                )


def _rows(statement: str, of: DirectoryImport) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a query without holding all of them in memory. Expects a transaction."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(statement, {"id": of.pk})
        while rows := cursor.fetchmany(FETCHED):
            yield from rows


_BY_IDENTIFIER = f"""
SELECT DISTINCT ON (r.id, i.entry_id) r.id, i.entry_id, mine.kind
FROM {ROW} r, LATERAL ({identifiers_of("r").replace("%%", "%")}) mine JOIN {IDENTIFIER} i ON i.id = mine.key
WHERE r.directory_import_id = %(id)s AND r.outcome = 'added' ORDER BY r.id, i.entry_id, mine.kind
""".replace("NOT LIKE '%:'", "NOT LIKE '%%:'")

_TOLD = ", ".join(f"r.{one}" for one in COLUMNS.split(", "))
_NEAR_ENTRIES = " UNION ALL ".join(
    f"SELECT r.id, e.id, NULL::bigint, {_TOLD}, e.name, e.suborganization, e.city, e.state FROM {ROW} r JOIN LATERAL "
    f"(SELECT id, {COLUMNS} FROM {ENTRY} o WHERE o.{key} = r.{key} ORDER BY o.identity LIMIT {NEIGHBORS * 2}) e "
    f"ON true WHERE r.directory_import_id = %(id)s AND r.outcome = 'added'"
    for key in ("near", "initials")
)
_NEIGHBORS = ", ".join(f"lag(id, {back}) OVER near" for back in range(1, NEIGHBORS + 1))
_NEAR_LINES = " UNION ALL ".join(
    f"SELECT r.id, NULL::uuid, o.id, {_TOLD}, o.name, o.suborganization, o.city, o.state FROM "
    f"(SELECT id, outcome, {COLUMNS}, ARRAY[{_NEIGHBORS}] AS others FROM {ROW} "
    f"WHERE directory_import_id = %(id)s AND outcome IN ('added', 'changed', 'unchanged') "
    f'WINDOW near AS (PARTITION BY {key} COLLATE "C" ORDER BY text COLLATE "C", line)) r '
    f"JOIN {ROW} o ON o.id = ANY (r.others) WHERE r.outcome = 'added' AND r.others[1] IS NOT NULL"
    for key in ("near", "initials")
)


def judge(one: tuple[str, ...], other: tuple[str, ...]) -> Alike:
    """Return how likely two organizations are one. Each is given as name, suborganization, city and state."""
    place, where = _place(one, other)
    if place == 0:
        return Alike(0, "")
    left, right = (_of_the_name(told) for told in (one, other))
    if sorted(left) == sorted(right):
        how = (
            "The names have the same words"
            if left != right or one[:2] == other[:2]
            else "The names are alike"
        )
        return Alike(round(97 * place), f"{how}{where}.")
    if _stands_for(left, right) or _stands_for(right, left):
        return Alike(round(70 * place), f"One name may be the abbreviation of the other{where}.")
    typos = _typos(left, right)
    if typos is None:
        return Alike(0, "")
    return Alike(
        round((94 - 6 * len(typos)) * place), f"Only the spelling differs: {'; '.join(typos)}{where}."
    )


def _of_the_name(told: tuple[str, ...]) -> list[str]:
    whole = words(f"{told[0]} {told[1]}")
    return [word for word in whole if word not in SMALL] or whole


def _place(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[float, str]:
    """Return how alike two places are, from 0 to 1, and words for it."""
    if one[3] != other[3] and one[3] and other[3]:
        return 0, ""
    here, there = (" ".join(words(told[2])) for told in (one, other))
    if here == there:
        return (1, ", and the place is the same") if here else (0.85, "; no place is given")
    if not here or not there:
        return 0.85, "; one of them has no place"
    if within(here, there, 2) is not None and typos_allowed(here):
        return 0.92, f"; the city is spelled {one[2]} and {other[2]}"
    return 0, ""


def _stands_for(short: list[str], long: list[str]) -> bool:
    return len(short) == 1 and len(long) > 1 and short[0] == "".join(word[0] for word in long)


def _typos(left: list[str], right: list[str]) -> list[str] | None:
    """Return the words that are spelled differently, as sentence parts, or None if the names have other words."""
    if len(left) != len(right):
        return None
    ours = [word for word in left if word not in right]
    theirs = [word for word in right if word not in left]
    found = []
    for word in ours:
        fits = [
            one
            for one in theirs
            if within(word, one, min(typos_allowed(word), typos_allowed(one))) is not None
        ]
        if not fits:
            return None
        theirs.remove(fits[0])
        found.append(f"{word} and {fits[0]}")
    return found if not theirs and len(found) <= 2 else None
