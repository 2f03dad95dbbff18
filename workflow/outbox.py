"""Messages: written with the step, delivered after it, at least once, never silently lost.

The application's directory (`settings.WORKFLOW_DIRECTORY`, a module) says who is told what: `notices_for(event)` gives
(audience, template) pairs, `mails(message)` resolves one message into mails at the moment of sending, so that a
person recused since then gets nothing. A mail that could not be handed over is tried again with growing pauses;
after MAX_ATTEMPTS the message is dead and waits for an operator.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any, Protocol, cast

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection, transaction
from django.db.models import F

from workflow import clock
from workflow.models import Delivery, Message

MAX_ATTEMPTS = 8
FIRST_PAUSE = timedelta(seconds=10)
LEASE = timedelta(minutes=2)


@dataclass(frozen=True)
class Mail:
    """One mail to one person. Subject and body carry no confidential detail, only a link."""

    recipient: uuid.UUID
    address: str
    subject: str
    body: str


class Directory(Protocol):
    """What the application supplies."""

    def notices_for(self, event: str) -> Sequence[tuple[str, str]]:
        """Return the (audience, template) pairs that an event is told to."""

    def mails(self, message: Message) -> Iterable[Mail]:
        """Return the mails of one message, to those who may receive it at this moment."""


def directory() -> Directory:
    """Return the application's directory."""
    return cast(Directory, import_module(settings.WORKFLOW_DIRECTORY))


def messages_for(event: str) -> list[tuple[str, str, str]]:
    """Return the (event, audience, template) rows that a step writes."""
    return [(event, audience, template) for audience, template in directory().notices_for(event)]


def claim(now: datetime, limit: int) -> list[uuid.UUID]:
    """Lease queued messages to this worker; another worker takes over when the lease runs out."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE workflow_message SET next_at = %s, attempts = attempts + 1 WHERE id IN (SELECT id FROM "
            "workflow_message WHERE state = 'queued' AND next_at <= %s ORDER BY next_at LIMIT %s "
            "FOR UPDATE SKIP LOCKED) RETURNING id",
            [now + LEASE, now, limit],
        )
        return [row[0] for row in cursor.fetchall()]


def deliver(limit: int = 100) -> int:
    """Deliver what is queued and return how many messages were settled. Any number of workers may call this."""
    settled = 0
    for message_id in claim(clock.now(), limit):
        settled += deliver_one(message_id)
    return settled


def deliver_one(message_id: uuid.UUID) -> bool:
    """Deliver one leased message to everybody who may have it and does not have it yet; True when nothing is left."""
    message = Message.objects.get(pk=message_id)
    try:
        errors = [error for mail in directory().mails(message) if (error := _hand_over(message, mail))]
    except Exception as surprise:
        errors = [f"{type(surprise).__name__}"]
    if not errors:
        Message.objects.filter(pk=message_id).update(state=Message.State.DELIVERED, last_error="")
        return True
    dead = message.attempts >= MAX_ATTEMPTS
    Message.objects.filter(pk=message_id).update(
        state=Message.State.DEAD if dead else Message.State.QUEUED,
        next_at=clock.now() + FIRST_PAUSE * 2 ** min(message.attempts, 10),
        last_error="; ".join(sorted(set(errors)))[:500],
    )
    return False


def _hand_over(message: Message, mail: Mail) -> str:
    """Send one mail unless it was sent already. Return the error's name, or nothing."""
    delivery, created = Delivery.objects.get_or_create(
        message=message,
        recipient=mail.recipient,
        defaults={"address": mail.address, "subject": mail.subject, "body": mail.body, "at": clock.now()},
    )
    if delivery.state == Delivery.State.SENT:
        return ""
    try:
        EmailMessage(delivery.subject, delivery.body, to=[delivery.address]).send()
    except OSError as error:
        delivery.state, delivery.error = Delivery.State.FAILED, type(error).__name__
        delivery.save(update_fields=["state", "error"])
        return delivery.error
    delivery.state, delivery.error, delivery.at = Delivery.State.SENT, "", clock.now()
    delivery.save(update_fields=["state", "error", "at"])
    return ""


def resend(message_id: uuid.UUID) -> bool:
    """Put a dead message back into the queue; False where it is not dead."""
    with transaction.atomic():
        changed = Message.objects.filter(pk=message_id, state=Message.State.DEAD).update(
            state=Message.State.QUEUED, attempts=0, next_at=clock.now(), at=F("at")
        )
    return bool(changed)


def waiting() -> dict[str, Any]:
    """Return how much is queued and dead, for operators: counts, never content."""
    return {
        "queued": Message.objects.filter(state=Message.State.QUEUED).count(),
        "dead": Message.objects.filter(state=Message.State.DEAD).count(),
    }
