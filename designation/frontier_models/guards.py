"""What PostgreSQL enforces about the thirty days of a model, as a constraint of `FrontierModel`.

Only a step starts the thirty days, once, and only a step links a model to its first registration, for good.
"""

from __future__ import annotations

from workflow.sql.triggers import FunctionTrigger

CLOCK_STARTS_ONCE = FunctionTrigger(
    name="designation_clock_starts_once",
    events="BEFORE UPDATE",
    body="""
BEGIN
  IF OLD.first_opened_at IS NOT NULL AND NEW.first_opened_at IS DISTINCT FROM OLD.first_opened_at THEN
    RAISE EXCEPTION 'the thirty days of a model start once' USING ERRCODE = 'check_violation';
  ELSIF OLD.same_as_id IS NOT NULL AND NEW.same_as_id IS DISTINCT FROM OLD.same_as_id THEN
    RAISE EXCEPTION 'a model stays linked to its first registration' USING ERRCODE = 'check_violation';
  ELSIF (NEW.first_opened_at IS DISTINCT FROM OLD.first_opened_at OR NEW.same_as_id IS DISTINCT FROM OLD.same_as_id)
    AND NEW.version <> OLD.version + 1 THEN
    RAISE EXCEPTION 'only a step starts the thirty days of a model, or links it' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END
""",
)
