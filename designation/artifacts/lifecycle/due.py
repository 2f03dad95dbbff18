"""When something is due that follows a step of an artifact or a window."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from workflow.deadlines import Due
from workflow.guards import StepContext


def after(span: timedelta, *reminders: int) -> Callable[[Any, StepContext], Due]:
    """Return a deadline rule: due this long after the step, with reminders so many days before."""
    return lambda _subject, context: Due(context.now + span, reminders=reminders)
