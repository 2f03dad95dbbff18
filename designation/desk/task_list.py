"""What waits for a person, and what waits for others in their matters: one query for each kind of row.

Who has to act follows from a row's state and the roles in which one is party to its matter (`duties`). Who has signed
has done their part: what they signed waits for the others from then on, until it changes or the signature ends.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, F, IntegerField, OuterRef, Q, QuerySet, Value, When, Window
from django.db.models.functions import JSONObject, RowNumber
from django.urls import reverse

from designation import models
from designation.access import dates as dated
from designation.access.participation import TakingPart
from designation.desk import duties
from designation.desk import pending_signatures as asides
from designation.desk.duties import Duty
from designation.people.models import Appointment
from designation.policies.models import Policy
from designation.requests.models import Consultation, Request
from designation.roles import Role, Side
from designation.windows.models.grant import Grant
from workflow.approvals import digest
from workflow.models import Approval
from workflow.sql.prepared_queries import prepared_query
from workflow.steps import step_of

SHOWN = 50


@dataclass(frozen=True)
class Reader:
    """Whose desk it is, with the organization of each of their roles that counts now."""

    id: uuid.UUID
    side: str
    held: Mapping[str, uuid.UUID]
    now: datetime
    in_many: bool = False

    @property
    def part(self) -> TakingPart:
        """The matters that the reader takes part in."""
        return TakingPart(self.id, self.in_many)

    @property
    def is_developer(self) -> bool:
        """Whether the reader stands on the developer's side."""
        return self.side == Side.DEVELOPER


@dataclass(frozen=True)
class Task:
    """One row of the desk, as includes/tasks.html takes it; `quiet` where somebody else has to act."""

    what: str
    matter: str
    url: str
    button: str
    since: datetime | None
    due_at: datetime | None
    quiet: bool = False


@dataclass
class Waiting:
    """What waits for the reader and what waits for others."""

    reader: Reader
    mine: list[Task] = field(default_factory=list)
    others: list[Task] = field(default_factory=list)

    def add(self, row: Any, duty: Duty | None, *, matter: str, url: str, waits_for: str = "") -> None:
        """Put a row on its list: the reader's where it is their duty and they have not done it by signing."""
        signed, differs = _signed(row, self.reader)
        dates = {"since": row.since, "due_at": row.due_at}
        if duty is not None and not (signed and not differs):
            what = f"{duty.what}: the signatures so far do not agree" if differs else duty.what
            self.mine.append(Task(what, matter, url, duty.button, **dates))
        else:
            what = f"You signed “{signed}”; it waits for the others" if signed else f"Waits for {waits_for}"
            self.others.append(Task(what, matter, url, "Open", **dates, quiet=True))

    def in_order(self) -> Waiting:
        """Return it with what is due soonest first, and what is due at no time by how long it waits."""
        for tasks in (self.mine, self.others):
            tasks.sort(key=lambda task: (task.due_at is None, task.due_at or task.since or self.reader.now))
        return self


def waiting(reader: Reader) -> Waiting:
    """Return what waits for the reader and for others in their matters."""
    found = Waiting(reader)
    _requests(found)
    _windows(found)
    _grants(found)
    _asides(found)
    if Role.CONSULTED_OFFICIAL in reader.held:
        _consultations(found)
    if reader.held.keys() & duties.OF_ROLES.roles:
        _roles(found)
    if Role.POLICY_EDITOR in reader.held:
        _policies(found)
    return found.in_order()


def _requests(found: Waiting) -> None:
    for row in _in_matters(found.reader, "requests"):
        duty = _duty(row, duties.OF_REQUESTS)
        shown = str(row.visible_state(found.reader.side))
        found.add(
            row,
            duty,
            matter=f"{row.number} “{row.model.codename}”",
            url=reverse(duty.page if duty else "request", args=[row.number]),
            waits_for=duties.REQUESTS_WAIT_FOR.get(shown, ""),
        )


