"""Deadlines as a step declares them, and as the rows that `perform` writes.

A subject has at most one live deadline of a kind. A final state cancels whatever is live. Reminders are numbers of
days before the due instant on the deadline's own calendar; each goes out once, however often and however late the
sweep runs, and none after the due instant has passed.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from math import ceil
from typing import Any

from workflow import calendars
from workflow.guards import StepContext


@dataclass(frozen=True)
class Due:
    """When something is due, on which calendar, and how many days before to remind."""

    at: datetime
    calendar: str = calendars.CALENDAR
    reminders: tuple[int, ...] = ()


@dataclass(frozen=True)
class Sets:
    """The step starts (or starts anew) a clock; when it runs out, the clock performs `step`.

    `due(subject, act)` answers None where there is nothing to wait for. `step` may depend on the subject; where it is
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
    """The step is what these clocks waited for."""

    kinds: tuple[str, ...]


@dataclass(frozen=True)
class Cancels:
    """The step makes these clocks pointless."""

    kinds: tuple[str, ...]


@dataclass(frozen=True)
class Pauses:
    """These clocks stand still from this step on, keeping what is left of them."""

    kinds: tuple[str, ...]


@dataclass(frozen=True)
class Resumes:
    """These clocks go on with what was left of them."""

    kinds: tuple[str, ...]


Rule = Sets | Meets | Cancels | Pauses | Resumes


@dataclass(frozen=True)
class Live:
    """A running or paused deadline row, or a new one that `perform` is about to write."""

    id: uuid.UUID
    kind: str
    step: str
    calendar: str
    set_at: datetime
    due_at: datetime
    wake_at: datetime
    state: str
    reminders: tuple[int, ...] = ()
    reminded: tuple[int, ...] = ()
    remaining_s: int | None = None
    remaining_days: int | None = None

    @classmethod
    def read(cls, row: dict[str, Any]) -> Live:
        """Read a row as the `live_json` subquery of `perform` gives it."""
        return cls(
            id=uuid.UUID(row["id"]),
            kind=row["kind"],
            step=row["step"],
            calendar=row["calendar"],
            set_at=datetime.fromisoformat(row["set_at"]).astimezone(UTC),
            due_at=datetime.fromisoformat(row["due_at"]).astimezone(UTC),
            wake_at=datetime.fromisoformat(row["wake_at"]).astimezone(UTC),
            state=row["state"],
            reminders=tuple(row["reminders"]),
            reminded=tuple(row["reminded"]),
            remaining_s=row["remaining_s"],
            remaining_days=row["remaining_days"],
        )

    @classmethod
    def of(cls, row: Any) -> Live:
        """Return the value of a `models.Deadline` row."""
        return cls(
            **{
                name: getattr(row, name)
                for name in cls.__dataclass_fields__
                if name not in ("reminders", "reminded")
            },
            reminders=tuple(row.reminders),
            reminded=tuple(row.reminded),
        )

    @classmethod
    def start(cls, rule: Sets, step: str, due: Due, now: datetime) -> Live:
        """Return a new running deadline that wakes a worker at its first reminder, or when it is due."""
        row = cls(
            id=uuid.uuid4(),
            kind=rule.kind,
            step=step,
            calendar=due.calendar,
            set_at=now,
            due_at=due.at,
            wake_at=due.at,
            state="running",
            reminders=due.reminders,
        )
        passed = tuple(days for days in row.reminders if row.reminder_at(days) <= now)
        return replace(row, reminded=passed).woken()

    def reminder_at(self, days: int) -> datetime:
        """Return when the reminder `days` days ahead goes out."""
        return calendars.days_before(self.due_at, days, self.calendar)

    def woken(self) -> Live:
        """Return the row with `wake_at` at its next unsent reminder, or at the due instant."""
        ahead = [self.reminder_at(days) for days in self.reminders if days not in self.reminded]
        return replace(self, wake_at=min([*ahead, self.due_at]))

    def paused(self, now: datetime) -> Live:
        """Return the row standing still, with what is left of it, in whole seconds at least."""
        left = max(self.due_at - now, timedelta(0))
        days = calendars.business_days_left(now, self.due_at)
        return replace(self, state="paused", remaining_s=ceil(left.total_seconds()), remaining_days=days)

    def resumed(self, now: datetime) -> Live:
        """Return the row running again; reminders already sent stay sent."""
        due = calendars.resume(
            now,
            calendar=self.calendar,
            remaining=timedelta(seconds=self.remaining_s or 0),
            remaining_days=self.remaining_days or 0,
        )
        return replace(self, state="running", due_at=due, remaining_s=None, remaining_days=None).woken()

    def is_overdue(self, now: datetime) -> bool:
        """Whether the clock has run out and has a step to perform; the due instant itself is too late."""
        return self.state == "running" and bool(self.step) and self.due_at <= now


def fired(row: Live) -> Live:
    """Return the row as it ends when its time has come."""
    return replace(row, state="fired")


def apply(
    rules: Iterable[Rule], live: Iterable[Live], subject: Any, context: StepContext, *, ends: bool
) -> tuple[list[Live], list[Live]]:
    """Return the rows that a step changes and the rows that it adds. `ends` says that the state is final."""
    held_roles = {row.kind: row for row in live}
    changed: dict[str, Live] = {}
    added: list[Live] = []
    for rule in rules:
        if isinstance(rule, Sets):
            if rule.kind in held_roles:
                changed[rule.kind] = replace(held_roles[rule.kind], state="canceled")
            due = rule.due(subject, context)
            if due is not None:
                added.append(Live.start(rule, rule.step_for(subject), due, context.now))
            continue
        for kind in rule.kinds:
            if kind in held_roles:
                changed[kind] = _change(rule, held_roles[kind], context.now)
    if ends:
        changed |= {
            kind: replace(row, state="canceled") for kind, row in held_roles.items() if kind not in changed
        }
    return list(changed.values()), added


def _change(rule: Meets | Cancels | Pauses | Resumes, row: Live, now: datetime) -> Live:
    """Return the row as the rule leaves it; a clock that stands still cannot be paused again, nor a running resumed."""
    match rule:
        case Meets():
            return replace(row, state="met")
        case Cancels():
            return replace(row, state="canceled")
        case Pauses():
            return row.paused(now) if row.state == "running" else row
        case Resumes():
            return row.resumed(now) if row.state == "paused" else row
