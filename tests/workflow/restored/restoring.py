"""An earlier copy of the database put back, while the folder of the keys stays as it is."""

from contextlib import contextmanager
from datetime import UTC, datetime

from django.db import connections

from tests.database_templates import copy_of_database
from tests.workflow.ledger.growing import new_log
from workflow.ledger.restorations import declare_restored
from workflow.ledger.seal import seal

AT = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)
REASON = "The disk of the database server failed."


@contextmanager
def lost_afterward(blocker):
    """Everything that is written inside is missing from the database afterward."""
    connections.close_all()
    with copy_of_database(blocker):
        yield
        connections.close_all()


def sealed_and_lost(blocker, times=1):
    """Seal so many checkpoints that the database then lacks, and return the last one."""
    with lost_afterward(blocker):
        for _ in range(times):
            new_log()
            made = seal()
    return made


def declared(reason=REASON, record=lambda _: None, now=AT):
    """Declare that the register was restored."""
    return declare_restored(reason=reason, now=now, record=record)
