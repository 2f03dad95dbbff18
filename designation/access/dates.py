"""Query expressions for when a row entered its state and when it is due."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, Q, Subquery

from workflow.models import Deadline, Entry, Stateful
from workflow.models.ledger import open_to
from workflow.steps import steps_of


def due_at() -> Subquery:
    """Return the instant of the row's next running deadline."""
    running = Deadline.objects.filter(subject_id=OuterRef("pk"), state="running")
    return Subquery(running.order_by("due_at").values("due_at")[:1])


def since(machine: type[Stateful], side: str) -> Subquery:
    """Return the instant at which the row entered its state, as far as the given side may know.

    The instant is that of the newest entry that records an arrival in a state. A step back into the same
    state counts as an arrival. Steps that keep the state, single signatures and late attempts do not.
    """
    arrivals = [step.event for step in steps_of(machine).values() if step.target is not None]
    arrived: Any = Entry.objects.filter(Q(source="") | Q(event__in=arrivals), subject_id=OuterRef("pk"))
    return Subquery(arrived.filter(open_to([side])).order_by("-index").values("at")[:1])


def overdue_since(machine: type[Stateful]) -> Subquery:
    """Return when the row's newest deadline ran out that only warns, or that left the row overdue."""
    late = [step.name for step in steps_of(machine).values() if step.target == "overdue"]
    fired = Deadline.objects.filter(subject_id=OuterRef("pk"), state="fired", step__in=["", *late])
    return Subquery(fired.order_by("-due_at").values("due_at")[:1])
