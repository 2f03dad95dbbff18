"""The thirty days of a model start, and a model is linked, by a step alone, which leaves its entry."""

from django.db import migrations

HEAD = """
CREATE OR REPLACE FUNCTION designation_clock_starts_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.first_opened_at IS NOT NULL AND NEW.first_opened_at IS DISTINCT FROM OLD.first_opened_at THEN
    RAISE EXCEPTION 'the thirty days of a model start once' USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.same_as_id IS NOT NULL AND NEW.same_as_id IS DISTINCT FROM OLD.same_as_id THEN
    RAISE EXCEPTION 'a model stays linked to its first registration' USING ERRCODE = 'check_violation';
  END IF;
"""

BY_A_STEP = """
  IF (NEW.first_opened_at IS DISTINCT FROM OLD.first_opened_at OR NEW.same_as_id IS DISTINCT FROM OLD.same_as_id)
    AND NEW.version <> OLD.version + 1 THEN
    RAISE EXCEPTION 'only a step starts the thirty days of a model, or links it' USING ERRCODE = 'check_violation';
  END IF;
"""

TAIL = """
  RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("designation", "0011_recommended_is_the_governments_own")]
    operations = [migrations.RunSQL(HEAD + BY_A_STEP + TAIL, HEAD + TAIL)]
