"""Windows of one model on paper: the real bodies and the real rules about time, on a grid of ten days, no database.

The search asks the declared steps. Rules about people, signatures and content are taken to pass whenever that suits,
and the clock comes as late as it likes, so more is searched than can happen; rules about time are asked for real.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import combinations
from types import SimpleNamespace
from typing import Any

from designation.frontier_models import rules as model_rules
from designation.models import FrontierModel, Window
from designation.windows import cascades
from designation.windows.guards import DATED
from designation.windows.lifecycle.states import BEING_AGREED
from designation.windows.rules import windows as rules
from designation.windows.schedule import ScheduleConflicts
from workflow.guards import CLOCK, Actor, Pass, StepContext, by_cascade
from workflow.steps import Step, step_of, steps_of

START = datetime(2040, 3, 5, 15, tzinfo=UTC)
AT_ONCE = 2
GRID = [START + timedelta(days=10) * n for n in range(6)]
SOMEBODY = Actor(uuid.uuid4(), "Somebody")
ABOUT_TIME = {
    rules.dates_fit, rules.opening_time_has_come, rules.not_over, rules.planned_end_has_come, by_cascade,
    model_rules.moves_earlier, model_rules.moves_later,
}  # fmt: skip
FORGOTTEN = {"declined", "canceled"}


@dataclass(frozen=True)
class Sheet:
    """One window as the search keeps it."""

    state: str
    opens_at: datetime | None = None
    signed_end: datetime | None = None
    ends_at: datetime | None = None
    opened_at: datetime | None = None


NEW = Sheet("proposed", opens_at=GRID[-1])
"""A window that is being agreed; any dates may still be signed."""


@dataclass(frozen=True)
class Situation:
    """A model at an instant with so many windows under way, and those that were used; the others are forgotten."""

    now: datetime
    first_opened_at: datetime | None
    release: datetime | None
    sheets: tuple[Sheet, ...]
    used: tuple[Sheet, ...] = ()


class Rows(list[Any]):
    """A list that can be asked for states as the database is."""

    def filter(self, *, state__in: list[str] | None = None, partner: None = None) -> Rows:
        """Return those in some states. None of them is the early access of a partner."""
        return Rows(row for row in self if state__in is None or row.state in state__in)

    def order_by(self, _column: str) -> Rows:
        """Return them all: which comes first does not matter here."""
        return self


class PaperModel:
    """A model whose windows are on paper."""

    as_instant = staticmethod(FrontierModel.as_instant)
    same_as_id = planned_public_release_at = None

    def __init__(self, situation: Situation) -> None:
        self.first_opened_at = situation.first_opened_at
        self.planned_partner_release_at = situation.release
        self.original = self
        self.windows = self.papers = Rows(
            Paper(sheet, self) for sheet in (*situation.sheets, *situation.used)
        )

    clock_started_at = property(lambda self: self.first_opened_at)
    first_partner_release = property(lambda self: self.planned_partner_release_at)
    _plan = FrontierModel._plan


class Paper:
    """A window on paper; what it is asked beside its own fields, the real `Window` answers."""

    terms = SimpleNamespace(digest="")
    partner_id = None

    def __init__(self, sheet: Sheet, model: PaperModel) -> None:
        vars(self).update(vars(sheet))
        self.model = model
        self.closed_at = None

    request = property(lambda self: self)
    present_terms = property(lambda self: {"opens_at": self.opens_at, "ends_at": self.signed_end})
    as_instant = staticmethod(FrontierModel.as_instant)
    lowered, dates_of = Window.lowered, Window.dates_of

    def is_open_at(self, now: datetime) -> bool:
        """Whether the window gives access at an instant."""
        return self.state == "open" and self.opens_at <= now < self.ends_at

    normal_terms, digest_of = staticmethod(dict), staticmethod(str)
    _take_dates = Window._take_dates

    def next_version_number(self) -> int:
        """Versions do not matter here."""
        return 1

    def schedule_conflicts(self, opens_at: datetime, ends_at: datetime) -> ScheduleConflicts:
        """How a time lies beside the model's other windows, as the real one asks the database."""
        others = [one for one in self.model.papers if one is not self and one.state in DATED]
        ahead = [one for one in others if one.state == "scheduled"]
        first = min([opens_at, *(one.opens_at for one in ahead)])
        last = max([ends_at, *(one.ends_at for one in ahead)])
        overlaps = any(o.opens_at < ends_at and opens_at < o.ends_at for o in others)
        return ScheduleConflicts(overlaps, last - first, self.request.model.planned_partner_release_at)

    def sheet(self) -> Sheet:
        """Return it as the search keeps it. What matters of a window that was used is when it was."""
        if self.state in ("closed", "destroying", "destroyed"):
            return Sheet("closed", self.opens_at, None, self.ends_at, self.opened_at)
        return Sheet(str(self.state), self.opens_at, self.signed_end, self.ends_at, self.opened_at)


