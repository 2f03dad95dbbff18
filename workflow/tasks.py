"""Background tasks. They carry no content, may run several times at once, and continue where another one stopped."""

from __future__ import annotations

from time import monotonic

from celery import shared_task

from workflow import outbox
from workflow import sweep as sweeping

LONGEST_S = 30


@shared_task(ignore_result=True)
def sweep() -> int:
    """Fire overdue deadlines and send reminders until nothing is due, or for at most `LONGEST_S` seconds."""
    until, handled = monotonic() + LONGEST_S, 0
    while True:
        found = sweeping.sweep()
        handled += found
        if found < sweeping.BATCH or monotonic() > until:
            return handled


@shared_task(ignore_result=True)
def deliver() -> int:
    """Run the jobs in the outbox."""
    return outbox.deliver()


@shared_task(ignore_result=True)
def seal() -> bool:
    """Seal the logs that grew into the register and sign a checkpoint."""
    from workflow.ledger.seal import seal as seal_register

    return seal_register() is not None
