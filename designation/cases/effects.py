"""Rows that the steps of a case write, in the transaction of the step."""

from __future__ import annotations

from typing import Any

from workflow.guards import StepContext


def note_owners(case: Any, context: StepContext) -> None:
    """Note in which windows the developers are told of the case."""
    for window in case.windows():
        case.owner_notices.create(window=window, at=context.now)


def suspend_the_person(case: Any, context: StepContext) -> None:
    """Place a suspension of the person, unless the officers placed one before."""
    case.place_suspension(context)
