"""How entries are written: the row, its identifiers and its words, always together.

Everything is SQL over many rows. One row that a person corrects goes the same way. Callers hold the lock on the
directory's log, so no two of them write at once.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from designation.directory import folding
from designation.directory.fields import IDENTIFIERS, NAMES
from designation.directory.models.entry import DirectoryEntry, DirectoryIdentifier, DirectoryWord

ENTRY = DirectoryEntry._meta.db_table
IDENTIFIER = DirectoryIdentifier._meta.db_table
WORD = DirectoryWord._meta.db_table
NOT_FOUND_BY = "{gov,www}"
"""Parts of domains by which nobody searches."""


def words_of(row: str) -> str:
    """Return the SQL expression for the words of a row with the columns of an entry."""
    numbers = ", ".join(f"lower({row}.{name})" for name in IDENTIFIERS)
    parts = f"string_to_array(translate(array_to_string({row}.domains, ' '), '.-', '  '), ' ')"
    return (
        f"array_to_tsvector((SELECT coalesce(array_agg(w), '{{}}') FROM unnest(string_to_array({row}.text, ' ') || "
        f"ARRAY[{numbers}] || {parts}) w WHERE w <> '' AND w <> ALL ('{NOT_FOUND_BY}'::text[])))"
    )


def forget(entries: str, params: Sequence[Any]) -> None:
    """Remove the identifiers of entries, and take their words out of the counts. `entries` is a query for ids."""
    _run(
        f"UPDATE {WORD} known SET n = known.n - found.n FROM (SELECT w, count(*) n FROM {ENTRY} e, "
        f"unnest(string_to_array(e.text, ' ')) w WHERE e.id IN ({entries}) GROUP BY w) found "
        f"WHERE known.word = found.w",
        params,
    )
    _run(f"DELETE FROM {IDENTIFIER} WHERE entry_id IN ({entries})", params)


def learn(entries: str, params: Sequence[Any]) -> None:
    """Write the identifiers of entries, and add their words to the counts. `entries` is a query for ids."""
    kinds = " UNION ALL ".join(
        [
            *(f"SELECT '{one}:' || e.{one}, e.id FROM chosen e WHERE e.{one} <> ''" for one in IDENTIFIERS),
            "SELECT 'domain:' || d, e.id FROM chosen e, unnest(e.domains) d",
        ]
    )
    _run(
        f"WITH chosen AS MATERIALIZED (SELECT * FROM {ENTRY} WHERE id IN ({entries})) "
        f"INSERT INTO {IDENTIFIER} (id, entry_id) {kinds}",
        params,
    )
    _run(
        f"INSERT INTO {WORD} (word, n, keys) SELECT w, count(*), {keys_of('w')} FROM {ENTRY} e, "
        f"unnest(string_to_array(e.text, ' ')) w WHERE e.id IN ({entries}) GROUP BY w "
        f"ON CONFLICT (word) DO UPDATE SET n = {WORD}.n + excluded.n",
        params,
    )


def keys_of(word: str) -> str:
    """Return the SQL expression for the keys of a word: its first seven letters, and those without one of them."""
    begins = f"left({word}, 7)"
    return (
        f"ARRAY(SELECT left({begins}, i - 1) || substr({begins}, i + 1) "
        f"FROM generate_series(1, length({begins}) + 1) i)"
    )


def write_one(
    entry: uuid.UUID, values: Mapping[str, Any], *, now: datetime, new: bool, revision: int = 0
) -> None:
    """Write one organization with these values of all fields. A new one begins with this revision."""
    keys = folding.keys_of(values)._asdict()
    stored = {name: values[name] for name in NAMES} | keys | {"changed_at": now}
    if new:
        stored |= {"id": entry, "created_at": now, "revision": revision}
        columns, marks = ", ".join([*stored, "words"]), ", ".join(["%s"] * len(stored))
        _run(f"INSERT INTO {ENTRY} ({columns}) VALUES ({marks}, '')", list(stored.values()))
    else:
        forget("%s", [entry])
        sets = ", ".join(f"{name} = %s" for name in stored)
        _run(f"UPDATE {ENTRY} SET {sets}, revision = revision + 1 WHERE id = %s", [*stored.values(), entry])
    _run(f"UPDATE {ENTRY} e SET words = {words_of('e')} WHERE id = %s", [entry])
    learn("%s", [entry])


def remove_one(entry: uuid.UUID) -> None:
    """Remove one organization, with its identifiers and words."""
    forget("%s", [entry])
    _run(f"DELETE FROM {ENTRY} WHERE id = %s", [entry])


def _run(statement: str, params: Sequence[Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return int(cursor.rowcount)
