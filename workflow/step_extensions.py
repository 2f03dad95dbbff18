"""What later packages add to the steps of earlier ones, while models are imported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from workflow.errors import WorkflowError
from workflow.guards import Guard
from workflow.jobs import Queues
from workflow.models import Stateful
from workflow.steps import Cascade, Effect, restate, step_of

_extended: dict[tuple[str, str], dict[str, list[tuple[int, Any]]]] = {}
_frozen = False


class StepsAreFrozen(WorkflowError):
    """A step was extended after start-up, when other code may already have read its facts."""

    code = "steps_are_frozen"


def extend(
    model: type[Stateful],
    *names: str,
    order: int = 0,
    guards: Sequence[Guard] = (),
    checks: Sequence[Guard] = (),
    effects: Sequence[Effect] = (),
    cascades: Sequence[Cascade] = (),
    jobs: Sequence[Queues] = (),
) -> None:
    """Add guards, checks, effects, cascades and jobs from another package to steps of a model.

    A parent does not know its children. What a withdrawal ends, and what prevents an organization from being closed, is
    declared in the children's packages. A step's own facts come first, then additions by `order`, and in the order of
    the imports if that is equal. Drawings, checks and tests treat them as facts of the step. Expects to be called while
    models are imported. Raises: StepsAreFrozen after start-up; UnknownStep.
    """
    if _frozen:
        raise StepsAreFrozen("Steps are extended while models are imported, not later.")
    added = {"guards": guards, "checks": checks, "effects": effects, "cascades": cascades, "jobs": jobs}
    for name in names:
        facts = step_of(model, name)
        known = _extended.setdefault((model._meta.label, name), {})
        changes: dict[str, Any] = {}
        for kind, more in added.items():
            if more:
                rows = known.setdefault(kind, [(-1, own) for own in getattr(facts, kind)])
                rows += [(order, one) for one in more]
                rows.sort(key=lambda row: row[0])
                changes[kind] = tuple(one for _order, one in rows)
        restate(model, replace(facts, **changes))


def freeze() -> None:
    """Allow no more calls of `extend`. The application calls this when all models are imported."""
    global _frozen
    _frozen = True
