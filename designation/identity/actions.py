"""Mails about an account itself: they go through the same outbox as every other one, so that nothing is lost.

Asking for a new password writes a message and returns at once, so the answer takes no longer for an address that has
an account than for one that has none. The link is made when the mail is.
"""

from __future__ import annotations

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse

from designation.people.models import Person
from workflow import clock
from workflow.models import Message

OWNER = "owner"
"""The audience of these messages: the person whom the account belongs to."""


def send_new_password_link(person: Person) -> None:
    """Have a link for a new password mailed to the account's address."""
    _tell(person, event="account.new_password_asked", template="new_password")


def tell_password_changed(person: Person) -> None:
    """Have the owner told that the password was changed."""
    _tell(person, event="account.password_changed", template="password_changed")


def new_password_link(person: Person) -> str:
    """Return the address at which a new password is set, once and within the hour: for the mail, nowhere else."""
    key = default_token_generator.make_token(person)
    return settings.SITE_URL + reverse(
        "account_reset_password_from_key", args=[user_pk_to_url_str(person), key]
    )


def _tell(person: Person, *, event: str, template: str) -> None:
    now = clock.now()
    Message.objects.create(
        log_id=person.organization.log_id,
        machine=Person._meta.label,
        subject_id=person.pk,
        event=event,
        audience=OWNER,
        template=template,
        at=now,
        next_at=now,
    )
