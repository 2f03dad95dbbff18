"""Deadlines as a step declares them, and what becomes of the rows of `models.Deadline`.

Functions return changed copies of rows and write nothing. A subject has at most one live deadline of a kind, and a
final state cancels its live deadlines. Reminders are numbers of days before the due instant, on the deadline's own
calendar. Each goes out once, no matter how often or how late the sweep runs, and none goes out after the due instant.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil
from typing import Any

from workflow import calendars
from workflow.closing import closed_days
from workflow.guards import StepContext
from workflow.models import Deadline

MOVED = "deadline.moved"
"""The event of an entry that tells of a clock that is due later, because offices are closed on a further day."""


@dataclass(frozen=True)
class Due:
    """When something is due, on which calendar, and how many days before to remind."""

    at: datetime
    calendar: str = calendars.CALENDAR
    reminders: tuple[int, ...] = ()


@dataclass(frozen=True)
class Sets:
    """The step starts (or restarts) a clock; when it runs out, the clock performs `step`.

    `due(subject, context)` returns None if there is nothing to wait for. `step` may depend on the subject; if it is
    empty, the deadline only warns.
    """

    kind: str
    step: str | Callable[[Any], str]
    due: Callable[[Any, StepContext], Due | None]

    def step_for(self, subject: Any) -> str:
        """Return the name of the step that ends the clock for this subject."""
        return self.step if isinstance(self.step, str) else self.step(subject)


@dataclass(frozen=True)
class Meets:
    """The step is what these clocks wait for."""

    kinds: tuple[str, ...]


@dataclass(frozen=True)
class Cancels:
    """After the step there is nothing left for these clocks to wait for."""

    kinds: tuple[str, ...]


@dataclass(frozen=True)
class Pauses:
    """The step pauses these clocks; they keep the time that is left."""

    kinds: tuple[str, ...]


@dataclass(frozen=True)
class Resumes:
    """The step resumes these clocks with the time that was left."""

    kinds: tuple[str, ...]


Rule = Sets | Meets | Cancels | Pauses | Resumes


def started(subject: Any, rule: Sets, due: Due, now: datetime) -> Deadline:
    """Return a new running deadline that wakes a worker at its first reminder, or when it is due."""
    row = Deadline(
        log_id=subject.log_id,
        machine=subject.machine(),
        subject_id=subject.pk,
        kind=rule.kind,
        step=rule.step_for(subject),
        calendar=due.calendar,
        set_at=now,
        due_at=due.at,
        reminders=list(due.reminders),
    )
    row.closed = _as_text(_closed_while_running(row))
    row.reminded = [days for days in row.reminders if reminder_at(row, days) <= now]
    row.wake_at = _next_wake(row)
    return row


def reminder_at(row: Deadline, days: int) -> datetime:
    """Return when the reminder `days` days ahead goes out."""
    return calendars.days_before(row.due_at, days, row.calendar)


def reminders_due(row: Deadline, now: datetime) -> list[int]:
    """Return the reminders that are due and were not sent yet, as days before the due instant."""
    return [days for days in row.reminders if days not in row.reminded and reminder_at(row, days) <= now]


def reminded(row: Deadline, days: Iterable[int]) -> Deadline:
    """Return the row with these reminders sent; it wakes a worker at its next one, or when it is due."""
    changed = _changed(row, reminded=[*row.reminded, *days])
    changed.wake_at = _next_wake(changed)
    return changed


def is_overdue(row: Deadline, now: datetime) -> bool:
    """Whether the clock has run out and has a step to perform; the due instant itself is too late.

    A clock that a closed day has yet to move has not run out.
    """
    has_run_out = row.state == Deadline.State.RUNNING and bool(row.step) and row.due_at <= now
    return has_run_out and not waits_to_move(row)


def paused(row: Deadline, now: datetime) -> Deadline:
    """Return the row paused, with the time that is left: whole seconds, rounded up, and closings of business.

    If a closed day has not moved it yet, that is done first.
    """
    row = moved(row, now) or row
    left = max(row.due_at - now, timedelta(0))
    days = calendars.closings_left(now, row.due_at)
    left_s = ceil(left.total_seconds())
    return _changed(row, state=Deadline.State.PAUSED.value, remaining_s=left_s, remaining_days=days)


def resumed(row: Deadline, now: datetime) -> Deadline:
    """Return the row running again; reminders that were sent are not sent again."""
    due = calendars.resume(
        now,
        calendar=row.calendar,
        remaining=timedelta(seconds=row.remaining_s or 0),
        closings=row.remaining_days or 0,
    )
    running = _changed(
        row, state=Deadline.State.RUNNING.value, due_at=due, remaining_s=None, remaining_days=None
    )
    running.closed = _as_text(_closed_while_running(running))
    running.wake_at = _next_wake(running)
    return running


def moved(row: Deadline, now: datetime) -> Deadline | None:
    """Return a running row that is due later because offices are closed on days that its due instant counted, or None.

    It keeps the number of closings of business from the first of these days on, so that each moves it by one business
    day. What ran out before the closed day stays, and so does the calendar clock.
    """
    uncounted = _uncounted(row)
    if row.state != Deadline.State.RUNNING or not uncounted:
        return None
    counted = frozenset(map(date.fromisoformat, row.closed))
    start = calendars.start_of(min(uncounted))
    due = calendars.closing_after(start, max(calendars.closings_left(start, row.due_at, counted), 1))
    later = _changed(row, due_at=max(due, row.due_at))
    later.closed = _as_text(_closed_while_running(later))
    later.wake_at = _next_wake(later)
    return later


def waits_to_move(row: Deadline) -> bool:
    """Whether offices are closed on a day that a clock's due instant does not count yet: it has not run out."""
    return bool(_uncounted(row))