def _asides(found: Waiting) -> None:
    reader = found.reader
    for facts, row in asides.unsigned(reader.part, frozenset(reader.held), reader.now):
        url = reverse("request_step", args=[row.number, facts.name])
        matter = f"{row.number} “{row.model.codename}”"
        what = f"{facts.label}: somebody signed, and another has to"
        found.mine.append(Task(what, matter, url, "Read", row.signed_at, row.signed_until))


def _windows(found: Waiting) -> None:
    for row in _in_matters(found.reader, "windows"):
        waits_for = duties.WINDOWS_WAIT_FOR[str(row.state)]
        found.add(row, _duty(row, duties.OF_WINDOWS), **_window(row), waits_for=waits_for)


def _grants(found: Waiting) -> None:
    for row in _in_matters(found.reader, "grants"):
        found.add(row, _duty(row, duties.OF_GRANTS), **_window(row.window))


def _window(row: models.Window) -> dict[str, str]:
    request = row.request
    return {
        "matter": f"{request.number} “{request.model.codename}”, window {row.number}",
        "url": reverse("window", args=[request.number, row.number]),
    }


def _consultations(found: Waiting) -> None:
    for row in _in_matters(found.reader, "consultations"):
        duty = _duty(row, duties.OF_CONSULTATIONS)
        matter = f"{row.request.number} “{row.request.model.codename}”, {row.office.name}"
        found.add(row, duty, matter=matter, url=reverse("review", args=[row.request.number]))


def _roles(found: Waiting) -> None:
    held = found.reader.held
    mine = Q(organization=held.get(Role.ADMINISTRATOR))
    if Role.OPERATOR in held:
        mine |= Q(role__in=[Role.ADMINISTRATOR, Role.OPERATOR])
    rows = Appointment.objects.filter(mine, state__in=duties.OF_ROLES.states)
    for row in _dated(found.reader, rows.select_related("person")).order_by("since")[: SHOWN + 1]:
        url = reverse("appointment", args=[row.organization_id, row.pk])
        found.add(row, duties.OF_ROLES, matter=f"{row.get_role_display()}: {row.person.name}", url=url)


def _policies(found: Waiting) -> None:
    rows = Policy.objects.filter(state__in=duties.OF_POLICIES.states)
    for row in _dated(found.reader, rows).order_by("since")[: SHOWN + 1]:
        found.add(row, duties.OF_POLICIES, matter=str(row), url=reverse("policy", args=[row.number]))


def _rows_of_windows(reader: Reader) -> QuerySet[Any]:
    rows = models.Window.objects.select_related("request__model", "terms")
    if reader.is_developer:
        return rows
    return rows.filter(terms__isnull=False)  # what was never proposed is the developer's own


def _rows_of_consultations(reader: Reader) -> QuerySet[Any]:
    own = Appointment.objects.in_effect().filter(person=reader.id, role=Role.CONSULTED_OFFICIAL)
    return Consultation.objects.filter(office__in=own.values("office")).select_related(
        "request__model", "office"
    )


@dataclass(frozen=True)
class Kind:
    """One kind of row in matters: where it is read, whose duty it can be, and in which states others wait for it."""

    rows: Callable[[Reader], QuerySet[Any]]
    known: Sequence[Duty]
    waits_for: Collection[str] = ()

    def wanted(self, reader: Reader) -> list[tuple[set[str], Q]]:
        """Return the states in which somebody sees rows by their roles, each with which rows.

        Evaluating alone lets nobody see what waits for others.
        """
        counting = {state for duty in self.known if duty.roles & reader.held.keys() for state in duty.states}
        found = [(counting, Q(duty__isnull=False))] if counting else []
        if self.waits_for:
            found.append((set(self.waits_for), reader.part.beyond_evaluating() & Q(duty__isnull=True)))
        return found


KINDS = {
    "requests": Kind(
        lambda _reader: Request.objects.select_related("model"),
        duties.OF_REQUESTS,
        duties.REQUESTS_WAIT_FOR,
    ),
    "windows": Kind(_rows_of_windows, duties.OF_WINDOWS, duties.WINDOWS_WAIT_FOR),
    "grants": Kind(lambda _reader: Grant.objects.select_related("window__request__model"), duties.OF_GRANTS),
    "consultations": Kind(_rows_of_consultations, duties.OF_CONSULTATIONS),
}


