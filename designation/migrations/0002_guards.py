"""What PostgreSQL holds: legal moves, entries, the thirty days (promise 2), ends that are only lowered, signed terms."""

import workflow.sql.triggers
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
  IF (NEW.first_opened_at IS DISTINCT FROM OLD.first_opened_at OR NEW.same_as_id IS DISTINCT FROM OLD.same_as_id)
    AND NEW.version <> OLD.version + 1 THEN
    RAISE EXCEPTION 'only a step starts the thirty days of a model, or links it' USING ERRCODE = 'check_violation';
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


TABLES = {
    "designation_termsversion": "terms",
    "designation_termssignature": "signatures",
    "designation_recusal": "recusals",
}
STAY = ";\n".join(
    f"CREATE TRIGGER {name}_stay BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION workflow_append_only();\n"
    f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}_stay"
    for table, name in TABLES.items()
)
GO = ";\n".join(f"DROP TRIGGER {name}_stay ON {table}" for table, name in TABLES.items())


class Migration(migrations.Migration):
    dependencies = [("designation", "0001_tables"), ("workflow", "0002_guards")]

    operations = [
        migrations.RunSQL(APPLY, REMOVE),
        migrations.RunSQL(STAY, GO),
        migrations.AddConstraint(
            model_name="organization",
            constraint=workflow.sql.triggers.LegalMoves(
                initial="active", moves=("active>closed",), name="designation_organization_moves"
            ),
        ),
        migrations.AddConstraint(
            model_name="organization",
            constraint=workflow.sql.triggers.NeedsEntry(
                label="designation.Organization", name="designation_organization_entry"
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=workflow.sql.triggers.LegalMoves(
                initial="open",
                moves=("open>accepted", "open>expired", "open>revoked"),
                name="designation_invitation_moves",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=workflow.sql.triggers.NeedsEntry(
                label="designation.Invitation", name="designation_invitation_entry"
            ),
        ),
        migrations.AddConstraint(
            model_name="frontiermodel",
            constraint=workflow.sql.triggers.LegalMoves(
                initial="registered", moves=(), name="designation_frontiermodel_moves"
            ),
        ),
        migrations.AddConstraint(
            model_name="frontiermodel",
            constraint=workflow.sql.triggers.NeedsEntry(
                label="designation.FrontierModel", name="designation_frontiermodel_entry"
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=workflow.sql.triggers.LegalMoves(
                initial="proposed",
                moves=("active>ended", "proposed>active", "proposed>declined", "proposed>ended"),
                name="designation_appointment_moves",
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=workflow.sql.triggers.NeedsEntry(
                label="designation.Appointment", name="designation_appointment_entry"
            ),
        ),
        migrations.AddConstraint(
            model_name="policy",
            constraint=workflow.sql.triggers.LegalMoves(
                initial="draft", moves=("draft>active", "draft>discarded"), name="designation_policy_moves"
            ),
        ),
        migrations.AddConstraint(
            model_name="policy",
            constraint=workflow.sql.triggers.NeedsEntry(
                label="designation.Policy", name="designation_policy_entry"
            ),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=workflow.sql.triggers.LegalMoves(
                initial="draft",
                moves=(
                    "clarification_requested>closed",
                    "clarification_requested>covered",
                    "clarification_requested>not_covered",
                    "clarification_requested>submitted",
                    "clarification_requested>withdrawn",
                    "covered>concluded",
                    "covered>submitted",
                    "covered>withdrawn",
                    "draft>submitted",
                    "draft>withdrawn",
                    "in_assessment>covered",
                    "in_assessment>information_requested",
                    "in_assessment>no_determination",
                    "in_assessment>not_covered",
                    "in_assessment>recommended",
                    "in_assessment>withdrawn",
                    "information_requested>closed",
                    "information_requested>covered",
                    "information_requested>in_assessment",
                    "information_requested>not_covered",
                    "information_requested>withdrawn",
                    "no_determination>concluded",
                    "no_determination>submitted",
                    "no_determination>withdrawn",
                    "not_covered>concluded",
                    "not_covered>submitted",
                    "not_covered>withdrawn",
                    "recommended>covered",
                    "recommended>in_assessment",
                    "recommended>no_determination",
                    "recommended>not_covered",
                    "recommended>withdrawn",
                    "submitted>clarification_requested",
                    "submitted>covered",
                    "submitted>in_assessment",
                    "submitted>no_determination",
                    "submitted>not_covered",
                    "submitted>withdrawn",
                ),
                name="designation_request_moves",
            ),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=workflow.sql.triggers.NeedsEntry(
                label="designation.Request",
                name="designation_request_entry",
                shown_as=("recommended=in_assessment",),
            ),
        ),
        migrations.AddConstraint(
            model_name="consultation",
            constraint=workflow.sql.triggers.LegalMoves(
                initial="open",
                moves=(
                    "open>commented",
                    "open>concurred",
                    "open>dissolved",
                    "open>no_answer",
                    "open>objected",
                ),
                name="designation_consultation_moves",
            ),
        ),
        migrations.AddConstraint(
            model_name="consultation",
            constraint=workflow.sql.triggers.NeedsEntry(
                label="designation.Consultation", name="designation_consultation_entry"
            ),
        ),
        migrations.AddConstraint(
            model_name="window",
            constraint=workflow.sql.triggers.LegalMoves(
                initial="draft",
                moves=(
                    "closed>destroyed",
                    "countered>canceled",
                    "countered>declined",
                    "countered>proposed",
                    "draft>canceled",
                    "draft>proposed",
                    "open>closed",
                    "open>suspended",
                    "proposed>canceled",
                    "proposed>countered",
                    "proposed>declined",
                    "proposed>scheduled",
                    "scheduled>canceled",
                    "scheduled>declined",
                    "scheduled>open",
                    "suspended>closed",
                    "suspended>open",
                ),
                name="designation_window_moves",
            ),
        ),
        migrations.AddConstraint(
            model_name="window",
            constraint=workflow.sql.triggers.NeedsEntry(
                label="designation.Window", name="designation_window_entry"
            ),
        ),
        migrations.AddConstraint(
            model_name="grant",
            constraint=workflow.sql.triggers.LegalMoves(
                initial="nominated",
                moves=(
                    "active>ended",
                    "active>suspended",
                    "concurred>active",
                    "concurred>ended",
                    "nominated>concurred",
                    "nominated>ended",
                    "suspended>active",
                    "suspended>ended",
                ),
                name="designation_grant_moves",
            ),
        ),
        migrations.AddConstraint(
            model_name="grant",
            constraint=workflow.sql.triggers.NeedsEntry(
                label="designation.Grant", name="designation_grant_entry"
            ),
        ),
    ]
