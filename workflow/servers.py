"""What an error of the database means: it does not answer, is read-only, is full, or is busy.

A step is written in one transaction, so none of these leaves anything half done.
"""

from __future__ import annotations

from enum import StrEnum

from django.db import DatabaseError, Error, InterfaceError, OperationalError


class Trouble(StrEnum):
    """Why the database could not do what it was asked to do, through no fault of the caller."""

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
    """Return the trouble that an exception means; None if it means something else."""
    if not isinstance(problem, Error):
        return None
    code = getattr(problem.__cause__, "sqlstate", None) or ""
    if code in CODES:
        return CODES[code]
    return Trouble.AWAY if isinstance(problem, OperationalError | InterfaceError) else None


def is_down(problem: BaseException) -> bool:
    """Whether the database is at fault, so that the attempt does not count against the row."""
    return trouble(problem) in (Trouble.AWAY, *STILL_READS)


def still_reads(problem: DatabaseError) -> bool:
    """Whether reading is still possible, so that a page can be shown even if a side note could not be written."""
    return trouble(problem) in STILL_READS
