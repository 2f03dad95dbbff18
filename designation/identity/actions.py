"""Mails about an account. They go through the same outbox as all other mail, so that none is lost.

Asking for a new password only queues a job. The response therefore takes the same time whether or not the
address has an account. The reset link is built when the mail is sent.
"""

from __future__ import annotations

import uuid
from datetime import datetime

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.db import transaction
from django.urls import reverse

from designation.identity.models import FactorReset
from designation.people.models import Organization, Person
from workflow import clock, mail, outbox
from workflow.creating.create import create
from workflow.guards import Actor, StepContext
from workflow.jobs import NewJob
from workflow.models import Job

NOTHING = "account.nothing"
"""The kind of a job that does nothing."""
OWNER = "owner"
"""The audience of these messages: the person who owns the account."""


def send_new_password_link(person: Person) -> None:
    """Queue a mail with a reset link to the account's address."""
    _tell(person, event="account.new_password_asked", template="new_password")


def do_the_same_work() -> None:
    """Queue a job that does nothing, for an address without an account, so that both take as long."""
    organization = Organization.objects.order_by("created_at").first()
    if organization is not None:
        about = {
            "machine": Person._meta.label,
            "subject_id": uuid.uuid4(),
            "event": "account.new_password_asked",
        }
        outbox.add([NewJob(NOTHING)], log_id=organization.log_id, now=clock.now(), **about)


def nothing(_job: Job) -> None:
    """Do nothing (the handler of `NOTHING`)."""


def tell_password_changed(person: Person) -> None:
    """Queue a mail that tells the owner that the password was changed."""
    _tell(person, event="account.password_changed", template="password_changed")


def tell_ways_changed(person: Person) -> None:
    """Queue a mail that tells the owner that a passkey, an app or recovery codes were set up or removed."""
    _tell(person, event="account.ways_changed", template="ways_changed")


def tell_counter_fell(person: Person) -> None:
    """Queue a mail that tells the owner that there may be a copy of a passkey."""
    _tell(person, event="account.counter_fell", template="passkey_copied")


def tell_signed_out(_organization: Organization, context: StepContext) -> None:
    """Queue a mail that tells a person that an administrator signed them out everywhere (an effect of that step)."""
    person = Person.objects.get(pk=context.inputs["person"])
    _tell(person, event="account.sessions_ended", template="sessions_ended")


def ask_for_reset(person: Person, *, actor: Actor, reason: str, now: datetime | None = None) -> FactorReset:
    """Ask two administrators to remove everything that a person set up to sign in. Raises: Refused."""
    organization = person.organization
    reset = FactorReset(
        organization=organization,
        person=person,
        reason=" ".join(reason.split()),
        asked_by_id=actor.id,
        log_id=organization.log_id,
    )
    with transaction.atomic():
        inputs = {"reason": reset.reason}
        details = inputs | {"person": person.pk}
        create(reset, "ask", actor=actor, inputs=inputs, details=details, now=now)
    return reset


def new_password_link(person: Person) -> str:
    """Return the reset URL. It works once, within an hour. Use it only in the mail to the account's address."""
    key = default_token_generator.make_token(person)
    return settings.SITE_URL + reverse(
        "account_reset_password_from_key", args=[user_pk_to_url_str(person), key]
    )


def _tell(person: Person, *, event: str, template: str) -> None:
    outbox.add(
        [mail.job_for(OWNER, template)],
        log_id=person.organization.log_id,
        machine=Person._meta.label,
        subject_id=person.pk,
        event=event,
        now=clock.now(),
    )
