"""Which rows a person may know of, as parts of a query; how long it takes does not grow with the number of matters.

Whoever takes part in few matters has them looked up one by one. For whoever takes part in many, a list is walked in its
own order, along an index, and each row is asked whether it is theirs: of many, the next page is never far away.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, QuerySet, Subquery

from designation.access.models import Party
from designation.people.models import Appointment, Person
from designation.roles import Role
from workflow.models import Deadline, Stateful
from workflow.sql.prepared_queries import prepared_query

FEW = 5000


@dataclass(frozen=True)
class TakingPart:
    """A person's part in matters; `in_many` says that these are more than FEW."""

    person: uuid.UUID
    in_many: bool

    def seen(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Return the rows, which have a log, of the person's matters, each with `my_roles` in its matter."""
        rows = rows.annotate(my_roles=self.roles())
        if self.in_many:
            return rows.filter(my_roles__isnull=False)
        return rows.filter(_in("log_id", Party.of(self.person).values("matter")))

    def beyond_evaluating(self) -> Q:
        """Of rows that come through `seen`: those of which the person sees more than their own windows.

        What counts are the roles that they hold at this moment: one that ran out opens nothing, also where no worker is
        awake.
        """
        held = Appointment.objects.in_effect().filter(person=self.person).exclude(role=Role.EVALUATOR)
        return Q(my_roles__overlap=held.values("role"))

    def roles(self) -> Subquery:
        """The person's roles in the matter of a row; nothing where they take no part in it."""
        return Subquery(Party.of(self.person).filter(matter=OuterRef("log_id")).values("roles")[:1])

    def clocks(self, machine: type[Stateful], rows: QuerySet[Any]) -> QuerySet[Deadline]:
        """Return the soonest running clock of each of these `rows` of a machine, which come through `seen`.

        In order of `due_at` and `subject_id`, they are read along an index.
        """
        running = Deadline.objects.filter(machine=machine.machine(), state="running")
        if not self.in_many:
            running = running.filter(_in("log_id", Party.of(self.person).values("matter")))
        before = Q(due_at__lt=OuterRef("due_at")) | Q(due_at=OuterRef("due_at"), kind__lt=OuterRef("kind"))
        sooner = Deadline.objects.filter(before, subject_id=OuterRef("subject_id"), state="running")
        fitting = Exists(rows.filter(pk=OuterRef("subject_id")))
        return running.alias(sooner=Subquery(sooner.values("pk")[:1])).filter(fitting, sooner__isnull=True)


def taking_part(person: uuid.UUID) -> TakingPart:
    """Return a person's part in matters, in one query."""
    ((row,),) = _taking_part(person=person, few=FEW)
    return TakingPart(person, row)


@prepared_query(person=uuid.UUID)
def _taking_part(person: uuid.UUID, *, few: int) -> QuerySet[Any, Any]:
    return Person.objects.filter(pk=person).values_list(in_many(person, few))


def in_many(person: uuid.UUID, few: int) -> Exists:
    """Whether a person takes part in more than so many matters, as a part of another query."""
    return Exists(Party.objects.filter(person=person).order_by().values("pk")[few : few + 1])


def _in(column: str, rows: QuerySet[Any]) -> Func:
    """Return whether a column is among the values of `rows`, which are read first and then looked up one by one."""
    values = Func(ArraySubquery(rows), function="ANY")
    return Func(F(column), values, template="%(expressions)s", arg_joiner=" = ", output_field=BooleanField())