def _in_matters(reader: Reader, kind: str) -> list[Any]:
    """Return the rows of the reader's matters that are a duty of theirs or wait for others, some of both.

    `row.duty` is the place of the duty among those known.
    """
    if not KINDS[kind].wanted(reader):
        return []
    shape = {"side": reader.side, "roles": frozenset(reader.held), "in_many": reader.in_many}
    return _compiled(person=reader.id, now=reader.now, kind=kind, **shape)


@prepared_query(person=uuid.UUID, now=datetime)
def _compiled(
    person: uuid.UUID, now: datetime, *, kind: str, side: str, roles: frozenset[str], in_many: bool
) -> QuerySet[Any]:
    of, reader = KINDS[kind], Reader(person, side, dict.fromkeys(roles, person), now, in_many)
    wanted = of.wanted(reader)
    rows = reader.part.seen(of.rows(reader)).annotate(duty=_which(reader, of.known))
    if in_many:
        rows = rows.filter(pk__in=_first(reader, rows, wanted))
    rows = _dated(reader, rows.filter(reduce(or_, (Q(state__in=states) & what for states, what in wanted))))
    place = Window(
        RowNumber(),
        partition_by=[Q(duty__isnull=True)],
        order_by=[F("due_at").asc(nulls_last=True), "since", "pk"],
    )
    return rows.annotate(place=place).filter(place__lte=SHOWN + 1).order_by("place")


def _first(reader: Reader, rows: QuerySet[Any], wanted: Sequence[tuple[set[str], Q]]) -> QuerySet[Any]:
    """Return the ids of enough rows of each wanted kind for a desk: the soonest due, any that are due at no time."""
    machine, plain = rows.model, rows.select_related(None).order_by()
    untimed = duties.WITHOUT_CLOCK.get(machine.__name__, frozenset())
    found = []
    for states, what in wanted:
        if timed := states - untimed:
            clocks = reader.part.clocks(machine, plain.filter(what, state__in=sorted(timed)))
            found.append(clocks.order_by("due_at", "subject_id").values("subject_id")[: SHOWN + 1])
        if without := states & untimed:
            found.append(plain.filter(what, state__in=sorted(without)).values("pk")[: SHOWN + 1])
    return found[0].union(*found[1:], all=True)


def _dated(reader: Reader, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Add to each row since when it waits, until when, and the signatures under it that may still count."""
    signed = Approval.objects.filter(subject_id=OuterRef("pk"), state="open", expires_at__gt=reader.now)
    facts = JSONObject(actor="actor", step="step", digest="digest", inputs="inputs")
    return rows.annotate(
        since=dated.since(rows.model, reader.side),
        due_at=dated.due_at(),
        signatures=ArraySubquery(signed.values(facts=facts)),
    )


def _which(reader: Reader, known: Sequence[Duty]) -> Case:
    """Return the expression that gives a row's first duty of the reader's, by its place, or nothing."""
    whens = []
    for place, duty in enumerate(known):
        if counting := duty.roles & reader.held.keys():
            own = Q(**{duty.whose: reader.id}) if duty.whose else Q()
            condition = Q(state__in=duty.states, my_roles__overlap=sorted(counting)) & duty.where & own
            whens.append(When(condition, then=Value(place)))
    return Case(*whens, default=None, output_field=IntegerField())


def _duty(row: Any, known: Sequence[Duty]) -> Duty | None:
    return None if row.duty is None else known[row.duty]


def _signed(row: Any, reader: Reader) -> tuple[str, bool]:
    """Return what the reader signed under the row, and whether another signature is for something else."""
    counting = [one for one in row.signatures if one["digest"] == digest(row, one["step"], one["inputs"])]
    mine = next((one for one in counting if one["actor"] == str(reader.id)), None)
    if mine is None:
        return "", False
    differs = any(one["digest"] != mine["digest"] for one in counting)
    return step_of(type(row), mine["step"]).label, differs
