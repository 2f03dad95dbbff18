"""What PostgreSQL enforces: legal moves, entries, the thirty days (promise 2), ends that are only lowered, signed terms."""

import workflow.sql.log_entries
import workflow.sql.triggers
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary
from django.db import migrations
from django.db.models import F, Func, Q, Value

WINDOW_TIME = """
DECLARE
  first_opened_at timestamptz;
  registration uuid;
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.ends_at > OLD.ends_at AND OLD.state IN ('scheduled', 'open', 'suspended', 'closed') THEN
    RAISE EXCEPTION 'the end of a window is only ever lowered' USING ERRCODE = 'check_violation';
  ELSIF NEW.partner_id IS NOT NULL OR NEW.state NOT IN ('scheduled', 'open', 'suspended') THEN
    RETURN NEW;
  END IF;
  SELECT coalesce(m.same_as_id, m.id) INTO registration FROM public.designation_request r
    JOIN public.designation_frontiermodel m ON m.id = r.model_id WHERE r.id = NEW.request_id;
  IF registration IS DISTINCT FROM NEW.model_id THEN
    RAISE EXCEPTION 'a window counts for the first registration of its model' USING ERRCODE = 'check_violation';
  END IF;
  SELECT m.first_opened_at INTO first_opened_at FROM public.designation_frontiermodel m
    WHERE m.id = NEW.model_id FOR SHARE;
  IF NEW.ends_at > coalesce(first_opened_at, NEW.opens_at) + interval '720 hours' THEN
    RAISE EXCEPTION 'a window lies within 30 x 24 h of the model''s first opening' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END
"""

CLOCK_STARTS_ONCE = """
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
"""

ORGANIZATION = "SELECT o.log_id FROM public.designation_organization o WHERE o.id = r.organization_id"
ORGANIZATION_OF_THE_PERSON = (
    "SELECT o.log_id FROM public.designation_person p "
    "JOIN public.designation_office f ON f.id = p.office_id "
    "JOIN public.designation_organization o ON o.id = f.organization_id WHERE p.id = r.person_id"
)
MODEL = "SELECT m.log_id FROM public.designation_frontiermodel m WHERE m.id = r.model_id"
REQUEST = "SELECT q.log_id FROM public.designation_request q WHERE q.id = r.request_id"
WINDOW = "SELECT w.log_id FROM public.designation_window w WHERE w.id = r.window_id"
WINDOW_OF_THE_TERMS = (
    "SELECT w.log_id FROM public.designation_termsversion v "
    "JOIN public.designation_window w ON w.id = v.window_id WHERE v.id = r.terms_id"
)


def around(matter):
    return (
        f"SELECT {matter}",
        f"SELECT m.parent_id FROM public.workflow_log m WHERE m.id = {matter}",
        "SELECT f.id FROM public.workflow_log m JOIN public.workflow_log f "
        f"ON f.parent_id = coalesce(m.parent_id, m.id) WHERE m.id = {matter}",
    )


