"""What PostgreSQL enforces about offices, whose signers make a quorum, and about what kind of site this is."""

from __future__ import annotations

from workflow.sql.log_entries import NeedsLogEntry

OFFICE_NEEDS_ENTRY = NeedsLogEntry(
    name="office_entry",
    logs=["SELECT o.log_id FROM public.designation_organization o WHERE o.id = r.organization_id"],
)

SITE_NEEDS_ENTRY = NeedsLogEntry(
    name="site_entry",
    logs=["SELECT o.log_id FROM public.designation_organization o WHERE o.id = r.organization_id"],
)

SITE_EXISTS = "SELECT to_regclass('public.designation_site') IS NOT NULL"
"""Whether the table is there, for processes that start before Django's models are loaded."""
KIND_OF_SITE = "SELECT kind FROM public.designation_site"
"""Which kind of site this is: one row, or none if the site has not begun."""
