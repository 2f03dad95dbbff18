"""The clocks of a case. Those of people only warn: no case moves on, or access comes back, because time passed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from workflow.deadlines import Due, Sets
from workflow.guards import StepContext

TRIAGE_DAYS, REVIEW_HOURS, INQUIRY_DAYS, NOTICE_HOURS, LONGEST_DELAY_DAYS = 2, 72, 30, 72, 30
KINDS = ("case_triage", "case_review", "case_inquiry")
"""The clocks that only warn."""


def _after(**span: int) -> Callable[[Any, StepContext], Due]:
    return lambda _case, context: Due(context.now + timedelta(**span))


def _delayed(case: Any, _context: StepContext) -> Due:
    return Due(case.notice_delayed_until)


TRIAGE = Sets("case_triage", "", _after(days=TRIAGE_DAYS))
REVIEW = Sets("case_review", "", _after(hours=REVIEW_HOURS))
INQUIRY = Sets("case_inquiry", "", _after(days=INQUIRY_DAYS))
NOTICE = Sets("case_notice", "tell_owner", _after(hours=NOTICE_HOURS))
DELAYED = Sets("case_notice", "tell_owner", _delayed)
