"""The one definition of "this appointment counts now".

An appointment counts while it is active, before its end, in an active organization, for a person whose account is
open, and while no suspension stops it (`people/suspended.py`). A delegation counts only while the appointment that it
is based on is active and has not ended. The database clock decides, so an appointment does not count from the instant
of its end, even if no worker has ended it yet.

Python queries use `in_effect`. Statements that are written by hand take the same condition from `as_sql`. Nothing else
in the application decides this (`tests/architecture/test_one_definition_of_in_effect.py`).
"""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.db.models import DateTimeField, Q, QuerySet
from django.db.models.expressions import RawSQL

from designation.people import suspended
from workflow import clock


def in_effect() -> Q:
    """Return the condition that an appointment counts now."""
    return in_effect_unless_suspended() & ~suspended.stopped()


def in_effect_unless_suspended() -> Q:
    """Return the condition that an appointment counts now, or would if no suspension stopped it.

    It decides who takes part in a matter (the `party` table): a suspension stops what a person may do there, and takes
    nobody's part away.
    """
    now: Any = RawSQL(clock.sql(), [], output_field=DateTimeField())
    based_on = Q(delegated_from__state="active") & (
        Q(delegated_from__until=None) | Q(delegated_from__until__gt=now)
    )
    return Q(
        Q(until=None) | Q(until__gt=now),
        Q(delegated_from=None) | based_on,
        state="active",
        organization__state="active",
        person__is_active=True,
    )


def as_sql(appointments: QuerySet[Any]) -> str:
    """Return the ids of these appointments as the text of a subquery, to be put into a statement with parameters."""
    query, values = appointments.order_by().values("pk").query.sql_with_params()
    text: str = connection.ops.compose_sql(query, values)
    return text.replace("%", "%%")