def _uncounted(row: Deadline) -> frozenset[date]:
    """Return the closed days that a clock's due instant does not count yet."""
    return _closed_while_running(row) - frozenset(map(date.fromisoformat, row.closed))


def _closed_while_running(row: Deadline) -> frozenset[date]:
    """Return the days from the start of a business clock to its due instant that are known to be closed."""
    if row.calendar != calendars.BUSINESS:
        return frozenset()
    first, last = calendars.day_of(row.set_at), calendars.day_of(row.due_at)
    return frozenset(day for day in closed_days.known() if first <= day <= last)


def _as_text(days: Iterable[date]) -> list[str]:
    return [day.isoformat() for day in sorted(days)]


def ended(row: Deadline, state: Deadline.State) -> Deadline:
    """Return the row as met, fired or canceled."""
    return _changed(row, state=state.value)


def _next_wake(row: Deadline) -> datetime:
    """Return the instant of the next unsent reminder, or the due instant."""
    ahead = [reminder_at(row, days) for days in row.reminders if days not in row.reminded]
    return min([*ahead, row.due_at])


def _changed(row: Deadline, **values: Any) -> Deadline:
    """Return a copy of the row with other values."""
    other = copy(row)
    vars(other).update(values)
    return other


def apply(
    rules: Iterable[Rule], live: Iterable[Deadline], subject: Any, context: StepContext, *, ends: bool
) -> tuple[list[Deadline], list[Deadline]]:
    """Return the rows that a step changes and the rows that it adds. `ends` says that the state is final."""
    present = {row.kind: row for row in live}
    changed: dict[str, Deadline] = {}
    added: list[Deadline] = []
    for rule in rules:
        if isinstance(rule, Sets):
            if rule.kind in present:
                changed[rule.kind] = ended(present[rule.kind], Deadline.State.CANCELED)
            due = rule.due(subject, context)
            if due is not None:
                added.append(started(subject, rule, due, context.now))
            continue
        for kind in rule.kinds:
            if kind in present:
                changed[kind] = _change(rule, present[kind], context.now)
    if ends:
        left = [row for kind, row in present.items() if kind not in changed]
        changed |= {row.kind: ended(row, Deadline.State.CANCELED) for row in left}
    return list(changed.values()), added


def _change(rule: Meets | Cancels | Pauses | Resumes, row: Deadline, now: datetime) -> Deadline:
    """Return the row as the rule leaves it. Pausing a paused clock changes nothing, nor does resuming a running one."""
    match rule:
        case Meets():
            return ended(row, Deadline.State.MET)
        case Cancels():
            return ended(row, Deadline.State.CANCELED)
        case Pauses():
            return paused(row, now) if row.state == Deadline.State.RUNNING else row
        case Resumes():
            return resumed(row, now) if row.state == Deadline.State.PAUSED else row
