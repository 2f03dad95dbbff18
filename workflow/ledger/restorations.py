"""Declares that the register was restored from a backup, and finds what was declared (LEDGER.md §11)."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import reduce
from operator import or_

from django.db import transaction
from django.db.models import Q

from workflow.ledger import canonical, newest
from workflow.ledger.errors import LedgerError
from workflow.ledger.keys import signing_keys
from workflow.ledger.newest import Kept, RegisterBehind
from workflow.ledger.restored import Declaration, Signed, declare
from workflow.models import RegisterLeaf, Restoration


class NothingToDeclare(LedgerError):
    """The database holds the newest checkpoint that was signed."""

    code = "nothing_to_declare"


def pending() -> RegisterBehind:
    """Return what a declaration would be about: `signed` would be abandoned and `stored` continued.

    Raises: NothingToDeclare; NewestMissing, NewestUnusable.
    """
    try:
        newest.checked()
    except RegisterBehind as behind:
        return behind
    raise NothingToDeclare(
        "The database holds the newest checkpoint that was signed, or continues it. There is nothing to declare."
    )


def declare_restored(*, reason: str, now: datetime, record: Callable[[Declaration], None]) -> Declaration:
    """Declare that the register was restored, so that sealing continues from the database's newest checkpoint.

    `record` records it for the site, in the same transaction. Raises: NothingToDeclare, DeclarationMalformed (a reason
    that is empty, of several lines or too long), KeysMissing and its like. Then nothing is written.
    """
    keys = signing_keys()
    with transaction.atomic():
        newest.take_turns()
        behind = pending()
        signed = declare(abandoned=behind.signed, continued=behind.stored, reason=reason, at=now, keys=keys)
        store([signed])
        record(signed.declaration)
    newest.refresh()
    return signed.declaration


def store(declarations: Sequence[Signed]) -> None:
    """Write declarations to the database, where they are published."""
    rows = [
        Restoration(leaf=one.declaration.leaf(), signed=canonical.encode(one.to_dict()).decode())
        for one in declarations
    ]
    Restoration.objects.bulk_create(rows, ignore_conflicts=True)


def not_in_register(kept: Kept) -> list[bytes]:
    """Return the leaves of declarations that the register lacks, oldest first. Stores those that the database lacks."""
    store(kept.declarations)
    leaves = [one.declaration.leaf() for one in kept.declarations]
    there = set(places([one.declaration for one in kept.declarations]))
    return [leaf for leaf in leaves if leaf not in there]


def places(declarations: Sequence[Declaration]) -> dict[bytes, int]:
    """Return where the register holds the leaves of declarations, by leaf.

    They are the first ones after a size from which the register was continued.
    """
    if not declarations:
        return {}
    near = [
        Q(index__gte=one.continued.size, index__lt=one.continued.size + len(declarations))
        for one in declarations
    ]
    rows = RegisterLeaf.objects.filter(
        reduce(or_, near), commitment__in=[one.leaf() for one in declarations], log=None
    )
    return {bytes(commitment): index for commitment, index in rows.values_list("commitment", "index")}
