"""What PostgreSQL enforces about the rows of a matter: which logs tell of them, as queries for `NeedsLogEntry`.

A step of a window changes who takes part in its request and in the request's other windows, and the other way around.
So the entry may be in any log of the same request; the matter's own log is asked first.
"""

from __future__ import annotations


def logs_of_request(matter: str) -> list[str]:
    """Return the queries for the log of a matter, the log above it, and those beside and below it.

    `matter` is an SQL expression for the id of the matter, which is the id of its log.
    """
    return [
        f"SELECT {matter}",
        f"SELECT m.parent_id FROM public.workflow_log m WHERE m.id = {matter}",
        "SELECT f.id FROM public.workflow_log m JOIN public.workflow_log f "
        f"ON f.parent_id = coalesce(m.parent_id, m.id) WHERE m.id = {matter}",
    ]


def log_of_organization(person: str) -> str:
    """Return the query for the log of a person's organization, where their roles begin and end."""
    return (
        "SELECT o.log_id FROM public.designation_person p "
        "JOIN public.designation_office f ON f.id = p.office_id "
        f"JOIN public.designation_organization o ON o.id = f.organization_id WHERE p.id = {person}"
    )
