"""What PostgreSQL enforces about models and their variants, as constraints of `FrontierModel` and `Variant`.

Only a step starts the thirty days, once, and only a step links a model to its first registration, for good. Variants
are written with an entry of the model.
"""

from __future__ import annotations

from workflow.sql.log_entries import NeedsLogEntry
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

VARIANT_NEEDS_ENTRY = NeedsLogEntry(
    name="variant_entry",
    logs=["SELECT m.log_id FROM public.designation_frontiermodel m WHERE m.id = r.model_id"],
    changes=["readers"],
)
