"""What PostgreSQL enforces about windows, as constraints of `Window` and of what is written under it.

A window is within thirty days of its model's first opening, its end is only ever lowered, and windows of one model
never overlap. The early access of a trusted partner begins with the release to partners, so of its time only the end is
watched. Terms, signatures and interruptions are written with an entry of the window.
"""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db.models import F, Func, Q, Value

from workflow.sql.log_entries import NeedsLogEntry
from workflow.sql.triggers import FunctionTrigger

DATED = ["scheduled", "open", "suspended", "closed", "destroying", "destroyed"]
"""The states of a window whose time counts."""

NEVER_OVERLAPS = ExclusionConstraint(
    name="window_never_overlaps",
    expressions=[
        # The migration creates the type `uuidrange`: range types bring their own GiST operators, UUIDs have none.
        (Func(F("model"), F("model"), Value("[]"), function="uuidrange"), RangeOperators.OVERLAPS),
        (Func(F("opens_at"), F("ends_at"), RangeBoundary(), function="tstzrange"), RangeOperators.OVERLAPS),
    ],
    condition=Q(state__in=DATED, partner__isnull=True),
)

WITHIN_THIRTY_DAYS = FunctionTrigger(
    name="designation_window_time",
    events="BEFORE INSERT OR UPDATE",
    body="""
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
""",
)

LOG_OF_THE_WINDOW = "SELECT w.log_id FROM public.designation_window w WHERE w.id = r.window_id"

TERMS_NEED_ENTRY = NeedsLogEntry(name="terms_entry", logs=[LOG_OF_THE_WINDOW])

INTERRUPTION_NEEDS_ENTRY = NeedsLogEntry(
    name="interruption_entry", logs=[LOG_OF_THE_WINDOW], changes=["until_at"]
)

SIGNATURE_NEEDS_ENTRY = NeedsLogEntry(
    name="signature_entry",
    logs=[
        "SELECT w.log_id FROM public.designation_termsversion v "
        "JOIN public.designation_window w ON w.id = v.window_id WHERE v.id = r.terms_id"
    ],
)
