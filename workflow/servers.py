"""What an error of the database means for whoever asked: it is away, takes nothing in, has no room, or is busy.

A step is written in one transaction, so in none of these cases is anything half done.
"""

from __future__ import annotations

from enum import StrEnum

from django.db import DatabaseError, Error, InterfaceError, OperationalError


class Trouble(StrEnum):
    """Why the database did not do what it was asked for, through no fault of whoever asked."""

    AWAY = "does not answer"
    READ_ONLY = "read-only"
    FULL = "full"
    BUSY = "busy"


CODES = {
    "25006": Trouble.READ_ONLY,
    "53100": Trouble.FULL,
    "53200": Trouble.BUSY,
    "53300": Trouble.BUSY,
    "40001": Trouble.BUSY,
    "40P01": Trouble.BUSY,
    "55P03": Trouble.BUSY,
    "57014": Trouble.BUSY,
}
"""SQLSTATE to trouble; every other error that Django calls operational means that the connection is lost."""

STILL_READS = (Trouble.READ_ONLY, Trouble.FULL)


def trouble(problem: BaseException | None) -> Trouble | None:
    """Return which trouble an exception tells of; None where it is something else."""
    if not isinstance(problem, Error):
        return None
    code = getattr(problem.__cause__, "sqlstate", None) or ""
    if code in CODES:
        return CODES[code]
    return Trouble.AWAY if isinstance(problem, OperationalError | InterfaceError) else None


def is_down(problem: BaseException) -> bool:
    """Whether the database is at fault rather than the row, so that nothing is held against the row."""
    return trouble(problem) in (Trouble.AWAY, *STILL_READS)


def still_reads(problem: DatabaseError) -> bool:
    """Whether reading goes on, so that a page may be shown although a note on the side could not be written."""
    return trouble(problem) in STILL_READS
