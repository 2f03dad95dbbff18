"""What PostgreSQL enforces about questions and declarations, as constraints of their models.

The draft of an answer is free until the answers are sent.
"""

from __future__ import annotations

from designation.access.guards import logs_of_request
from workflow.sql.log_entries import NeedsLogEntry

QUESTION_NEEDS_ENTRY = NeedsLogEntry(
    name="question_entry",
    logs=["SELECT q.log_id FROM public.designation_request q WHERE q.id = r.request_id"],
    changes=["answer", "revised", "answered_by_id", "answered_at"],
    free={"was.answered_at IS NULL": ["answer", "revised"]},
)

DECLARATION_NEEDS_ENTRY = NeedsLogEntry(
    name="declaration_entry", logs=logs_of_request("r.request_id"), changes=["text"]
)
