"""A person's tasks, and what they are waiting on others for. Each task source takes one query.

Each package declares its sources (`tasks.py`). The row's state and the person's roles in its matter decide
whose task it is. Once a person has signed, the row waits for the others until its content changes or the
signature expires.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    Case,
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
    Window,
)
from django.db.models.functions import JSONObject, RowNumber
from django.urls import reverse

from designation.access import dates as dated
from designation.access.models import Party
from designation.access.participation import Participation
from designation.declared import Duty, Kind, TaskSource
from designation.desk.pending_signatures import unsigned
from designation.desk.task_sources import task_sources
from designation.roles import HasSide
from workflow.models import Approval
from workflow.sql.prepared_queries import prepared_query
from workflow.steps import step_of

SHOWN = 50
OVERDUE = "Overdue since"
"""The label of a date that has passed."""


@dataclass(frozen=True)
class Reader(HasSide):
    """The person whose desk it is, with the organization of each role that they currently hold.

    `rare` are the names of the rare sources that have rows for them.
    """

    id: uuid.UUID
    side: str
    held: Mapping[str, uuid.UUID]
    now: datetime
    in_many: bool = False
    rare: frozenset[str] = frozenset()

    @property
    def part(self) -> Participation:
        """The reader's part in matters."""
        return Participation(self.id, self.in_many)


@dataclass(frozen=True)
class Task:
    """One row of the desk, as includes/tasks.html expects it.

    `quiet` gives it a button that does not stand out: someone else has to act, or nobody has to.
    """

    what: str
    matter: str
    url: str
    button: str
    since: datetime | None
    due_at: datetime | None
    quiet: bool = False
    clock: str = "Due"
    progress: tuple[int, int] | None = None


@dataclass
class TaskList:
    """The reader's duties, the next steps open to them, what is under way, and what they are waiting on others for."""

    reader: Reader
    duties: list[Task] = field(default_factory=list)
    next_steps: list[Task] = field(default_factory=list)
    under_way: list[Task] = field(default_factory=list)
    others: list[Task] = field(default_factory=list)

    @property
    def mine(self) -> list[Task]:
        """The reader's tasks: duties first, then the next steps that are open to them."""
        return [*self.duties, *self.next_steps]

    def add(self, row: Any, duty: Duty | None, source: TaskSource) -> None:
        """Add a row where it belongs: a task that the reader signed already waits for the others."""
        for watched in _watched(row, source, self.reader):
            self.under_way.append(_under_way(row, watched, source))
        if duty is not None and duty.kind == Kind.UNDER_WAY:
            return
        signed, differs = _signed(row, self.reader)
        matter, url = source.describe(row, duty)
        late = _is_late(row)
        dates = {"since": row.since, "due_at": row.overdue_since if late else row.due_at}
        if duty is not None and not (signed and not differs):
            what = duty.in_words(row)
            what = f"{what}: the signatures so far do not agree" if differs else what
            is_next = duty.kind == Kind.NEXT
            dates["due_at"] = dates["due_at"] if duty.clock else None
            clock = OVERDUE if late else duty.clock
            task = Task(what, matter, url, duty.button, **dates, quiet=is_next, clock=clock)
            (self.next_steps if is_next else self.duties).append(task)
            return
        state = str(row.visible_state(self.reader.side))
        waits = f"Waits for {source.waits_for.get(state, '')}"
        what = f"You signed “{signed}”; it waits for the others" if signed else waits
        label = OVERDUE if late else "Due"
        self.others.append(Task(what, matter, url, "Open", **dates, quiet=True, clock=label))

    def in_order(self) -> TaskList:
        """Sort each list by due date; rows without one follow, longest wait first. Return self."""
        for tasks in (self.duties, self.next_steps, self.under_way, self.others):
            tasks.sort(key=lambda task: (task.due_at is None, task.due_at or task.since or self.reader.now))
        return self


