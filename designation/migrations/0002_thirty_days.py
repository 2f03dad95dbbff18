"""What PostgreSQL holds of the thirty days (promise 2), of ends that are only lowered, and of terms once signed."""

from django.db import migrations

APPLY = """
CREATE TYPE uuidrange AS RANGE (subtype = uuid);

-- Windows of one model never overlap. The range types bring their own GiST operators.
ALTER TABLE designation_window ADD CONSTRAINT window_never_overlaps EXCLUDE USING gist (
  uuidrange(model_id, model_id, '[]') WITH &&,
  tstzrange(opens_at, ends_at, '[)') WITH &&
) WHERE (state IN ('scheduled', 'open', 'suspended', 'closed', 'destroyed'));

CREATE FUNCTION designation_window_time() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE m designation_frontiermodel%ROWTYPE;
DECLARE asked_of uuid;
BEGIN
  IF NEW.state NOT IN ('scheduled', 'open', 'suspended') THEN
    IF TG_OP = 'UPDATE' AND OLD.state IN ('scheduled', 'open', 'suspended', 'closed') AND NEW.ends_at > OLD.ends_at THEN
      RAISE EXCEPTION 'the end of a window is only ever lowered' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  SELECT coalesce(f.same_as_id, f.id) INTO asked_of FROM designation_request r
    JOIN designation_frontiermodel f ON f.id = r.model_id WHERE r.id = NEW.request_id;
  IF asked_of IS DISTINCT FROM NEW.model_id THEN
    RAISE EXCEPTION 'a window counts for the first registration of its model' USING ERRCODE = 'check_violation';
  END IF;
  SELECT * INTO m FROM designation_frontiermodel WHERE id = NEW.model_id FOR SHARE;
  IF NEW.ends_at > coalesce(m.first_opened_at, NEW.opens_at) + interval '720 hours' THEN
    RAISE EXCEPTION 'a window lies within 30 x 24 h of the model''s first opening' USING ERRCODE = 'check_violation';
  END IF;
  IF TG_OP = 'UPDATE' AND OLD.state IN ('scheduled', 'open', 'suspended') AND NEW.ends_at > OLD.ends_at THEN
    RAISE EXCEPTION 'the end of a window is only ever lowered' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER designation_window_time BEFORE INSERT OR UPDATE ON designation_window
  FOR EACH ROW EXECUTE FUNCTION designation_window_time();
ALTER TABLE designation_window ENABLE ALWAYS TRIGGER designation_window_time;

CREATE FUNCTION designation_clock_starts_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.first_opened_at IS NOT NULL AND NEW.first_opened_at IS DISTINCT FROM OLD.first_opened_at THEN
    RAISE EXCEPTION 'the thirty days of a model start once' USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.same_as_id IS NOT NULL AND NEW.same_as_id IS DISTINCT FROM OLD.same_as_id THEN
    RAISE EXCEPTION 'a model stays linked to its first registration' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER designation_clock_starts_once BEFORE UPDATE ON designation_frontiermodel
  FOR EACH ROW EXECUTE FUNCTION designation_clock_starts_once();
ALTER TABLE designation_frontiermodel ENABLE ALWAYS TRIGGER designation_clock_starts_once;

CREATE TRIGGER terms_never_change BEFORE DELETE OR UPDATE ON designation_termsversion
  FOR EACH ROW EXECUTE FUNCTION workflow_append_only();
ALTER TABLE designation_termsversion ENABLE ALWAYS TRIGGER terms_never_change;
CREATE TRIGGER signatures_never_change BEFORE DELETE OR UPDATE ON designation_termssignature
  FOR EACH ROW EXECUTE FUNCTION workflow_append_only();
ALTER TABLE designation_termssignature ENABLE ALWAYS TRIGGER signatures_never_change;
CREATE TRIGGER recusals_never_change BEFORE DELETE OR UPDATE ON designation_recusal
  FOR EACH ROW EXECUTE FUNCTION workflow_append_only();
ALTER TABLE designation_recusal ENABLE ALWAYS TRIGGER recusals_never_change;
"""

REMOVE = """
DROP TRIGGER recusals_never_change ON designation_recusal;
DROP TRIGGER signatures_never_change ON designation_termssignature;
DROP TRIGGER terms_never_change ON designation_termsversion;
DROP FUNCTION designation_clock_starts_once CASCADE;
DROP FUNCTION designation_window_time CASCADE;
ALTER TABLE designation_window DROP CONSTRAINT window_never_overlaps;
DROP TYPE uuidrange;
"""


class Migration(migrations.Migration):
    dependencies = [("designation", "0001_initial")]
    operations = [migrations.RunSQL(APPLY, REMOVE)]
