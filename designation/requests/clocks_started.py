"""Due dates of the deadlines that a step of a request starts, in words, for the page of the step."""

from __future__ import annotations

from copy import copy
from datetime import datetime
from typing import Any

from designation.content.instants import written
from workflow.closing import closed_days
from workflow.deadlines import Sets
from workflow.guards import Actor, StepContext
from workflow.steps import Step

SENTENCES = {
    "completeness": "The check for completeness is due {}.",
    "determination": "The determination is due {}.",
    "answer": "The answers are due {}.",
    "conclusion": "Where nothing else happens, the request ends {}.",
}


@closed_days.read_once()
def clocks_started(request: Any, facts: Step, actor: Actor, now: datetime) -> list[str]:
    """Return one sentence for each deadline that the step would start now. Resumed deadlines are left out."""
    row = copy(request)
    row.policy = request.policy or request.policy_in_force(now)  # a draft will be pinned to it
    if row.policy is None:
        return []
    said = [
        SENTENCES[rule.kind].format(written(due.at))
        for rule in facts.deadlines
        if isinstance(rule, Sets)
        and rule.kind in SENTENCES
        and (due := rule.due(row, StepContext(actor, now)))
    ]
    if facts.name == "extend":
        said.append(_left(row.policy.number_of("extensions") - row.extensions_used - 1))
    return said


def _left(extensions: int) -> str:
    if extensions == 1:
        return "After this, one further extension is left."
    return f"After this, {extensions if extensions > 0 else 'no'} further extensions are left."