def task_list(reader: Reader) -> TaskList:
    """Return the reader's tasks, what is under way, and what they are waiting on others for."""
    found = TaskList(reader)
    for source in task_sources():
        if source.rare and source.name not in reader.rare:
            continue
        for row in _in_matters(reader, source) if source.in_matters else _outside_matters(reader, source):
            found.add(row, None if row.duty is None else source.duties[row.duty], source)
    for facts, row in unsigned(reader.part, frozenset(reader.held), reader.now):
        url = reverse("request_step", args=[row.number, facts.name])
        matter = f"{row.number} “{row.model.codename}”"
        what = f"{facts.label}: somebody signed, and another has to"
        found.duties.append(Task(what, matter, url, "Read", row.signed_at, row.signed_until))
    return found.in_order()


def rare_sources(person: uuid.UUID) -> Func:
    """Return an expression for the names of the rare sources that have rows in a person's matters, or about them.

    In matters, only those count in which the person has a role that the source has tasks for.
    """
    found = []
    for source in task_sources():
        if source.rare:
            rows = source.rows(Reader(person, "", {}, datetime.min)).filter(state__in=sorted(source.states))
            if source.in_matters:
                parties = Party.objects.filter(person=person)
                if not source.waits_for:
                    parties = parties.filter(roles__overlap=sorted(source.roles))
                rows = rows.filter(log__in=parties.values("matter"))
            found.append(Case(When(Exists(rows), then=Value(source.name)), default=None))
    template = "array_remove(ARRAY[%(expressions)s]::text[], NULL)"
    return Func(*found, template=template, output_field=ArrayField(TextField()))


def _wanted(reader: Reader, source: TaskSource) -> list[tuple[set[str], Q]]:
    """Return the states in which the reader sees rows, each with the condition on those rows.

    A person who is only an evaluator does not see what is waiting on others.
    """
    found = []
    for kind in Kind:
        mine = [place for place, duty in _of_kind(source, kind) if duty.roles & reader.held.keys()]
        if states := {state for place in mine for state in source.duties[place].states}:
            found.append((states, Q(duty__in=mine)))
    if source.waits_for:
        found.append((set(source.waits_for), reader.part.reads_whole_logs() & Q(duty__isnull=True)))
    return found


def _in_matters(reader: Reader, source: TaskSource) -> list[Any]:
    """Return rows of the reader's matters: some that are their duty, and some that wait on others.

    `row.duty` is the index of the duty in the source's list, or None.
    """
    if not _wanted(reader, source):
        return []
    shape = {"side": reader.side, "roles": frozenset(reader.held), "in_many": reader.in_many}
    return _prepared(person=reader.id, now=reader.now, name=source.name, **shape)


def _outside_matters(reader: Reader, source: TaskSource) -> Iterable[Any]:
    """Return rows that are the reader's duty through roles that they hold anywhere, oldest first."""
    mine = [(place, duty) for place, duty in enumerate(source.duties) if duty.roles.intersection(reader.held)]
    if not mine:
        return ()
    whens = [When(duty.where, state__in=duty.states, then=Value(place)) for place, duty in mine]
    rows = source.rows(reader).annotate(duty=Case(*whens, default=None, output_field=IntegerField()))
    rows = rows.filter(duty__isnull=False)
    return _dated(reader, rows).order_by("since")[: SHOWN + 1]


@prepared_query(person=uuid.UUID, now=datetime)
def _prepared(
    person: uuid.UUID, now: datetime, *, name: str, side: str, roles: frozenset[str], in_many: bool
) -> QuerySet[Any]:
    source = next(one for one in task_sources() if one.name == name)
    reader = Reader(person, side, dict.fromkeys(roles, person), now, in_many)
    wanted = _wanted(reader, source)
    rows = reader.part.seen(source.rows(reader)).annotate(duty=_which(reader, source.duties))
    if in_many:
        rows = rows.filter(pk__in=_first(reader, rows, wanted, source.untimed))
    rows = _dated(reader, rows.filter(reduce(or_, (Q(state__in=states) & what for states, what in wanted))))
    place = Window(
        RowNumber(),
        partition_by=[_kind_of(source)],
        order_by=[F("due_at").asc(nulls_last=True), "since", "pk"],
    )
    return rows.annotate(place=place).filter(place__lte=SHOWN + 1).order_by("place")


