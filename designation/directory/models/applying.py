"""How an import is written to the directory and undone: SQL over all of its lines, in the transaction of the step."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Max

from designation import declarations
from designation.directory.fields import IDENTIFIERS, IN_A_SECTOR, SINGLE
from designation.directory.models.lines import ImportPair, ImportRow
from designation.directory.models.writing import ENTRY, IDENTIFIER, forget, learn, words_of
from workflow.models import Entry

ROW = ImportRow._meta.db_table
PAIR = ImportPair._meta.db_table
CHANGES_ENTRIES = (
    *("directory.entry_added", "directory.entry_changed"),
    *("directory.entry_removed", "directory.entry_restored"),
    *("directory_import.applied", "directory_import.undone"),
)
KEYS = ("identity", "near", "initials", "text")
_INFRASTRUCTURE = ", ".join(f"'{one}'" for one in IN_A_SECTOR)
CHANGED = f"SELECT entry FROM {ROW} WHERE directory_import_id = %s AND outcome = 'changed'"
TOUCHED = f"SELECT entry FROM {ROW} WHERE directory_import_id = %s AND outcome IN ('added', 'changed')"


def run(statement: str, params: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Execute a statement, and return the rows that it gives."""
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return cursor.fetchall() if cursor.description else []


def merged(name: str) -> str:
    """Return the SQL expression for the value of a field that a line `r` leaves in an entry `e`.

    An empty cell keeps the stored value, and only `(clear)` removes it. Domains are added to those that are stored.
    """
    if name == "domains":
        both = "SELECT d FROM unnest(e.domains || r.domains) WITH ORDINALITY AS u (d, o) GROUP BY d ORDER BY min(o)"
        kept = f"CASE WHEN r.domains <@ e.domains THEN e.domains ELSE ARRAY({both}) END"
    elif name == "contacts":
        kept = "CASE WHEN r.contacts = '{}' THEN e.contacts ELSE r.contacts END"
    elif name == "sector":
        none = f"r.category NOT IN ({_INFRASTRUCTURE})"
        kept = f"CASE WHEN {none} THEN '' WHEN r.sector = '' THEN e.sector ELSE r.sector END"
    else:
        kept = f"CASE WHEN r.{name} = '' THEN e.{name} ELSE r.{name} END"
    cleared = f"r.{name}" if name in ("domains", "contacts") else "''"
    return f"CASE WHEN '{name}' = ANY (r.cleared) THEN {cleared} ELSE {kept} END"


def differs() -> str:
    """Return the SQL condition that a line `r` changes its entry `e`."""
    changes = [f"{merged(name)} IS DISTINCT FROM e.{name}" for name in (*SINGLE, "domains", "contacts")]
    return f"({' OR '.join(changes)})"


def digest_of_decisions(of: Any) -> str:
    """Return a digest of all decisions about likely duplicates."""
    statement = (
        f"SELECT encode(sha256(convert_to(coalesce(string_agg(id || decision, ',' ORDER BY id), ''), 'UTF8')), 'hex') "
        f"FROM {PAIR} WHERE directory_import_id = %s"
    )
    return str(run(statement, [of.pk])[0][0])


def colliding_lines(of: Any) -> list[int]:
    """Return lines that, as people decided, would be one organization with another line, or with an entry.

    Two lines cannot be the same as one entry, and without a place, two organizations cannot have the same name.
    """
    same = " AND ".join(f"o.{one} = r.{one}" for one in ("identity", *IDENTIFIERS))
    statement = f"""
        SELECT DISTINCT r.line FROM {PAIR} p JOIN {ROW} r ON r.id = p.row_id
        WHERE p.directory_import_id = %(id)s AND (
          r.outcome IN ('changed', 'unchanged') AND p.decision = 'same' AND EXISTS (
            SELECT FROM {ROW} o WHERE o.directory_import_id = %(id)s AND o.entry = r.entry AND o.id <> r.id
              AND o.outcome IN ('changed', 'unchanged'))
          OR r.outcome = 'added' AND p.decision = 'different' AND (
            EXISTS (SELECT FROM {ENTRY} o WHERE o.id = p.entry AND {same})
            OR EXISTS (SELECT FROM {ROW} o WHERE o.id = p.other_row_id AND o.outcome = 'added' AND {same})))"""
    with connection.cursor() as cursor:
        cursor.execute(statement, {"id": of.pk})
        return [line for (line,) in cursor.fetchall()]


