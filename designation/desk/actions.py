"""When a person last visited their desk, so that the desk can mark what is new. Nobody else can see this."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import DatabaseError

from designation.people.models import Person
from workflow.servers import still_reads

VISIT = timedelta(minutes=30)


def open_desk(person: Person, *, now: datetime) -> datetime | None:
    """Record that a person opened their desk, and return when their previous visit ended.

    Returns None on the first visit. A visit continues as long as the person opens the desk again within 30
    minutes. Someone who reads an item and comes back therefore sees the same marks. The first visit counts
    from its start, so events during it are new. If the database cannot accept writes, the desk is still shown
    and the visit is not recorded.
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
