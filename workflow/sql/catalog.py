"""The catalog of definitions that protect the tables: what the code wants, and what the database has.

It holds every trigger, trigger function, constraint, unique index and NOT NULL of the tables of an app that has a file
`migrations/catalog.json`. The code states triggers, functions and NOT NULL itself. It wants no rewrite rules, row
security or child tables, so each of these is found as unknown. Django writes the SQL of the others (CHECK,
UNIQUE, foreign keys, exclusion), so their expected definitions are kept in that file, as PostgreSQL prints them in a
freshly migrated database; `manage.py write_catalog` writes it. For tables of other apps that declare triggers, the
triggers alone are compared. Reading needs no rights beyond a login: it works for one that owns nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import AppConfig, apps

from workflow.sql import trigger_sql
from workflow.sql.triggers import triggers_of

FILE = "catalog.json"
TRIGGER, FUNCTION, CONSTRAINT, INDEX = "trigger", "function", "constraint", "unique index"
NOT_NULL, RULE, ROW_SECURITY, CHILD = "not-null column", "rewrite rule", "row security", "child table"

# A function of the same name in another schema prints as the own one where the search path finds it first.
_TRIGGERS = """SELECT c.relname, t.tgname, pg_get_triggerdef(t.oid) || CASE
  WHEN p.pronamespace = c.relnamespace THEN '' ELSE ' of schema ' || p.pronamespace::regnamespace END,
  t.tgenabled = 'A'
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
WHERE NOT t.tgisinternal AND c.relnamespace = 'public'::regnamespace"""

_FUNCTIONS = """SELECT '', p.proname, pg_get_functiondef(p.oid), true FROM pg_proc p
WHERE p.pronamespace = 'public'::regnamespace AND p.prorettype = 'trigger'::regtype
AND NOT EXISTS (
  SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')"""

# From PostgreSQL 18 on, NOT NULL is a constraint too (type n); migrations state it as part of the column.
_CONSTRAINTS = """SELECT c.relname, k.conname, pg_get_constraintdef(k.oid), k.convalidated AND NOT EXISTS (
  SELECT FROM pg_trigger t WHERE t.tgconstraint = k.oid AND t.tgenabled NOT IN ('O', 'A'))
FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
WHERE k.contype IN ('c', 'u', 'p', 'x', 'f') AND c.relnamespace = 'public'::regnamespace"""

_INDEXES = """SELECT c.relname, i.relname, pg_get_indexdef(x.indexrelid), x.indisvalid AND x.indisready
FROM pg_index x JOIN pg_class c ON c.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid
WHERE x.indisunique AND c.relnamespace = 'public'::regnamespace
AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = x.indexrelid AND k.contype IN ('u', 'p', 'x'))"""

_NOT_NULL = """SELECT c.relname, a.attname, 'NOT NULL', true
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
WHERE a.attnotnull AND a.attnum > 0 AND c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace"""

_RULES = """SELECT c.relname, r.rulename, pg_get_ruledef(r.oid), true
FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class
WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace"""

_ROW_SECURITY = """SELECT c.relname, c.relname, 'ENABLE ROW LEVEL SECURITY', true FROM pg_class c
WHERE (c.relrowsecurity OR c.relforcerowsecurity) AND c.relnamespace = 'public'::regnamespace"""

_CHILDREN = """SELECT c.relname, h.inhrelid::regclass::text, 'INHERITS (' || c.relname || ')', true
FROM pg_inherits h JOIN pg_class c ON c.oid = h.inhparent
WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace"""

_QUERIES = {
    TRIGGER: _TRIGGERS,
    FUNCTION: _FUNCTIONS,
    CONSTRAINT: _CONSTRAINTS,
    INDEX: _INDEXES,
    NOT_NULL: _NOT_NULL,
    RULE: _RULES,
    ROW_SECURITY: _ROW_SECURITY,
    CHILD: _CHILDREN,
}

_CAST_ARRAY = re.compile(r"\(ARRAY\[((?:'(?:[^']|'')*'::character varying(?:, )?)+)\]\)::text\[\]")
_TEXT, _CAST = re.compile(r"'(?:[^']|'')*'::character varying"), r"(\g<0>)::text"


def comparable(definition: str) -> str:
    """Return a definition as PostgreSQL prints it after a dump and a restore: each text of a list is cast."""

    def cast_each(found: re.Match[str]) -> str:
        return f"ARRAY[{_TEXT.sub(_CAST, found[1])}]"

    return _CAST_ARRAY.sub(cast_each, definition)


@dataclass(frozen=True, order=True)
class Place:
    """What a definition defines. Functions belong to no table."""

    table: str
    kind: str
    name: str

    def __str__(self) -> str:
        where = f" on {self.table}" if self.table else ""
        return f"{self.kind.capitalize()} {self.name}{where}"


@dataclass(frozen=True)
class Stored:
    """A definition as the database has it. One that is not in force is disabled, not validated or not valid."""

    definition: str
    in_force: bool


def stored(connection: Any) -> dict[Place, Stored]:
    """Return every definition of these kinds in the schema `public`."""
    found = {}
    with connection.cursor() as cursor:
        for kind, query in _QUERIES.items():
            cursor.execute(query)
            for table, name, definition, in_force in cursor.fetchall():
                found[Place(table, kind, name)] = Stored(definition, in_force)
    return found


@dataclass(frozen=True)
class Catalog:
    """What the code wants. It knows everything about `tables`, and every trigger of the tables in `triggered`."""

    definitions: dict[Place, str]
    tables: frozenset[str]
    triggered: frozenset[str]

    def covers(self, place: Place) -> bool:
        """Whether the catalog would hold what is at this place in a database, if the code wanted it."""
        if place.kind == TRIGGER:
            return place.table in self.triggered
        return place.kind == FUNCTION or place.table in self.tables


def expected() -> Catalog:
    """Return every definition that the code wants."""
    found = _from_code()
    tables = frozenset(table for app in catalogued() for table in tables_of(app))
    triggered = tables | {place.table for place in found if place.kind == TRIGGER}
    for app in catalogued():
        for model in app.get_models(include_auto_created=True):
            columns = [str(field.column) for field in model._meta.local_concrete_fields if not field.null]
            found |= {Place(model._meta.db_table, NOT_NULL, column): "NOT NULL" for column in columns}
        for table, definitions in json.loads(path_of(app).read_text(encoding="utf-8")).items():
            for kind, named in definitions.items():
                found |= {Place(table, kind, name): definition for name, definition in named.items()}
    return Catalog(found, tables, triggered)


def _from_code() -> dict[Place, str]:
    """Return the triggers and functions that the models and the engine state."""
    found = {Place(table, TRIGGER, name): text for (table, name), text in trigger_sql.TRIGGERS.items()}
    functions = dict(trigger_sql.FUNCTIONS)
    for model in apps.get_models():
        table = model._meta.db_table
        for trigger in triggers_of(model):
            functions |= trigger.functions()
            found |= {Place(table, TRIGGER, name): text for name, text in trigger.definitions(table).items()}
    return found | {Place("", FUNCTION, name): text for name, text in functions.items()}


def catalogued() -> list[AppConfig]:
    """Return the installed apps whose definitions are kept in a file."""
    return [app for app in apps.get_app_configs() if path_of(app).exists()]


def path_of(app: AppConfig) -> Path:
    """Return where the definitions of an app are kept."""
    return Path(app.path) / "migrations" / FILE


def tables_of(app: AppConfig) -> set[str]:
    """Return the tables of an app, those of many-to-many fields included."""
    return {model._meta.db_table for model in app.get_models(include_auto_created=True)}


def text_of(app: AppConfig, found: Mapping[Place, Stored]) -> str:
    """Return what the file of an app should say about the database in which this was found."""
    kept: dict[str, dict[str, dict[str, str]]] = {}
    own = tables_of(app)
    for place in sorted(found):
        if place.table in own and place.kind in (CONSTRAINT, INDEX):
            kept.setdefault(place.table, {}).setdefault(place.kind, {})[place.name] = found[place].definition
    return json.dumps(kept, indent=1) + "\n"
