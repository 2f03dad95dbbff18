"""Mail, a kind of job: a message to one audience becomes one mail to each of its people.

The application's directory (`settings.WORKFLOW_DIRECTORY`, a module) says who gets what: `notices_for(event)` returns
(audience, template) pairs, and `mails(message)` resolves one message into mails at the moment of sending, so that a
person who was recused in the meantime gets nothing.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from typing import Any, Protocol, cast

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Q

from workflow import clock
from workflow.jobs import JobFailed, NewJob
from workflow.ledger import canonical
from workflow.models import Delivery, Job
from workflow.outbox import LEASE

KIND = "mail"
BUSY = "another worker is sending"


@dataclass(frozen=True)
class Message:
    """What a job of this kind asks for: tell one audience of an event. `actor` is the label of who caused it."""

    log_id: uuid.UUID
    machine: str
    subject_id: uuid.UUID
    event: str
    audience: str
    template: str
    actor: str = ""
    due_at: datetime | None = None

    @classmethod
    def of(cls, job: Job) -> Message:
        """Return the message of a job."""
        due_at = job.inputs.get("due_at")
        return cls(
            log_id=job.log_id,
            machine=job.machine,
            subject_id=job.subject_id,
            event=job.event,
            audience=job.inputs["audience"],
            template=job.inputs["template"],
            actor=job.actor,
            due_at=datetime.fromisoformat(due_at) if due_at else None,
        )


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


def jobs_for(event: str, *, due_at: datetime | None = None) -> list[NewJob]:
    """Return the jobs that notify people of an event: one for each audience. A reminder says when something is due."""
    due = {} if due_at is None else {"due_at": canonical.instant(due_at)}
    return [job_for(audience, template, **due) for audience, template in directory().notices_for(event)]


def job_for(audience: str, template: str, **more: str) -> NewJob:
    """Return the job that sends one template to one audience."""
    return NewJob(KIND, {"audience": audience, "template": template, **more})


def send(job: Job) -> None:
    """Send a message to everyone who may have it and does not have it yet: the handler of this kind.

    Raises: JobFailed if somebody's mail was not sent.
    """
    errors = [error for mail in directory().mails(Message.of(job)) if (error := _hand_over(job, mail))]
    if errors:
        raise JobFailed("; ".join(sorted(set(errors))))


def _hand_over(job: Job, mail: Mail) -> str:
    """Send one mail, unless it was sent already or another worker is sending it. Return what went wrong, if anything.

    If a worker dies while it sends, another one takes over when the lease ends: the mail may then arrive twice, but
    it is never lost. The text is not kept, because it may contain a link that opens an account;
    `settings.WORKFLOW_KEEP_MAIL` keeps it for a page that shows mail.
    """
    now = clock.now()
    body = mail.body if settings.WORKFLOW_KEEP_MAIL else ""
    values: dict[str, Any] = {"address": mail.address, "subject": mail.subject, "body": body, "at": now}
    delivery, ours = Delivery.objects.get_or_create(job=job, recipient=mail.recipient, defaults=values)
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
