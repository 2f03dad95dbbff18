"""When somebody was last at their desk, so that the desk can mark what is new. Nobody else is shown it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import DatabaseError

from designation.people.models import Person
from workflow.servers import still_reads

VISIT = timedelta(minutes=30)


def open_desk(person: Person, *, now: datetime) -> datetime | None:
    """Note that a person opens their desk, and return when their visit before this one ended; None on the first.

    A visit goes on for as long as the desk is opened again within 30 minutes: who goes back to it after reading
    something finds the same marks. The first visit counts from its beginning, so that what happens during it is new.
    Where the database takes nothing in, the desk is shown all the same and the visit goes unnoted.
    """
    seen, left = person.desk_seen_at, person.desk_left_at
    if seen is None or now - seen > VISIT:
        left = seen
    try:
        Person.objects.filter(pk=person.pk).update(desk_seen_at=now, desk_left_at=left or now)
    except DatabaseError as problem:
        if not still_reads(problem):
            raise
    return left
