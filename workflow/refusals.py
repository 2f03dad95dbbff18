"""What PostgreSQL itself refuses: the functions that triggers call, and the triggers of the ledger's own tables.

The migration `0002_refusals` installs this, and `manage.py check --database default` compares it with the database. A
change here needs a migration that runs `install` again. Every function names its tables with their schema and fixes
its search path, so that a table of the same name, temporary or not, cannot stand in for the ledger.
"""

from __future__ import annotations

SEARCH_PATH = "pg_catalog, pg_temp"

LEGAL_MOVES = """
-- Arguments: the initial state, then every legal move as source>target.
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'rows of % are never deleted', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
  ELSIF TG_OP = 'INSERT' THEN
    IF NEW.state IS DISTINCT FROM TG_ARGV[0] OR NEW.version <> 0 THEN
      RAISE EXCEPTION 'rows of % are born as "%" at version 0', TG_TABLE_NAME, TG_ARGV[0]
        USING ERRCODE = 'check_violation';
    END IF;
  ELSIF NEW.id IS DISTINCT FROM OLD.id OR NEW.log_id IS DISTINCT FROM OLD.log_id THEN
    RAISE EXCEPTION 'the identity of a row of % is fixed', TG_TABLE_NAME USING ERRCODE = 'check_violation';
  ELSIF NEW.state IS DISTINCT FROM OLD.state
    AND NOT coalesce(OLD.state || '>' || NEW.state = ANY (TG_ARGV[1:]), false) THEN
    RAISE EXCEPTION 'no step leads from "%" to "%" in %', OLD.state, NEW.state, TG_TABLE_NAME
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END
"""

NEEDS_ENTRY = """
-- Arguments: the label under which the ledger knows the machine, then internal states as state=shown.
DECLARE came_from text := '';
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF NEW.state IS NOT DISTINCT FROM OLD.state AND NEW.version = OLD.version THEN
      RETURN NULL;
    END IF;
    IF NEW.version <> OLD.version + 1 THEN
      RAISE EXCEPTION 'a step of % raises the version by one', TG_TABLE_NAME USING ERRCODE = 'check_violation';
    END IF;
    came_from := OLD.state;
  END IF;
  PERFORM 1 FROM public.workflow_entry e
    WHERE e.subject_id = NEW.id AND e.version = NEW.version AND e.machine = TG_ARGV[0] AND e.log_id = NEW.log_id
      AND (e.source = came_from OR came_from || '=' || e.source = ANY (TG_ARGV[1:]))
      AND (e.target = NEW.state OR NEW.state || '=' || e.target = ANY (TG_ARGV[1:]))
      AND e.xact = pg_current_xact_id();
  IF NOT FOUND THEN
    RAISE EXCEPTION 'no ledger entry of this transaction tells of this change in %', TG_TABLE_NAME
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END
"""

APPEND_ONLY = """
BEGIN
  -- A personal detail goes when, and only when, an entry of this transaction in its log names it as erased.
  IF TG_TABLE_NAME = 'workflow_personal' AND TG_OP = 'DELETE' THEN
    PERFORM 1 FROM public.workflow_entry e
      WHERE e.log_id = OLD.log_id AND e.event = 'personal.erased' AND e.xact = pg_current_xact_id()
        AND e.details -> 'erased' @> jsonb_build_array(jsonb_build_object('index', OLD.index, 'name', OLD.name));
    IF FOUND THEN RETURN OLD; END IF;
  END IF;
  RAISE EXCEPTION '% only grows: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END
"""

LOG_GROWS = """
BEGIN
  IF TG_OP IN ('DELETE', 'TRUNCATE') THEN
    RAISE EXCEPTION 'logs are never removed' USING ERRCODE = 'restrict_violation';
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.size <> 0 OR NEW.sealed_size <> 0 OR length(NEW.range) <> 0 THEN
      RAISE EXCEPTION 'a log is born empty' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
  END IF;
  IF NEW.id <> OLD.id OR NEW.size < OLD.size OR NEW.sealed_size < OLD.sealed_size
    OR coalesce(NEW.last_at, '-infinity') < OLD.last_at OR (NEW.size = OLD.size AND NEW.range <> OLD.range) THEN
    RAISE EXCEPTION 'a log only grows' USING ERRCODE = 'restrict_violation';
  END IF;
  IF NEW.size > OLD.size AND (SELECT count(*) FROM public.workflow_entry e WHERE e.log_id = NEW.id
      AND e.index >= OLD.size AND e.index < NEW.size) <> NEW.size - OLD.size THEN
    RAISE EXCEPTION 'a log grows by its entries' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END
"""

ENTRY_IN_PLACE = """
-- Runs after the statement that wrote the entry, so it sees the head that moved with it.
BEGIN
  IF NEW.xact <> pg_current_xact_id() THEN
    RAISE EXCEPTION 'an entry bears its own transaction' USING ERRCODE = 'check_violation';
  END IF;
  PERFORM 1 FROM public.workflow_log l WHERE l.id = NEW.log_id AND NEW.index >= 0 AND NEW.index < l.size;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'an entry lies within its log' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END
"""

FUNCTIONS = {
    "workflow_legal_moves": LEGAL_MOVES,
    "workflow_needs_entry": NEEDS_ENTRY,
    "workflow_append_only": APPEND_ONLY,
    "workflow_log_grows": LOG_GROWS,
    "workflow_entry_in_place": ENTRY_IN_PLACE,
}

TABLES = ("entry", "personal", "registerleaf", "registernode", "checkpoint")


def _trigger(name: str, when: str, table: str, each: str, function: str) -> str:
    """Return the statement that creates a trigger, as `pg_get_triggerdef` prints it back."""
    return f"CREATE TRIGGER {name} {when} ON public.{table} FOR EACH {each} EXECUTE FUNCTION {function}()"


TRIGGERS = {
    ("workflow_log", "log_grows"): _trigger(
        "log_grows", "AFTER INSERT OR DELETE OR UPDATE", "workflow_log", "ROW", "workflow_log_grows"
    ),
    ("workflow_log", "log_stays"): _trigger(
        "log_stays", "BEFORE TRUNCATE", "workflow_log", "STATEMENT", "workflow_log_grows"
    ),
    ("workflow_entry", "entry_in_place"): _trigger(
        "entry_in_place", "AFTER INSERT", "workflow_entry", "ROW", "workflow_entry_in_place"
    ),
}
for _table in TABLES:
    for _name, _when, _each in (("appends", "DELETE OR UPDATE", "ROW"), ("stays", "TRUNCATE", "STATEMENT")):
        TRIGGERS[f"workflow_{_table}", f"{_table}_{_name}"] = _trigger(
            f"{_table}_{_name}", f"BEFORE {_when}", f"workflow_{_table}", _each, "workflow_append_only"
        )


def install() -> str:
    """Return the statements that create or renew the functions, then set the triggers, all of them always on."""
    statements = [
        f"CREATE OR REPLACE FUNCTION public.{name}() RETURNS trigger LANGUAGE plpgsql "
        f"SET search_path = {SEARCH_PATH} AS $body${body}$body$"
        for name, body in FUNCTIONS.items()
    ]
    for (table, name), definition in TRIGGERS.items():
        statements += [
            definition.replace("CREATE TRIGGER", "CREATE OR REPLACE TRIGGER", 1),
            f"ALTER TABLE public.{table} ENABLE ALWAYS TRIGGER {name}",
        ]
    return ";\n".join(statements)


def remove() -> str:
    """Return the statement that takes everything away again, the machines' triggers included."""
    return f"DROP FUNCTION {', '.join(FUNCTIONS)} CASCADE"
