"""Comparing what was read from a file with the directory, in SQL over all lines at once.

All of this is one transaction, and doing it again gives the same result.
"""

from __future__ import annotations

from designation.directory.fields import FIELD, IDENTIFIERS
from designation.directory.models import DirectoryImport
from designation.directory.models.applying import ROW, differs, run
from designation.directory.models.writing import ENTRY, IDENTIFIER

SAME_IDENTIFIERS = " AND ".join(f"(r.{one} = '' OR e.{one} = '' OR r.{one} = e.{one})" for one in IDENTIFIERS)
ALL_IDENTIFIERS = ", ".join(IDENTIFIERS)
HAS_A_PLACE = "r.city <> '' AND r.state <> ''"
FILLED = ("sector", "size")


def compare(of: DirectoryImport) -> None:
    """Say for each line what the import would do with it. Lines with problems are refused."""
    _join_lines(of)
    _refuse_shared_identifiers(of)
    _match(of)
    _refuse_identifiers_of_others(of)


def _join_lines(of: DirectoryImport) -> None:
    """Let the first of the lines that name one organization lead the others, and hold what they say together."""
    run(
        f"""
        WITH led AS (
          SELECT id, first_value(id) OVER same AS leader, count(*) OVER (PARTITION BY identity, {ALL_IDENTIFIERS}) AS n
          FROM {ROW} WHERE directory_import_id = %s AND outcome = 'added' AND city <> '' AND state <> ''
          WINDOW same AS (PARTITION BY identity, {ALL_IDENTIFIERS} ORDER BY line)
        )
        UPDATE {ROW} r SET leader = led.leader, outcome = CASE WHEN led.leader = r.id THEN 'added' ELSE 'joined' END
        FROM led WHERE led.id = r.id AND led.n > 1""",
        [of.pk],
    )
    for name in ("category", *FILLED):
        _refuse_contradictions(of, name)
    firsts = ", ".join(
        f"(array_agg(b.{one} ORDER BY b.line) FILTER (WHERE b.{one} <> ''))[1] AS {one}" for one in FILLED
    )
    lists = ", ".join(
        f"ARRAY(SELECT d FROM {ROW} l, unnest(l.{one}) WITH ORDINALITY u (d, o) WHERE l.leader = b.leader "
        f"AND l.outcome <> 'refused' GROUP BY d ORDER BY min(l.line), min(o)) AS {one}"
        for one in ("domains", "contacts")
    )
    sets = ", ".join(f"{one} = coalesce(g.{one}, '')" for one in FILLED)
    run(
        f"""
        WITH g AS (
          SELECT b.leader, {firsts}, {lists}, array_agg(DISTINCT c) FILTER (WHERE c IS NOT NULL) AS cleared
          FROM {ROW} b LEFT JOIN LATERAL unnest(b.cleared) c ON true
          WHERE b.directory_import_id = %s AND b.leader IS NOT NULL AND b.outcome <> 'refused' GROUP BY b.leader
        )
        UPDATE {ROW} r SET {sets}, domains = g.domains, contacts = g.contacts, cleared = coalesce(g.cleared, '{{}}')
        FROM g WHERE r.id = g.leader AND r.outcome = 'added'""",
        [of.pk],
    )


def _refuse_contradictions(of: DirectoryImport, name: str) -> None:
    """Refuse the lines that say something else of an organization than an earlier line."""
    words = f"{FIELD[name].label}: Line "
    run(
        f"""
        WITH said AS (
          SELECT id, {name} AS value, first_value({name}) OVER w AS first, first_value(line) OVER w AS line
          FROM {ROW} WHERE directory_import_id = %s AND leader IS NOT NULL AND {name} <> ''
          WINDOW w AS (PARTITION BY leader ORDER BY line)
        )
        UPDATE {ROW} r SET outcome = 'refused',
          problems = problems || (%s || said.line || ' says something else of the same organization.')
        FROM said WHERE said.id = r.id AND said.value <> said.first""",
        [of.pk, words],
    )


