"""Background work. Tasks carry no content, may run any number of times at once, and pick up where another died."""

from __future__ import annotations

from celery import shared_task

from workflow import outbox
from workflow import sweep as sweeping


@shared_task(ignore_result=True)
def sweep() -> int:
    """Fire what is overdue and send reminders."""
    return sweeping.sweep()


@shared_task(ignore_result=True)
def deliver() -> int:
    """Send what the outbox holds."""
    return outbox.deliver()


@shared_task(ignore_result=True)
def seal() -> bool:
    """Seal the logs that grew into the register and sign a checkpoint."""
    from workflow.ledger.seal import seal as seal_register

    return seal_register() is not None
