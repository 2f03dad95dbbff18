"""Messages: written with the step, delivered afterward at least once, and never lost silently.

The application's directory (`settings.WORKFLOW_DIRECTORY`, a module) says who gets what: `notices_for(event)` returns
(audience, template) pairs, and `mails(message)` resolves one message into mails at the moment of sending, so that a
person who was recused in the meantime gets nothing. Mail that the server does not accept is sent again after growing
pauses; after MAX_ATTEMPTS the message is dead and waits for an operator.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any, Protocol, cast

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import DatabaseError, InterfaceError, connection
from django.db.models import F, Q

from workflow import clock
from workflow.models import Delivery, Message
from workflow.servers import is_down

log = logging.getLogger(__name__)

MAX_ATTEMPTS = 8
FIRST_PAUSE = timedelta(seconds=10)
LEASE = timedelta(minutes=2)
BUSY = "another worker is sending"


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
        """Return who is notified of an event, as (audience, template) pairs."""

    def mails(self, message: Message) -> Iterable[Mail]:
        """Return the mails of one message, to the people who may receive it at this moment."""


def directory() -> Directory:
    """Return the application's directory."""
    return cast(Directory, import_module(settings.WORKFLOW_DIRECTORY))


def messages_for(event: str) -> list[tuple[str, str, str]]:
    """Return the (event, audience, template) rows that a step writes."""
    return [(event, audience, template) for audience, template in directory().notices_for(event)]


def claim(now: datetime, limit: int) -> list[uuid.UUID]:
    """Lease queued messages to this worker; another worker takes over when the lease expires."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE workflow_message SET next_at = %s, attempts = attempts + 1 WHERE id IN (SELECT id FROM "
            "workflow_message WHERE state = 'queued' AND next_at <= %s ORDER BY next_at LIMIT %s "
            "FOR UPDATE SKIP LOCKED) RETURNING id",
            [now + LEASE, now, limit],
        )
        return [row[0] for row in cursor.fetchall()]


def deliver(limit: int = 100) -> int:
    """Deliver queued messages and return how many were settled. Any number of workers may call this."""
    settled = 0
    claimed = claim(clock.now(), limit)
    for place, message_id in enumerate(claimed):
        try:
            settled += deliver_one(message_id)
        except DatabaseError:
            give_back(claimed[place:])
            raise
    return settled


def give_back(message_ids: Sequence[uuid.UUID]) -> None:
    """Return leased messages to the queue, because the database was at fault. If it is down, leases expire."""
    with suppress(DatabaseError, InterfaceError):
        queued = Message.objects.filter(pk__in=message_ids, state=Message.State.QUEUED)
        queued.update(attempts=F("attempts") - 1, next_at=clock.now() + FIRST_PAUSE)


def deliver_one(message_id: uuid.UUID) -> bool:
    """Deliver one leased message to everyone who may have it and does not have it yet; return whether that succeeded.

    Raises: DatabaseError if the database is at fault; the attempt then does not count.
    """
    message = Message.objects.get(pk=message_id)
    if message.attempts > MAX_ATTEMPTS:  # the worker died each time, before it could say so
        _settle(message, ["no worker survived this"])
        return False
    try:
        errors = [error for mail in directory().mails(message) if (error := _hand_over(message, mail))]
    except Exception as surprise:
        if is_down(surprise):
            raise
        log.exception("message %s could not be resolved", message_id)
        errors = [type(surprise).__name__]
    _settle(message, errors)
    return not errors


def _settle(message: Message, errors: Sequence[str]) -> None:
    """Record the result of one attempt, unless another worker settled the message in the meantime."""
    queued = Message.objects.filter(pk=message.pk, state=Message.State.QUEUED)
    if not errors:
        queued.update(state=Message.State.DELIVERED, last_error="")
        return
    dead = message.attempts >= MAX_ATTEMPTS
    queued.update(
        state=Message.State.DEAD if dead else Message.State.QUEUED,
        next_at=clock.now() + FIRST_PAUSE * 2 ** min(message.attempts, MAX_ATTEMPTS),
        last_error="; ".join(sorted(set(errors)))[:500],
    )


def _hand_over(message: Message, mail: Mail) -> str:
    """Send one mail, unless it was sent already or another worker is sending it. Return what went wrong, if anything.

    If a worker dies while it sends, another one takes over when the lease expires: the mail may then arrive twice, but
    it is never lost. The text is not kept, because it may contain a link that opens an account;
    `settings.WORKFLOW_KEEP_MAIL` keeps it for a page that shows mail.
    """
    now = clock.now()
    body = mail.body if settings.WORKFLOW_KEEP_MAIL else ""
    values: dict[str, Any] = {"address": mail.address, "subject": mail.subject, "body": body, "at": now}
    delivery, ours = Delivery.objects.get_or_create(
        message=message, recipient=mail.recipient, defaults=values
    )
    own = Delivery.objects.filter(pk=delivery.pk)
    if not ours:
        if delivery.state == Delivery.State.SENT:
            return ""
        free = Q(state=Delivery.State.FAILED) | Q(state=Delivery.State.SENDING, at__lte=now - LEASE)
        if not own.filter(free).update(state=Delivery.State.SENDING, **values):
            return BUSY
    try:
        EmailMessage(mail.subject, mail.body, to=[mail.address]).send()
    except (OSError, ValueError) as error:  # refused by the server, or no address that a server could take
        own.update(state=Delivery.State.FAILED, error=type(error).__name__)
        return type(error).__name__
    own.update(state=Delivery.State.SENT, error="", at=clock.now())
    return ""


def resend(message_id: uuid.UUID) -> bool:
    """Return a dead message to the queue; False if it is not dead."""
    dead = Message.objects.filter(pk=message_id, state=Message.State.DEAD)
    return bool(dead.update(state=Message.State.QUEUED, attempts=0, next_at=clock.now()))


def waiting() -> dict[str, Any]:
    """Return how many messages are queued and dead, for operators: counts, never content."""
    return {
        "queued": Message.objects.filter(state=Message.State.QUEUED).count(),
        "dead": Message.objects.filter(state=Message.State.DEAD).count(),
    }
