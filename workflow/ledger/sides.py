"""The sides whose people may open an entry (LEDGER.md §3). Both who writes entries and who verifies them asks here."""

import re
from collections.abc import Iterable
from itertools import pairwise

_NAME = re.compile("[a-z_]+").fullmatch


def ordered(sides: Iterable[str]) -> tuple[str, ...]:
    """Return sides as an entry lists them."""
    return tuple(sorted({str(side) for side in sides}))


def are_well_formed(sides: object) -> bool:
    """Whether `sides` is a list of names, at least one, in ascending order and none twice.

    The names are ASCII, so their order by characters is that of UTF-16.
    """
    if not isinstance(sides, list) or not sides:
        return False
    if not all(isinstance(side, str) and _NAME(side) for side in sides):
        return False
    return all(one < following for one, following in pairwise(sides))
