"""Rules about when a closure of federal offices may be entered and come into force."""

from __future__ import annotations

from typing import Any

from workflow import calendars
from workflow.guards import Pass, Refusal, StepContext, Verdict

RESERVED = "Closures are entered by policy editors."


def day_lies_ahead(closure: Any, context: StepContext) -> Verdict:
    """A closure moves clocks, so it is known before its day begins in Washington."""
    row = closure or context.proposed
    if row.day > calendars.day_of(context.now):
        return Pass()
    if closure is None:
        return Refusal("closed_day_not_ahead", "Enter a day after today (Eastern Time).", "day")
    reason = "This day has already begun in Washington, so the closure cannot be put into force. Discard it."
    return Refusal("closed_day_not_ahead", reason, "day")


def day_is_a_business_day(_on: Any, context: StepContext) -> Verdict:
    """A weekend or a federal holiday is closed already, and so is a day that an earlier closure names."""
    if calendars.is_business_day(context.proposed.day):
        return Pass()
    return Refusal("closed_already", "Federal offices are closed on that day already.", "day")


def day_is_not_proposed(_on: Any, context: StepContext) -> Verdict:
    """One closure of a day can be proposed or in force."""
    if not context.proposed.is_proposed_already():
        return Pass()
    return Refusal(
        "closure_proposed_already", "A closure of that day is proposed already. Sign or discard it.", "day"
    )


def source_is_given(_on: Any, context: StepContext) -> Verdict:
    """A closure names the order, or the announcement, that closes the offices."""
    if context.proposed.source.strip():
        return Pass()
    return Refusal("source_missing", "Say which order or announcement closes the offices.", "source")
