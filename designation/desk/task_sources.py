"""The task sources of all packages, each with the duties that later packages add to it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from designation.declarations import listed
from designation.declared import Duty, Kind, TaskSource


@cache
def task_sources() -> tuple[TaskSource, ...]:
    """Return the task sources of all packages, each with the duties that later packages add to it.

    Duties come first, then next steps, then what is under way: the first one that concerns a row counts.
    """
    order = list(Kind)
    more = listed("tasks", "MORE_DUTIES")
    sources: tuple[TaskSource, ...] = listed("tasks", "SOURCES")
    return tuple(
        replace(one, duties=tuple(sorted(_duties(one, more), key=lambda duty: order.index(duty.kind))))
        for one in sources
    )


def _duties(source: TaskSource, more: tuple[tuple[str, Duty], ...]) -> list[Duty]:
    return [*source.duties, *(duty for name, duty in more if name == source.name)]