def is_outdated(of: Any) -> bool:
    """Return whether an entry that the file was compared with changed, or one appeared that it would have met."""
    begun = Entry.objects.filter(log=of.log_id, subject_id=of.pk, event="directory_import.check_begun")
    since = begun.aggregate(last=Max("index"))["last"] or 0
    if not Entry.objects.filter(log=of.log_id, index__gt=since, event__in=CHANGES_ENTRIES).exists():
        return False
    statement = f"""
        SELECT EXISTS (
          SELECT FROM {ROW} r LEFT JOIN {ENTRY} e ON e.id = r.entry
          WHERE r.directory_import_id = %(id)s AND r.outcome IN ('changed', 'unchanged')
            AND e.revision IS DISTINCT FROM r.revision
        ) OR EXISTS (
          SELECT FROM {ROW} r JOIN {ENTRY} e ON e.identity = r.identity
          WHERE r.directory_import_id = %(id)s AND r.outcome = 'added' AND NOT EXISTS (
            SELECT FROM {PAIR} p WHERE p.row_id = r.id AND p.entry = e.id)
        ) OR EXISTS (
          SELECT FROM {ROW} r, LATERAL (
            SELECT unnest(ARRAY[{", ".join(f"'{one}:' || r.{one}" for one in IDENTIFIERS)}]
              || ARRAY(SELECT 'domain:' || d FROM unnest(r.domains) d)) AS id
          ) mine JOIN {IDENTIFIER} i ON i.id = mine.id
          WHERE r.directory_import_id = %(id)s AND r.outcome IN ('added', 'changed')
            AND i.entry_id IS DISTINCT FROM r.entry
        )"""
    with connection.cursor() as cursor:
        cursor.execute(statement, {"id": of.pk})
        return bool(cursor.fetchone()[0])


def apply(of: Any, now: datetime) -> None:
    """Write everything that the file adds and changes."""
    _gather_what_people_joined(of)
    single = ", ".join(SINGLE)
    run(
        f"INSERT INTO {ENTRY} (id, {single}, domains, contacts, {', '.join(KEYS)}, words, revision, "
        f"created_at, changed_at) SELECT r.entry, {', '.join(f'r.{name}' for name in SINGLE)}, r.domains, r.contacts, "
        f"{', '.join(f'r.{name}' for name in KEYS)}, {words_of('r')}, 0, %s, %s "
        f"FROM {ROW} r WHERE r.directory_import_id = %s AND r.outcome = 'added' ORDER BY r.id",
        [now, now, of.pk],
    )
    if run(f"{CHANGED} LIMIT 1", [of.pk]):
        _write_changed(of, now)
    learn(TOUCHED, [of.pk])


def _write_changed(of: Any, now: datetime) -> None:
    """Write what the file changes, and keep the old values."""
    forget(CHANGED, [of.pk])
    run(
        f"UPDATE {ROW} r SET old = to_jsonb(e) - 'words' - 'created_at', revision = e.revision + 1 FROM {ENTRY} e "
        f"WHERE r.directory_import_id = %s AND r.outcome = 'changed' AND e.id = r.entry",
        [of.pk],
    )
    values = [f"{name} = {merged(name)}" for name in (*SINGLE, "domains", "contacts")]
    keys = [f"{name} = r.{name}" for name in KEYS]
    run(
        f"UPDATE {ENTRY} e SET {', '.join(values + keys)}, revision = e.revision + 1, changed_at = %s FROM {ROW} r "
        f"WHERE r.directory_import_id = %s AND r.outcome = 'changed' AND r.entry = e.id",
        [now, of.pk],
    )
    run(f"UPDATE {ENTRY} e SET words = {words_of('e')} WHERE id IN ({CHANGED})", [of.pk])


