"""Recipients of mails about an account."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.urls import reverse

from designation.declared import Recipient
from designation.identity import actions
from designation.people.models import Person
from workflow.mail import Message


def _owner(message: Message) -> Iterator[Recipient]:
    owner = Person.objects.get(pk=message.subject_id)
    ways = settings.SITE_URL + reverse("mfa_index")
    links = {"ways_changed": ways, "passkey_copied": ways}
    is_new_password = message.template == "new_password"
    link = (
        actions.new_password_link(owner)
        if is_new_password
        else links.get(message.template, settings.SITE_URL)
    )
    yield Recipient(owner.pk, owner.email, owner.name, link)


RECIPIENTS = {actions.OWNER: _owner}
