"""What PostgreSQL refuses by itself: the functions that triggers call, and the triggers of the ledger's own tables."""

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION workflow_legal_moves() RETURNS trigger LANGUAGE plpgsql AS $$
-- Arguments: the initial state, then every legal move as source>target.
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'rows of % are never deleted', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
  ELSIF TG_OP = 'INSERT' THEN
    IF NEW.state <> TG_ARGV[0] OR NEW.version <> 0 THEN
      RAISE EXCEPTION 'rows of % are born as "%" at version 0', TG_TABLE_NAME, TG_ARGV[0]
        USING ERRCODE = 'check_violation';
    END IF;
  ELSIF NEW.state IS DISTINCT FROM OLD.state
    AND NOT coalesce(OLD.state || '>' || NEW.state = ANY (TG_ARGV[1:]), false) THEN
    RAISE EXCEPTION 'no step leads from "%" to "%" in %', OLD.state, NEW.state, TG_TABLE_NAME
      USING ERRCODE = 'check_violation';
  ELSIF NEW.id IS DISTINCT FROM OLD.id OR NEW.log_id IS DISTINCT FROM OLD.log_id THEN
    RAISE EXCEPTION 'the identity of a row of % is fixed', TG_TABLE_NAME USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION workflow_needs_entry() RETURNS trigger LANGUAGE plpgsql AS $$
-- Argument: the label under which the ledger knows the machine.
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
  PERFORM 1 FROM workflow_entry e
    WHERE e.subject_id = NEW.id AND e.version = NEW.version AND e.machine = TG_ARGV[0] AND e.log_id = NEW.log_id
      AND e.source = came_from AND e.target = NEW.state AND e.xact = pg_current_xact_id();
  IF NOT FOUND THEN
    RAISE EXCEPTION 'no ledger entry of this transaction tells of this change in %', TG_TABLE_NAME
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION workflow_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- Personal details go when, and only when, this transaction's ledger says that they were erased.
  IF TG_TABLE_NAME = 'workflow_personal' AND TG_OP = 'DELETE' THEN
    PERFORM 1 FROM workflow_entry e
      WHERE e.log_id = OLD.log_id AND e.event = 'personal.erased' AND e.xact = pg_current_xact_id();
    IF FOUND THEN RETURN OLD; END IF;
  END IF;
  RAISE EXCEPTION '% only grows: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $$;

CREATE FUNCTION workflow_log_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP IN ('DELETE', 'TRUNCATE') THEN
    RAISE EXCEPTION 'logs are never removed' USING ERRCODE = 'restrict_violation';
  END IF;
  IF NEW.id <> OLD.id OR NEW.size < OLD.size OR NEW.sealed_size < OLD.sealed_size
    OR (NEW.size = OLD.size AND NEW.range <> OLD.range) THEN
    RAISE EXCEPTION 'a log only grows' USING ERRCODE = 'restrict_violation';
  END IF;
  IF NEW.size > OLD.size AND (SELECT count(*) FROM workflow_entry e WHERE e.log_id = NEW.id
      AND e.index >= OLD.size AND e.index < NEW.size) <> NEW.size - OLD.size THEN
    RAISE EXCEPTION 'a log grows by its entries' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION workflow_entry_in_place() RETURNS trigger LANGUAGE plpgsql AS $$
-- Runs after the statement that wrote the entry, so it sees the head that moved with it.
BEGIN
  IF NEW.xact <> pg_current_xact_id() THEN
    RAISE EXCEPTION 'an entry bears its own transaction' USING ERRCODE = 'check_violation';
  END IF;
  PERFORM 1 FROM workflow_log l WHERE l.id = NEW.log_id AND NEW.index < l.size;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'an entry lies within its log' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
"""

TABLES = ("entry", "personal", "registerleaf", "registernode", "checkpoint")


def triggers() -> str:
    """Return the statements that set the ledger's own triggers, all of them always on."""
    statements = []
    for table in TABLES:
        for name, event, each in (("appends", "DELETE OR UPDATE", "ROW"), ("stays", "TRUNCATE", "STATEMENT")):
            statements.append(
                f"CREATE TRIGGER {table}_{name} BEFORE {event} ON workflow_{table} FOR EACH {each} "
                f"EXECUTE FUNCTION workflow_append_only(); "
                f"ALTER TABLE workflow_{table} ENABLE ALWAYS TRIGGER {table}_{name};"
            )
    for name, when, event, each, table, function in (
        ("log_grows", "AFTER", "DELETE OR UPDATE", "ROW", "log", "workflow_log_grows"),
        ("log_stays", "BEFORE", "TRUNCATE", "STATEMENT", "log", "workflow_log_grows"),
        ("entry_in_place", "AFTER", "INSERT", "ROW", "entry", "workflow_entry_in_place"),
    ):
        statements.append(
            f"CREATE TRIGGER {name} {when} {event} ON workflow_{table} FOR EACH {each} EXECUTE FUNCTION {function}(); "
            f"ALTER TABLE workflow_{table} ENABLE ALWAYS TRIGGER {name};"
        )
    return "\n".join(statements)


REMOVE = """
DROP FUNCTION workflow_legal_moves, workflow_needs_entry, workflow_append_only, workflow_log_grows,
  workflow_entry_in_place CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("workflow", "0001_initial")]
    operations = [migrations.RunSQL(FUNCTIONS + triggers(), REMOVE)]
