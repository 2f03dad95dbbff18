"""Since when a row is in its state and when it is due, as parts of the query that lists the rows."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, Q, Subquery

from workflow.models import Deadline, Entry, Stateful
from workflow.steps import steps_of


def due_at() -> Subquery:
    """The soonest instant at which a running clock of the row runs out."""
    running = Deadline.objects.filter(subject_id=OuterRef("pk"), state="running")
    return Subquery(running.order_by("due_at").values("due_at")[:1])


def since(machine: type[Stateful], side: str) -> Subquery:
    """The instant of the entry that brought the row into its state, as people of a side may know it.

    Steps that keep the state, single signatures and late attempts bring it into none; a step that leads back into the
    same state does.
    """
    arrivals = [step.event for step in steps_of(machine).values() if step.target is not None]
    arrived: Any = Entry.objects.filter(Q(source="") | Q(event__in=arrivals), subject_id=OuterRef("pk"))
    return Subquery(
        arrived.filter(audience__in=["all", side]).order_by("-version", "-index").values("at")[:1]
    )
