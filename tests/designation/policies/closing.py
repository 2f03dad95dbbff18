"""Closures for tests: two editors put one into force, and lamps have the clocks."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from designation.demo.world import World
from designation.models import Closure
from designation.policies import actions as policies
from tests.workflow.toy.making import holder, lit, new_lamp
from workflow import calendars, outbox
from workflow.models import Deadline, Entry
from workflow.perform import perform


def ahead(world: World, days: int) -> date:
    """Return the day that is so many business days after the world's."""
    return calendars.shift(calendars.day_of(world.now), days)


def closed(world: World, day: date) -> Closure:
    """Let two editors of different offices close a day. The clocks have not moved yet."""
    closure = policies.enter_closure(day=day, source="An order", actor=world.actor("paul"), now=world.now)
    world.act(closure, "activate", "paul")
    world.act(closure, "activate", "petra")
    return closure


def worked_off() -> None:
    """Run every job that waits."""
    while outbox.deliver(1_000):
        pass


def clock_of(world: World, days: int, *, calendar: str = calendars.BUSINESS, **inputs: Any) -> Deadline:
    """Return a clock that started now and runs for so many days."""
    lamp = new_lamp(now=world.now)
    keeper = holder(lamp, at=world.now)
    lit(lamp, keeper, now=world.now)
    asked = {"days": days, "calendar": calendar, **inputs}
    perform(lamp, "inspect_after", actor=keeper, inputs=asked, now=world.now)
    return Deadline.objects.get(subject_id=lamp.pk, kind="inspection")


def due_on(row: Deadline) -> date:
    """Return the day on which a clock is due now."""
    return calendars.day_of(due_at(row))


def due_at(row: Deadline) -> datetime:
    """Return when a clock is due now."""
    return Deadline.objects.get(pk=row.pk).due_at


def moves(row: Deadline) -> list[Entry]:
    """Return the entries that tell of a clock that moved, oldest first."""
    told = Entry.objects.filter(log=row.log_id, subject_id=row.subject_id, event="deadline.moved")
    return list(told.order_by("index"))
