"""Query conditions for the rows that a person may know of. Their cost does not grow with the number of matters.

If a person takes part in few matters, the query looks those matters up one by one. If a person takes part in
many, the query walks the list along its index and checks each row. Because most rows match then, the next
page is found quickly.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, QuerySet, Subquery

from designation.access.models import Party
from designation.access.permissions import READING_WHOLE_LOGS
from designation.people.models import Appointment, Person
from workflow.models import Deadline, Stateful
from workflow.sql.prepared_queries import prepared_query

FEW_MATTERS = 5000


@dataclass(frozen=True)
class Participation:
    """A person's participation in matters. `in_many` is true if they take part in more than FEW_MATTERS."""

    person: uuid.UUID
    in_many: bool

    def seen(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Return the rows in the person's matters, each annotated with `my_roles`. The rows must have a log."""
        rows = rows.annotate(my_roles=self.roles())
        if self.in_many:
            return rows.filter(my_roles__isnull=False)
        return rows.filter(_in("log_id", Party.of(self.person).values("matter")))

    def reads_whole_logs(self) -> Q:
        """Return the condition that one of the person's roles in a row's matter reads its whole log.

        The rows come from `seen`. Only roles that are in effect now count. A role past its end gives no access, even
        if no worker has ended it yet.
        """
        held = Appointment.objects.held_by(self.person).among(READING_WHOLE_LOGS)
        return Q(my_roles__overlap=held.values("role"))

    def roles(self) -> Subquery:
        """Return the person's roles in the matter of a row, or NULL if they take no part in it."""
        return Subquery(Party.of(self.person).filter(matter=OuterRef("log_id")).values("roles")[:1])

    def clocks(self, machine: type[Stateful], rows: QuerySet[Any]) -> QuerySet[Deadline]:
        """Return the next running deadline of each of these `rows` of a machine. The rows come from `seen`.

        Ordered by `due_at` and `subject_id`, the result is read along an index.
        """
        running = Deadline.objects.filter(machine=machine.machine(), state="running")
        if not self.in_many:
            running = running.filter(_in("log_id", Party.of(self.person).values("matter")))
        before = Q(due_at__lt=OuterRef("due_at")) | Q(due_at=OuterRef("due_at"), kind__lt=OuterRef("kind"))
        sooner = Deadline.objects.filter(before, subject_id=OuterRef("subject_id"), state="running")
        fitting = Exists(rows.filter(pk=OuterRef("subject_id")))
        return running.alias(sooner=Subquery(sooner.values("pk")[:1])).filter(fitting, sooner__isnull=True)


def participation_of(person: uuid.UUID) -> Participation:
    """Return a person's participation in matters, in one query."""
    ((row,),) = _participation(person=person, few=FEW_MATTERS)
    return Participation(person, row)


@prepared_query(person=uuid.UUID)
def _participation(person: uuid.UUID, *, few: int) -> QuerySet[Any, Any]:
    return Person.objects.filter(pk=person).values_list(in_many(person, few))


def in_many(person: uuid.UUID, few: int) -> Exists:
    """Return a query expression: whether a person takes part in more than `few` matters."""
    return Exists(Party.objects.filter(person=person).order_by().values("pk")[few : few + 1])


def _in(column: str, rows: QuerySet[Any]) -> Func:
    """Return whether a column is among the values of `rows`. PostgreSQL reads the values first, then looks each up."""
    values = Func(ArraySubquery(rows), function="ANY")
    return Func(F(column), values, template="%(expressions)s", arg_joiner=" = ", output_field=BooleanField())
