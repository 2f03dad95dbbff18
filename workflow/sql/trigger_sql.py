"""The engine's trigger functions, and the triggers of the ledger's own tables.

The migration `0002_guards` installs them, and `manage.py check --database default` compares them with the database.
A change here needs a migration that runs `install` again.
"""

from __future__ import annotations

from workflow.sql.triggers import always, create_function, create_trigger

LEGAL_MOVES = """
-- Called where a trigger's condition found something illegal; only says what.
-- Arguments: the initial state, then the columns that are fixed.
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'rows of % are never deleted', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
  ELSIF TG_OP = 'INSERT' THEN
    RAISE EXCEPTION 'rows of % are born as "%" at version 0', TG_TABLE_NAME, TG_ARGV[0]
      USING ERRCODE = 'check_violation';
  ELSIF NEW.id IS DISTINCT FROM OLD.id OR NEW.log_id IS DISTINCT FROM OLD.log_id THEN
    RAISE EXCEPTION 'the identity of a row of % is fixed', TG_TABLE_NAME USING ERRCODE = 'check_violation';
  ELSIF EXISTS (
    SELECT FROM unnest(TG_ARGV[1:]) fixed WHERE to_jsonb(NEW) -> fixed IS DISTINCT FROM to_jsonb(OLD) -> fixed
  ) THEN
    RAISE EXCEPTION 'a row of % keeps its %', TG_TABLE_NAME, array_to_string(TG_ARGV[1:], ', ')
      USING ERRCODE = 'check_violation';
  ELSIF NEW.version <> OLD.version + 1 THEN
    RAISE EXCEPTION 'a step of % raises the version by one', TG_TABLE_NAME USING ERRCODE = 'check_violation';
  END IF;
  RAISE EXCEPTION 'no step leads from "%" to "%" in %', OLD.state, NEW.state, TG_TABLE_NAME
    USING ERRCODE = 'check_violation';
END
"""

NEEDS_ENTRY = """
-- Arguments: the label under which the ledger knows the machine, then internal states as state=shown.
DECLARE came_from text := '';
BEGIN
  IF TG_OP = 'UPDATE' THEN
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

NEEDS_LOG_ENTRY = """
-- For a change of a row that is no step. Arguments: what is free, as state=column.
DECLARE
  free text[] := ARRAY(
    SELECT split_part(f, '=', 2) FROM unnest(TG_ARGV) f WHERE split_part(f, '=', 1) = OLD.state
  );
BEGIN
  IF (to_jsonb(NEW) - free) IS DISTINCT FROM (to_jsonb(OLD) - free) AND pg_current_xact_id() IS DISTINCT FROM (
    SELECT e.xact FROM public.workflow_entry e WHERE e.log_id = NEW.log_id ORDER BY e.index DESC LIMIT 1
  ) THEN
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
-- Called where a trigger's condition found something illegal, and where the log grew: by its entries, no other way.
BEGIN
  IF TG_OP IN ('DELETE', 'TRUNCATE') THEN
    RAISE EXCEPTION 'logs are never removed' USING ERRCODE = 'restrict_violation';
  ELSIF TG_OP = 'INSERT' THEN
    RAISE EXCEPTION 'a log is born empty' USING ERRCODE = 'check_violation';
  ELSIF TG_NAME = 'log_shrinks' THEN
    RAISE EXCEPTION 'a log only grows' USING ERRCODE = 'restrict_violation';
  END IF;
  IF (SELECT count(*) FROM public.workflow_entry e WHERE e.log_id = NEW.id AND e.index >= OLD.size
      AND e.index < NEW.size) <> NEW.size - OLD.size THEN
    RAISE EXCEPTION 'a log grows by its entries' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END
"""

ENTRY_IN_PLACE = """
-- Runs after the statement that wrote the entry, so it sees the head that moved with it.
BEGIN
  PERFORM 1 FROM public.workflow_log l WHERE l.id = NEW.log_id AND NEW.index >= 0 AND NEW.index < l.size
    AND NEW.xact = pg_current_xact_id();
  IF FOUND THEN
    RETURN NULL;
  ELSIF NEW.xact <> pg_current_xact_id() THEN
    RAISE EXCEPTION 'an entry bears its own transaction' USING ERRCODE = 'check_violation';
  END IF;
  RAISE EXCEPTION 'an entry lies within its log' USING ERRCODE = 'check_violation';
END
"""

BODIES = {
    "workflow_legal_moves": LEGAL_MOVES,
    "workflow_needs_entry": NEEDS_ENTRY,
    "workflow_needs_log_entry": NEEDS_LOG_ENTRY,
    "workflow_append_only": APPEND_ONLY,
    "workflow_log_grows": LOG_GROWS,
    "workflow_entry_in_place": ENTRY_IN_PLACE,
}
FUNCTIONS = {name: create_function(name, body) for name, body in BODIES.items()}

BORN_FULL = "(new.size <> 0) OR (new.sealed_size <> 0) OR (length(new.range) <> 0)"
SHRINKS = (
    "(new.id <> old.id) OR (new.parent_id IS DISTINCT FROM old.parent_id) "
    "OR (new.size < old.size) OR (new.sealed_size < old.sealed_size) "
    "OR (COALESCE(new.last_at, '-infinity'::timestamp with time zone) < old.last_at) "
    "OR ((new.size = old.size) AND ((new.range <> old.range) OR (new.last_at IS DISTINCT FROM old.last_at)))"
)

TABLES = ("entry", "personal", "registerleaf", "registernode", "checkpoint")

OF_LOGS = {
    "log_born": ("AFTER INSERT", BORN_FULL),
    "log_grows": ("AFTER UPDATE", "new.size > old.size"),
    "log_shrinks": ("AFTER UPDATE", SHRINKS),
    "log_kept": ("AFTER DELETE", ""),
}

TRIGGERS = {
    ("workflow_log", name): create_trigger(name, events, "workflow_log", "workflow_log_grows", when=when)
    for name, (events, when) in OF_LOGS.items()
}
TRIGGERS["workflow_log", "log_stays"] = create_trigger(
    "log_stays", "BEFORE TRUNCATE", "workflow_log", "workflow_log_grows", each="STATEMENT"
)
TRIGGERS["workflow_entry", "entry_in_place"] = create_trigger(
    "entry_in_place", "AFTER INSERT", "workflow_entry", "workflow_entry_in_place"
)
for _table in TABLES:
    for _name, _events, _each in (("appends", "DELETE OR UPDATE", "ROW"), ("stays", "TRUNCATE", "STATEMENT")):
        TRIGGERS[f"workflow_{_table}", f"{_table}_{_name}"] = create_trigger(
            f"{_table}_{_name}", f"BEFORE {_events}", f"workflow_{_table}", "workflow_append_only", each=_each
        )


def install() -> str:
    """Return the statements that create or replace the functions and then the triggers, which are always on."""
    triggers = [always(table, name, definition) for (table, name), definition in TRIGGERS.items()]
    return ";\n".join([*FUNCTIONS.values(), *triggers])


def remove() -> str:
    """Return the statement that drops the functions and every trigger that calls them, the machines' included."""
    return f"DROP FUNCTION {', '.join(FUNCTIONS)} CASCADE"
