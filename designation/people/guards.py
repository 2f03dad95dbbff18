"""What PostgreSQL enforces about offices, as a constraint of `Office`: signers of different offices make a quorum."""

from __future__ import annotations

from workflow.sql.log_entries import NeedsLogEntry

OFFICE_NEEDS_ENTRY = NeedsLogEntry(
    name="office_entry",
    logs=["SELECT o.log_id FROM public.designation_organization o WHERE o.id = r.organization_id"],
)