def _gather_what_people_joined(of: Any) -> None:
    """Add to a line what people said is the same organization: domains, contacts, and values that are missing."""
    fill = ("sector", "size", *IDENTIFIERS)
    firsts = [
        f"(array_agg(b.{one} ORDER BY b.line) FILTER (WHERE b.{one} <> ''))[1] AS {one}" for one in fill
    ]
    sets = [f"{one} = CASE WHEN r.{one} = '' THEN coalesce(g.{one}, '') ELSE r.{one} END" for one in fill]
    run(
        f"""
        WITH RECURSIVE below AS (
          SELECT r.id AS root, r.id AS id FROM {ROW} r JOIN {PAIR} p ON p.other_row_id = r.id AND p.decision = 'same'
          WHERE r.directory_import_id = %s AND r.outcome IN ('added', 'changed', 'unchanged')
          UNION SELECT b.root, c.id FROM below b JOIN {ROW} c ON c.leader = b.id AND c.outcome = 'joined'
        ), gathered AS (
          SELECT below.root, {", ".join(firsts)},
            ARRAY(SELECT DISTINCT d FROM below o JOIN {ROW} l ON l.id = o.id, unnest(l.domains) d
              WHERE o.root = below.root) AS domains,
            ARRAY(SELECT DISTINCT d FROM below o JOIN {ROW} l ON l.id = o.id, unnest(l.contacts) d
              WHERE o.root = below.root) AS contacts
          FROM below JOIN {ROW} b ON b.id = below.id GROUP BY below.root
        )
        UPDATE {ROW} r SET domains = g.domains, contacts = g.contacts, {", ".join(sets)}
        FROM gathered g WHERE g.root = r.id""",
        [of.pk],
    )


def in_use(of: Any) -> list[Any]:
    """Return the entries of an import that other packages refer to. They declare queries for them (`IN_USE`)."""
    found: set[Any] = set()
    mine = run(f"SELECT count(*) FROM {ROW} WHERE directory_import_id = %s AND outcome = 'added'", [of.pk])[
        0
    ][0]
    for ids in declarations.listed("directory_use", "IN_USE") if mine else ():
        found |= set(ids())
    return sorted(found)


def undo(of: Any, _now: datetime) -> None:
    """Restore old values and remove what was added. What was edited since, or is in use, is kept and noted."""
    run(
        f"UPDATE {ROW} r SET kept = CASE WHEN e.id IS NULL THEN 'removed' WHEN e.revision <> r.revision THEN 'edited' "
        f"ELSE 'in_use' END "
        f"FROM {ROW} m LEFT JOIN {ENTRY} e ON e.id = m.entry WHERE r.id = m.id AND r.directory_import_id = %s "
        f"AND r.outcome IN ('added', 'changed') AND (e.revision IS DISTINCT FROM r.revision "
        f"OR r.outcome = 'added' AND r.entry = ANY (%s))",
        [of.pk, in_use(of)],
    )
    _keep_what_would_collide(of)
    back = f"{TOUCHED} AND kept = ''"
    forget(back, [of.pk])
    run(f"DELETE FROM {ENTRY} WHERE id IN ({back} AND outcome = 'added')", [of.pk])
    columns = (*SINGLE, *KEYS)
    lists = ("domains", "contacts")
    sets = [f"{one} = r.old ->> '{one}'" for one in columns]
    sets += [f"{one} = ARRAY(SELECT jsonb_array_elements_text(r.old -> '{one}'))" for one in lists]
    run(
        f"UPDATE {ENTRY} e SET {', '.join(sets)}, revision = e.revision + 1, "
        f"changed_at = (r.old ->> 'changed_at')::timestamptz FROM {ROW} r "
        f"WHERE r.directory_import_id = %s AND r.outcome = 'changed' AND r.kept = '' AND e.id = r.entry",
        [of.pk],
    )
    restored = f"{CHANGED} AND kept = ''"
    run(f"UPDATE {ENTRY} e SET words = {words_of('e')} WHERE id IN ({restored})", [of.pk])
    learn(restored, [of.pk])


def _keep_what_would_collide(of: Any) -> None:
    """Note the changed entries whose old name or identifiers another organization has by now."""
    keys = ", ".join(f"'{one}:' || (r.old ->> '{one}')" for one in IDENTIFIERS)
    same = " AND ".join(f"o.{one} = r.old ->> '{one}'" for one in ("identity", *IDENTIFIERS))
    back = f"{TOUCHED} AND kept = ''"
    run(
        f"UPDATE {ROW} r SET kept = 'taken' WHERE r.directory_import_id = %s AND r.outcome = 'changed' AND r.kept = '' "
        f"AND (EXISTS (SELECT FROM {IDENTIFIER} i WHERE i.entry_id NOT IN ({back}) AND i.id = ANY (ARRAY[{keys}] || "
        f"ARRAY(SELECT 'domain:' || d FROM jsonb_array_elements_text(r.old -> 'domains') d))) "
        f"OR EXISTS (SELECT FROM {ENTRY} o WHERE {same} AND o.id NOT IN ({back})))",
        [of.pk, of.pk, of.pk],
    )


def remove_rows(of: Any) -> None:
    """Remove what was read from the file."""
    run(f"DELETE FROM {ROW} WHERE directory_import_id = %s", [of.pk])