class Migration(migrations.Migration):
    dependencies = [("designation", "0001_tables"), ("workflow", "0002_guards")]

    operations = [
        migrations.RunSQL("CREATE TYPE uuidrange AS RANGE (subtype = uuid)", "DROP TYPE uuidrange"),
        migrations.AddConstraint(
            model_name="window",
            constraint=ExclusionConstraint(
                name="window_never_overlaps",
                expressions=[
                    (Func(F("model"), F("model"), Value("[]"), function="uuidrange"), "&&"),
                    (Func(F("opens_at"), F("ends_at"), RangeBoundary(), function="tstzrange"), "&&"),
                ],
                condition=Q(
                    state__in=["scheduled", "open", "suspended", "closed", "destroying", "destroyed"],
                    partner__isnull=True,
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="window",
            constraint=workflow.sql.triggers.FunctionTrigger(
                name="designation_window_time", events="BEFORE INSERT OR UPDATE", body=WINDOW_TIME
            ),
        ),
        migrations.AddConstraint(
            model_name="frontiermodel",
            constraint=workflow.sql.triggers.FunctionTrigger(
                name="designation_clock_starts_once", events="BEFORE UPDATE", body=CLOCK_STARTS_ONCE
            ),
        ),
        migrations.AddConstraint(
            model_name="termsversion", constraint=workflow.sql.triggers.OnlyGrows(name="terms_never_change")
        ),
        migrations.AddConstraint(
            model_name="termssignature",
            constraint=workflow.sql.triggers.OnlyGrows(name="signatures_never_change"),
        ),
        migrations.AddConstraint(
            model_name="recusal", constraint=workflow.sql.triggers.OnlyGrows(name="recusals_never_change")
        ),
        migrations.AddConstraint(
            model_name="organization",
            constraint=workflow.sql.triggers.LegalMoves(
                name="designation_organization_moves",
                initial="active",
                moves=("active>closed",),
                keeps=("side", "created_at"),
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
                name="designation_invitation_moves",
                initial="open",
                moves=("open>accepted", "open>expired", "open>revoked"),
                keeps=(
                    "organization_id",
                    "office_id",
                    "email",
                    "name",
                    "folded",
                    "roles",
                    "roles_signed",
                    "invited_by_id",
                ),
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
                name="designation_frontiermodel_moves",
                initial="registered",
                moves=(),
                keeps=("developer_id", "codename"),
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
                name="designation_appointment_moves",
                initial="proposed",
                moves=("active>ended", "proposed>active", "proposed>declined", "proposed>ended"),
                keeps=(
                    "person_id",
                    "organization_id",
                    "office_id",
                    "role",
                    "delegated_from_id",
                    "instrument",
                    "until",
                ),
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
                name="designation_policy_moves",
                initial="draft",
                moves=("draft>active", "draft>discarded"),
                keeps=("number", "author_id"),
            ),
        ),
        migrations.AddConstraint(
            model_name="policy",
            constraint=workflow.sql.triggers.NeedsEntry(
                label="designation.Policy",
                name="designation_policy_entry",
                free=("draft=values", "draft=effective_at"),
            ),
        ),
        migrations.AddConstraint(
            model_name="closure",
            constraint=workflow.sql.triggers.LegalMoves(
                name="designation_closure_moves",
                initial="proposed",
                moves=("proposed>discarded", "proposed>in_force"),
                keeps=("day", "source", "author_id"),
            ),
        ),
        migrations.AddConstraint(
            model_name="closure",
            constraint=workflow.sql.triggers.NeedsEntry(
                label="designation.Closure", name="designation_closure_entry"
            ),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=workflow.sql.triggers.LegalMoves(
                name="designation_request_moves",
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
                keeps=("number", "model_id", "filed_again_from_id", "created_at"),
            ),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=workflow.sql.triggers.NeedsEntry(
                label="designation.Request",
                name="designation_request_entry",
                free=("draft=answers", "draft=saved_at", "draft=variants", "draft=variant_key"),
                shown_as=("recommended=in_assessment",),
            ),
        ),
        migrations.AddConstraint(
            model_name="consultation",
            constraint=workflow.sql.triggers.LegalMoves(
                name="designation_consultation_moves",
                initial="open",
                moves=(
                    "open>commented",
                    "open>concurred",
                    "open>dissolved",
                    "open>no_answer",
                    "open>objected",
                ),
                keeps=("request_id", "office_id"),
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
                name="designation_window_moves",
                initial="draft",
                moves=(
                    "closed>destroying",
                    "countered>canceled",
                    "countered>declined",
                    "countered>proposed",
                    "destroying>destroyed",
                    "draft>canceled",
                    "draft>proposed",
                    "draft>scheduled",
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
                keeps=("request_id", "model_id", "number", "partner_id"),
            ),
        ),
        migrations.AddConstraint(
            model_name="window",
            constraint=workflow.sql.triggers.NeedsEntry(
                label="designation.Window", name="designation_window_entry", free=("draft=draft_terms",)
            ),
        ),
        migrations.AddConstraint(
            model_name="grant",
            constraint=workflow.sql.triggers.LegalMoves(
                name="designation_grant_moves",
                initial="nominated",
                moves=(
                    "active>concurred",
                    "active>ended",
                    "active>suspended",
                    "concurred>active",
                    "concurred>ended",
                    "nominated>concurred",
                    "nominated>ended",
                    "suspended>active",
                    "suspended>ended",
                ),
                keeps=("window_id", "person_id", "appointment_id", "nominated_by_id", "pseudonym"),
            ),
        ),
        migrations.AddConstraint(
            model_name="grant",
            constraint=workflow.sql.triggers.NeedsEntry(
                label="designation.Grant", name="designation_grant_entry"
            ),
        ),
        migrations.AddConstraint(
            model_name="artifact",
            constraint=workflow.sql.triggers.LegalMoves(
                name="designation_artifact_moves",
                initial="receiving",
                moves=(
                    "destroying>destroyed",
                    "quarantined>sealed",
                    "quarantined>withdrawn",
                    "receiving>destroying",
                    "receiving>quarantined",
                    "receiving>sealed",
                    "sealed>quarantined",
                    "sealed>withdrawn",
                    "withdrawn>destroying",
                ),
                keeps=(
                    "request_id",
                    "number",
                    "title",
                    "description",
                    "file_name",
                    "legend",
                    "object_id",
                    "length_bytes",
                    "uploaded_by_id",
                    "uploaded_at",
                    "content_header",
                    "folder",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="artifact",
            constraint=workflow.sql.triggers.NeedsEntry(
                name="designation_artifact_entry",
                label="designation.Artifact",
                free=(
                    "receiving=checked_bytes",
                    "receiving=received_bytes",
                    "receiving=parts",
                    "receiving=upload_fence",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="share",
            constraint=workflow.sql.triggers.LegalMoves(
                name="designation_share_moves",
                initial="active",
                moves=("active>ended",),
                keeps=("window_id", "artifact_id", "shared_by_id", "shared_at"),
            ),
        ),
        migrations.AddConstraint(
            model_name="share",
            constraint=workflow.sql.triggers.NeedsEntry(
                name="designation_share_entry", label="designation.Share"
            ),
        ),
        migrations.AddConstraint(
            model_name="partner",
            constraint=workflow.sql.triggers.LegalMoves(
                name="designation_partner_moves",
                initial="nominated",
                moves=(
                    "active>expired",
                    "active>left",
                    "active>removed",
                    "active>suspended",
                    "asked>declined",
                    "asked>lapsed",
                    "asked>vetting",
                    "expired>active",
                    "expired>left",
                    "expired>removed",
                    "expired>suspended",
                    "nominated>declined",
                    "nominated>lapsed",
                    "nominated>vetting",
                    "suspended>active",
                    "suspended>left",
                    "suspended>removed",
                    "vetting>active",
                    "vetting>asked",
                    "vetting>declined",
                    "vetting>lapsed",
                ),
                keeps=(
                    "number",
                    "name",
                    "folded",
                    "suborganization",
                    "city",
                    "us_state",
                    "category",
                    "size",
                    "identifiers",
                    "contact_name",
                    "contact_email",
                    "sponsor_id",
                    "nominated_by_id",
                    "nominated_side",
                    "nominated_at",
                    "reasons_for",
                    "reconsiders_id",
                    "entry_id",
                    "text",
                    "near",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="partner",
            constraint=workflow.sql.triggers.NeedsEntry(
                name="designation_partner_entry", label="designation.Partner"
            ),
        ),
        migrations.AddConstraint(
            model_name="selection",
            constraint=workflow.sql.triggers.LegalMoves(
                name="designation_selection_moves",
                initial="proposed",
                moves=(
                    "agreed>ended",
                    "concurred>ended",
                    "concurred>invited",
                    "concurred>proposed",
                    "invited>agreed",
                    "invited>ended",
                    "proposed>concurred",
                    "proposed>ended",
                    "proposed>not_selected",
                    "proposed>taken_back",
                ),
                keeps=("number", "request_id", "partner_id"),
            ),
        ),
        migrations.AddConstraint(
            model_name="selection",
            constraint=workflow.sql.triggers.NeedsEntry(
                name="designation_selection_entry", label="designation.Selection"
            ),
        ),
        migrations.AddConstraint(
            model_name="credential",
            constraint=workflow.sql.triggers.LegalMoves(
                name="designation_credential_moves",
                initial="active",
                moves=("active>to_cut", "overdue>cut", "to_cut>cut", "to_cut>overdue"),
                keeps=("window_id", "label", "address", "grant_id"),
            ),
        ),
        migrations.AddConstraint(
            model_name="credential",
            constraint=workflow.sql.triggers.NeedsEntry(
                name="designation_credential_entry", label="designation.Credential"
            ),
        ),
        migrations.AddConstraint(
            model_name="destruction",
            constraint=workflow.sql.triggers.LegalMoves(
                name="designation_destruction_moves",
                initial="issued",
                moves=("issued>certified", "issued>overdue", "overdue>certified"),
                keeps=("window_id", "at", "certificate", "signature"),
            ),
        ),
        migrations.AddConstraint(
            model_name="destruction",
            constraint=workflow.sql.triggers.NeedsEntry(
                name="designation_destruction_entry", label="designation.Destruction"
            ),
        ),
        migrations.AddConstraint(
            model_name="attestation",
            constraint=workflow.sql.triggers.LegalMoves(
                name="designation_attestation_moves",
                initial="due",
                moves=("due>attested", "due>overdue", "overdue>attested"),
                keeps=("window_id", "grant_id"),
            ),
        ),
        migrations.AddConstraint(
            model_name="attestation",
            constraint=workflow.sql.triggers.NeedsEntry(
                name="designation_attestation_entry", label="designation.Attestation"
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=workflow.sql.triggers.LegalMoves(
                name="designation_agreement_moves",
                initial="draft",
                moves=("draft>discarded", "draft>in_force", "in_force>replaced", "in_force>withdrawn"),
                keeps=("request_id", "title", "text", "digest", "written_by_id", "written_at"),
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=workflow.sql.triggers.NeedsEntry(
                name="designation_agreement_entry", label="designation.Agreement"
            ),
        ),
        migrations.AddConstraint(
            model_name="acceptance",
            constraint=workflow.sql.triggers.LegalMoves(
                name="designation_acceptance_moves",
                initial="given",
                moves=(),
                keeps=("window_id", "grant_id", "agreement_id", "digest", "shown_at", "accepted_at"),
            ),
        ),
        migrations.AddConstraint(
            model_name="acceptance",
            constraint=workflow.sql.triggers.NeedsEntry(
                name="designation_acceptance_entry", label="designation.Acceptance"
            ),
        ),
        migrations.AddConstraint(
            model_name="office",
            constraint=workflow.sql.log_entries.NeedsLogEntry(name="office_entry", logs=(ORGANIZATION,)),
        ),
        migrations.AddConstraint(
            model_name="site", constraint=workflow.sql.triggers.OnlyGrows(name="site_never_changes")
        ),
        migrations.AddConstraint(
            model_name="site",
            constraint=workflow.sql.log_entries.NeedsLogEntry(name="site_entry", logs=(ORGANIZATION,)),
        ),
        migrations.AddConstraint(
            model_name="involvement",
            constraint=workflow.sql.log_entries.NeedsLogEntry(
                name="involvement_entry", logs=around("r.matter")
            ),
        ),
        migrations.AddConstraint(
            model_name="party",
            constraint=workflow.sql.log_entries.NeedsLogEntry(
                name="party_entry",
                logs=(*around("r.matter"), ORGANIZATION_OF_THE_PERSON),
                changes=("side", "roles"),
            ),
        ),
        migrations.AddConstraint(
            model_name="recusal",
            constraint=workflow.sql.log_entries.NeedsLogEntry(name="recusal_entry", logs=around("r.matter")),
        ),
        migrations.AddConstraint(
            model_name="variant",
            constraint=workflow.sql.log_entries.NeedsLogEntry(name="variant_entry", logs=(MODEL,)),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=workflow.sql.log_entries.NeedsLogEntry(
                name="question_entry",
                logs=(REQUEST,),
                changes=("answer", "revised", "answered_by_id", "answered_at"),
                free={"was.answered_at IS NULL": ("answer", "revised")},
            ),
        ),
        migrations.AddConstraint(
            model_name="declaration",
            constraint=workflow.sql.log_entries.NeedsLogEntry(
                name="declaration_entry", logs=around("r.request_id"), changes=("text",)
            ),
        ),
        migrations.AddConstraint(
            model_name="interruption",
            constraint=workflow.sql.log_entries.NeedsLogEntry(
                name="interruption_entry", logs=(WINDOW,), changes=("until_at",)
            ),
        ),
        migrations.AddConstraint(
            model_name="termsversion",
            constraint=workflow.sql.log_entries.NeedsLogEntry(name="terms_entry", logs=(WINDOW,)),
        ),
        migrations.AddConstraint(
            model_name="termssignature",
            constraint=workflow.sql.log_entries.NeedsLogEntry(
                name="signature_entry", logs=(WINDOW_OF_THE_TERMS,)
            ),
        ),
        migrations.AddConstraint(
            model_name="formerparty",
            constraint=workflow.sql.log_entries.NeedsLogEntry(
                name="former_party_entry",
                logs=(*around("r.matter"), ORGANIZATION_OF_THE_PERSON),
                changes=("side", "ended_at"),
            ),
        ),
        migrations.AddConstraint(
            model_name="directory",
            constraint=workflow.sql.triggers.LegalMoves(
                name="designation_directory_moves", initial="open", moves=()
            ),
        ),
        migrations.AddConstraint(
            model_name="directory",
            constraint=workflow.sql.triggers.NeedsEntry(
                label="designation.Directory", name="designation_directory_entry"
            ),
        ),
        migrations.AddConstraint(
            model_name="directoryentry",
            constraint=workflow.sql.log_entries.NeedsLogEntry(
                changes=(
                    "name",
                    "suborganization",
                    "city",
                    "state",
                    "category",
                    "sector",
                    "size",
                    "uei",
                    "ccn",
                    "fdic",
                    "pwsid",
                    "domains",
                    "contacts",
                    "identity",
                    "near",
                    "initials",
                    "text",
                    "words",
                    "revision",
                    "changed_at",
                ),
                logs=("SELECT '0b9c1d4e-5a0f-5a37-8f43-2b6c7d90e1a5'::uuid",),
                name="directory_entry_entry",
            ),
        ),
        migrations.AddConstraint(
            model_name="directoryidentifier",
            constraint=workflow.sql.log_entries.NeedsLogEntry(
                logs=("SELECT '0b9c1d4e-5a0f-5a37-8f43-2b6c7d90e1a5'::uuid",),
                name="directory_identifier_entry",
            ),
        ),
        migrations.AddConstraint(
            model_name="removedentry",
            constraint=workflow.sql.log_entries.NeedsLogEntry(
                logs=("SELECT '0b9c1d4e-5a0f-5a37-8f43-2b6c7d90e1a5'::uuid",),
                name="directory_removed_entry",
            ),
        ),
        migrations.AddConstraint(
            model_name="directoryimport",
            constraint=workflow.sql.triggers.LegalMoves(
                name="designation_directoryimport_moves",
                initial="uploaded",
                moves=(
                    "applied>undoing",
                    "applying>applied",
                    "applying>discarded",
                    "applying>failed",
                    "checked>applying",
                    "checked>checking",
                    "checked>discarded",
                    "checking>checked",
                    "checking>discarded",
                    "checking>failed",
                    "failed>checking",
                    "failed>discarded",
                    "undoing>undone",
                    "uploaded>checking",
                    "uploaded>discarded",
                ),
                keeps=(
                    "directory_id",
                    "number",
                    "file_name",
                    "size_bytes",
                    "sha256",
                    "header",
                    "uploaded_by_id",
                    "uploaded_at",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="directoryimport",
            constraint=workflow.sql.triggers.NeedsEntry(
                free=("checking=read_bytes", "checking=read_lines", "checking=compared"),
                label="designation.DirectoryImport",
                name="designation_directoryimport_entry",
            ),
        ),
    ]
