"""Days on which offices are closed besides weekends and holidays, as the application has entered them.

The application registers at start-up where they are written (`register`). They are read when a business day is counted,
never kept for longer than one step or one page: another process may have entered a day since.

A closed day moves the clocks that were computed without it (`moving.py`). A step that is under way while a day
is entered may have read the days before and start a clock that nobody sees yet. So every transaction that reads them
shares a lock until it ends, and `when_all_know` waits for those that hold it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import OperationalError, connection, transaction

from workflow.errors import WorkflowError

Days = frozenset[date]

LOCK: Final = int.from_bytes(b"closed", "big")
PATIENCE_MS: Final = 400
"""How long `when_all_know` stands in the way of steps at most. PostgreSQL looks for deadlocks after a second."""

_SHARE = f"SELECT pg_advisory_xact_lock_shared({LOCK})"
_LOCK_NOT_AVAILABLE = "55P03"

_query: str = ""
_frozen = False


@dataclass
class _Reading:
    """What a block has read, and whether it reads under the lock of its transaction."""

    locks: bool
    days: Days | None = None


_reading: ContextVar[_Reading | None] = ContextVar("closed_days", default=None)


class DaysAreFrozen(WorkflowError):
    """The query was registered after start-up, or twice."""

    code = "days_are_frozen"


class StepsUnderWay(WorkflowError):
    """Steps are under way that may have read the closed days before the newest one was entered."""

    code = "steps_under_way"


def register(query: str) -> None:
    """Say which SQL reads the closed days: one column of dates, no parameters. Expects to be called at start-up.

    Raises: DaysAreFrozen.
    """
    global _query
    if _frozen or _query:
        raise DaysAreFrozen("The closed days are registered once, at start-up.")
    _query = query


def freeze() -> None:
    """Allow no more calls of `register`. The application calls this when its packages are loaded."""
    global _frozen
    _frozen = True


def known() -> Days:
    """Return the closed days. Within `read_once`, the database is asked the first time only."""
    reading = _reading.get()
    if reading is None:
        return _ask()
    if reading.days is None:
        reading.days = _ask()
    return reading.days


@contextmanager
def read_once() -> Iterator[None]:
    """Read the closed days once in this block, when they are first needed.

    A block within it uses what it has read, unless only the inner one is in a transaction: it takes the lock.
    """
    outer, locks = _reading.get(), connection.in_atomic_block
    if outer is not None and (outer.locks or not locks):
        yield
        return
    token = _reading.set(_Reading(locks))
    try:
        yield
    finally:
        _reading.reset(token)


@contextmanager
def known_as(days: Days) -> Iterator[None]:
    """Count with these days in this block, and ask no database: for programs that have none."""
    token = _reading.set(_Reading(locks=True, days=days))
    try:
        yield
    finally:
        _reading.reset(token)


def forget() -> None:
    """Read the days again when they are next needed: a savepoint was rolled back, and may have released the lock."""
    reading = _reading.get()
    if reading is not None:
        reading.days = None


def _ask() -> Days:
    """Read the days in one round trip. In a transaction, take the lock first: each statement has its own snapshot."""
    if not _query:
        return frozenset()
    locks = connection.in_atomic_block
    with connection.cursor() as cursor:
        cursor.execute(f"{_SHARE}; {_query}" if locks else _query)
        if locks:
            cursor.nextset()
        return frozenset(row[0] for row in cursor.fetchall())


def when_all_know() -> None:
    """Return when no transaction is under way that may have read the days before the ones committed now.

    New steps wait for the lock as well, so the wait is limited to `PATIENCE_MS`.

    Raises: StepsUnderWay if another transaction still holds the lock after that time.
    """
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = {PATIENCE_MS}")
            cursor.execute(f"SELECT pg_advisory_xact_lock({LOCK})")
            cursor.execute("SET LOCAL lock_timeout = DEFAULT")
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") != _LOCK_NOT_AVAILABLE:
            raise
        raise StepsUnderWay("steps are under way that may not know of the closed day") from error
