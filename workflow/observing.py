"""Tells whoever counts what the engine does. Receivers hear of it afterward; they decide nothing and can break nothing.

The signals carry names from the code (a machine, a step, the code of a refusal, a kind of job), never a subject or a
person.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import transaction
from django.dispatch import Signal

from workflow.errors import Refused

P = ParamSpec("P")
R = TypeVar("R")

step_taken = Signal()
"""A step was taken and committed: `machine` and `step`."""
refused = Signal()
"""A step or a creation was refused: `codes`."""
job_ended = Signal()
"""An attempt to run a job ended: `kind`, which is empty if no handler is registered for it, and `outcome`."""

DONE, FAILED, DEAD = "done", "failed", "dead"
OUTCOMES = (DONE, FAILED, DEAD)
"""How an attempt ends: it succeeded, it will be tried again, or it was the last one."""


def tell_steps(taken: Iterable[tuple[str, str]]) -> None:
    """Tell of steps, as (machine, step) pairs, when the present transaction commits."""
    if step_taken.has_listeners():
        pairs = list(taken)
        transaction.on_commit(lambda: _send_steps(pairs), robust=True)


def _send_steps(pairs: Iterable[tuple[str, str]]) -> None:
    for machine, step in pairs:
        step_taken.send_robust(None, machine=machine, step=step)


def tell_job(kind: str, outcome: str) -> None:
    """Tell how an attempt to run a job ended."""
    job_ended.send_robust(None, kind=kind, outcome=outcome)


def tells_refusals(function: Callable[P, R]) -> Callable[P, R]:
    """Make a function tell of each refusal that it raises, once, even if another such function lets it through."""

    @wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(*args, **kwargs)
        except Refused as refusal:
            if not refusal.told:
                refusal.told = True
                refused.send_robust(None, codes=refusal.codes)
            raise

    return call