def _refuse_shared_identifiers(of: DirectoryImport) -> None:
    """Refuse the lines that give an identifier that an earlier line gives for another organization."""
    kinds = [(one, f"SELECT id, line, coalesce(leader, id) AS who, {one} AS value FROM {ROW} WHERE {one} <> '' AND")
             for one in IDENTIFIERS]  # fmt: skip
    kinds.append(
        (
            "domains",
            f"SELECT id, line, coalesce(leader, id) AS who, d AS value FROM {ROW}, unnest(domains) d WHERE",
        )
    )
    for name, query in kinds:
        run(
            f"""
            WITH given AS ({query} directory_import_id = %s AND outcome = 'added'),
            firsts AS (SELECT id, who, value, line, first_value(who) OVER w AS first, first_value(line) OVER w AS at
              FROM given WINDOW w AS (PARTITION BY value ORDER BY line))
            UPDATE {ROW} r SET outcome = 'refused',
              problems = problems || (%s || firsts.at || ' gives it for another organization.')
            FROM firsts WHERE firsts.id = r.id AND firsts.who <> firsts.first""",
            [of.pk, f"{FIELD[name].label}: Line "],
        )


def _match(of: DirectoryImport) -> None:
    """Find the entry of each organization by name, part, city and state, where exactly one fits.

    Without a place, the name alone never says that two organizations are one: they need the same identifier, too.
    """
    run(
        f"""
        WITH met AS (
          SELECT r.id, min(e.id::text)::uuid AS entry
          FROM {ROW} r JOIN {ENTRY} e ON e.identity = r.identity AND {SAME_IDENTIFIERS}
          WHERE r.directory_import_id = %s AND r.outcome = 'added' AND ({HAS_A_PLACE} OR EXISTS (
            SELECT FROM ({identifiers_of("r")}) mine JOIN {IDENTIFIER} i ON i.id = mine.key AND i.entry_id = e.id))
          GROUP BY r.id HAVING count(*) = 1
        )
        UPDATE {ROW} r SET entry = e.id, revision = e.revision,
          outcome = CASE WHEN {differs()} THEN 'changed' ELSE 'unchanged' END
        FROM met JOIN {ENTRY} e ON e.id = met.entry WHERE met.id = r.id""",
        [of.pk],
    )


def identifiers_of(row: str) -> str:
    """Return the SQL query for kind and key of each identifier of a line."""
    single = ", ".join(f"('{one}', '{one}:' || {row}.{one})" for one in IDENTIFIERS)
    return (
        f"SELECT * FROM (VALUES {single}) v (kind, key) WHERE key NOT LIKE '%%:' "
        f"UNION ALL SELECT 'domains', 'domain:' || d FROM unnest({row}.domains) d"
    )


def _refuse_identifiers_of_others(of: DirectoryImport) -> None:
    """Refuse the lines of known organizations that give an identifier of another one, without saying of which."""
    labels = " ".join(f"WHEN '{one}' THEN '{FIELD[one].label}'" for one in (*IDENTIFIERS, "domains"))
    run(
        f"""
        WITH wrong AS (
          SELECT r.id,
            array_agg(DISTINCT CASE mine.kind {labels} END || ': Another organization in the directory has it.')
              AS problems
          FROM {ROW} r, LATERAL ({identifiers_of("r")}) mine JOIN {IDENTIFIER} i ON i.id = mine.key
          WHERE r.directory_import_id = %s AND r.outcome IN ('changed', 'unchanged') AND i.entry_id <> r.entry
          GROUP BY r.id
        )
        UPDATE {ROW} r SET outcome = 'refused', problems = r.problems || wrong.problems
        FROM wrong WHERE wrong.id = r.id""",
        [of.pk],
    )
    run(
        f"""
        WITH met AS (
          SELECT id, line, first_value(line) OVER w AS first FROM {ROW}
          WHERE directory_import_id = %s AND outcome IN ('changed', 'unchanged')
          WINDOW w AS (PARTITION BY entry ORDER BY line)
        )
        UPDATE {ROW} r SET outcome = 'refused',
          problems = problems || ('Name: Line ' || met.first || ' is about the same organization in the directory.')
        FROM met WHERE met.id = r.id AND met.first <> met.line""",
        [of.pk],
    )