def _first(
    reader: Reader, rows: QuerySet[Any], wanted: Sequence[tuple[set[str], Q]], untimed: frozenset[str]
) -> QuerySet[Any]:
    """Return the ids of enough rows of each kind for one desk: the soonest due, and any that have no due date."""
    machine, plain = rows.model, rows.select_related(None).order_by()
    found = []
    for states, what in wanted:
        if timed := states - untimed:
            clocks = reader.part.clocks(machine, plain.filter(what, state__in=sorted(timed)))
            found.append(clocks.order_by("due_at", "subject_id").values("subject_id")[: SHOWN + 1])
        if without := states & untimed:
            found.append(plain.filter(what, state__in=sorted(without)).values("pk")[: SHOWN + 1])
    return found[0].union(*found[1:], all=True)


def _dated(reader: Reader, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Annotate each row with when its wait began, when it is due, and its signatures that may still count."""
    signed = Approval.objects.filter(subject_id=OuterRef("pk"), state="open", expires_at__gt=reader.now)
    facts = JSONObject(actor="actor", step="step", inputs="inputs")
    return rows.annotate(
        since=dated.since(rows.model, reader.side),
        due_at=dated.due_at(),
        overdue_since=dated.overdue_since(rows.model),
        signatures=ArraySubquery(signed.values(facts=facts)),
    )


def _is_late(row: Any) -> bool:
    """Return whether a deadline ran out in the row's present state, and what it was for is still to be done."""
    if row.due_at is not None or row.overdue_since is None:
        return False
    return row.state == "overdue" or (row.since is not None and row.overdue_since >= row.since)


def _of_kind(source: TaskSource, kind: Kind) -> list[tuple[int, Duty]]:
    return [(place, duty) for place, duty in enumerate(source.duties) if duty.kind == kind]


def _kind_of(source: TaskSource) -> Case:
    """Return an expression for the kind of a row's duty, so that each kind has its own places on the desk."""
    places = {kind: [place for place, _duty in _of_kind(source, kind)] for kind in Kind}
    whens = [When(duty__in=found, then=Value(str(kind))) for kind, found in places.items() if found]
    return Case(*whens, default=Value(""), output_field=TextField())


def _watched(row: Any, source: TaskSource, reader: Reader) -> list[Duty]:
    """Return what is under way about a row, also if the reader has something to do about it."""
    roles = set(getattr(row, "my_roles", None) or reader.held) & reader.held.keys()
    known = [duty for _place, duty in _of_kind(source, Kind.UNDER_WAY)]
    return [duty for duty in known if row.state in duty.states and duty.roles & roles]


def _under_way(row: Any, duty: Duty, source: TaskSource) -> Task:
    matter, url = source.describe(row, duty)
    due_at = row.due_at if duty.clock else None
    return Task(
        duty.in_words(row),
        matter,
        url,
        duty.button,
        row.since,
        due_at,
        quiet=True,
        clock=duty.clock,
        progress=duty.progress(row) if duty.progress else None,
    )


def _which(reader: Reader, known: Sequence[Duty]) -> Case:
    """Return an expression for the index of the first of the reader's duties that applies to a row, or None."""
    whens = []
    for place, duty in enumerate(known):
        if counting := duty.roles & reader.held.keys():
            own = Q(**{duty.whose: reader.id}) if duty.whose else Q()
            own &= ~Q(**{duty.except_whose: str(reader.id)}) if duty.except_whose else Q()
            condition = Q(state__in=duty.states, my_roles__overlap=sorted(counting)) & duty.where & own
            whens.append(When(condition, then=Value(place)))
    return Case(*whens, default=None, output_field=IntegerField())


def _signed(row: Any, reader: Reader) -> tuple[str, bool]:
    """Return the label of what the reader signed on the row, and whether others signed something else."""
    mine = next((one for one in row.signatures if one["actor"] == str(reader.id)), None)
    if mine is None:
        return "", False
    differs = any((one["step"], one["inputs"]) != (mine["step"], mine["inputs"]) for one in row.signatures)
    return step_of(type(row), mine["step"]).label, differs