def begin() -> Situation:
    """Return windows whose terms are being agreed."""
    return Situation(GRID[0], None, None, (NEW,) * AT_ONCE)


def onward(situation: Situation) -> Iterator[Situation]:
    """Return every situation that one step, or time, leads to."""
    if situation.now < GRID[-1]:
        yield replace(situation, now=situation.now + timedelta(days=10))
    for place, sheet in enumerate(situation.sheets):
        if sheet in situation.sheets[:place]:
            continue  # the same on another sheet
        for step in steps_of(Window).values():
            if sheet.state in step.sources and sheet.state in {source for source, _ in step.moves}:
                yield from _taken(situation, place, step)
    for release in GRID[2:4]:
        yield from _released(situation, release)


def _taken(situation: Situation, place: int, step: Step) -> Iterator[Situation]:
    """Take a step of a window, by anybody who may. Terms that are agreed may name any dates of the grid."""
    if set(step.targets) <= set(BEING_AGREED):
        return  # as good as where it was: the dates are judged when both have signed
    agreed = combinations(GRID, 2) if step.name == "approve" else [None]
    for dates in agreed:
        model = PaperModel(situation)
        paper = model.papers[place]
        if dates is not None:
            paper._take_dates(
                StepContext(
                    SOMEBODY,
                    situation.now,
                    inputs={"terms": dict(zip(("opens_at", "ends_at"), dates, strict=True))},
                )
            )
        for actor in ([SOMEBODY] if step.who else []) + ([CLOCK] if step.by_clock else []):
            if _take(model, paper, step, StepContext(actor, situation.now, inputs={"reason": "Why."})):
                yield _kept(situation.now, model)


def _released(situation: Situation, release: datetime) -> Iterator[Situation]:
    for name in ("move_release_earlier", "move_release_later"):
        model = PaperModel(situation)
        act = StepContext(SOMEBODY, situation.now, inputs={"partner_release": release})
        if _take(model, model, step_of(FrontierModel, name), act):
            yield _kept(situation.now, model)


def _take(model: PaperModel, subject: Any, step: Step, act: StepContext) -> bool:
    """Let the real body work where the rules about time let it; then what the step entails for other windows."""
    subject.variants = ()
    asked = [guard for guard in step.judged if guard in ABOUT_TIME]
    if not all(isinstance(guard(subject, act), Pass) for guard in asked):
        return False
    _body(subject, step, act)
    if cascades.start_the_thirty_days in step.cascades:
        _body(model, step_of(FrontierModel, "start_clock"), act)
    if cascades.trim_windows in step.cascades:
        for child, name, inputs in cascades.trim_windows(model, act):
            below = step_of(Window, name)
            if child.state in below.sources:
                _take(model, child, below, StepContext(act.actor, act.now, inputs=inputs, cascaded=True))
    return True


def _body(subject: Any, step: Step, act: StepContext) -> None:
    machine: Any = FrontierModel if isinstance(subject, PaperModel) else Window
    getattr(machine, step.name).__wrapped__(subject, act)
    if step.targets:
        (subject.state,) = step.targets


def _kept(now: datetime, model: PaperModel) -> Situation:
    sheets = [paper.sheet() for paper in model.papers if paper.state not in FORGOTTEN]
    used = sorted((sheet for sheet in sheets if sheet.state == "closed"), key=str)
    ahead = [sheet for sheet in sheets if sheet.state != "closed"]
    again = [NEW] * (AT_ONCE - len(ahead))  # another may be proposed for each that ended or came to nothing
    kept = sorted([*ahead, *again], key=str)
    return Situation(now, model.first_opened_at, model.planned_partner_release_at, tuple(kept), tuple(used))
