"""Who is notified of what. The engine calls this module (`settings.WORKFLOW_DIRECTORY`).

An email contains a link and no confidential detail. Each package declares its notices (`notices.py`). The
audience is resolved when the email is sent, not when the message is written, so a person who was recused or
left in the meantime gets nothing. The person who caused an event is not notified of it. Nobody is notified of
an event without a notice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.conf import settings
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse

from designation import declarations
from designation.access.models import Party
from designation.declared import Notice, Recipient
from designation.people import record_names
from designation.people.models import Person
from workflow.mail import Mail, Message


def notices() -> tuple[Notice, ...]:
    """Return the notices of all packages."""
    return declarations.listed("notices", "NOTICES")


def notices_for(event: str) -> list[tuple[str, str]]:
    """Return the (audience, template) pairs for an event."""
    return [(notice.audience, notice.template) for notice in notices() if notice.event == event]


def mails(message: Message) -> Iterator[Mail]:
    """Yield the emails for one message, to the people who may receive them now."""
    named = declarations.merged("notices", "RECIPIENTS").get(message.audience)
    recipients = named(message) if named else _people(message)
    for recipient in recipients:
        context = {"name": recipient.name, "link": recipient.link, "due_at": message.due_at}
        text = render_to_string(f"notifications/{message.template}.txt", context)
        subject, _, body = text.partition("\n")
        yield Mail(
            recipient=recipient.id,
            address=recipient.address,
            subject=subject.strip(),
            body=body.strip() + "\n",
        )


def _people(message: Message) -> Iterator[Recipient]:
    """Yield the people of an audience, except the person who caused the event."""
    did_it = {message.actor}
    # The entry may name its subject instead of the person who acted, as when an evaluator acts on their own grant.
    if message.actor == str(message.subject_id):
        did_it |= set(record_names.people_behind([message.actor]).values())
    for person in audience(message):
        if str(person.pk) not in did_it:
            yield Recipient(person.pk, person.email, person.name, settings.SITE_URL + path_of(message))


def audience(message: Message) -> Iterable[Person]:
    """Return the people whom a message is for now. Their accounts are active; most are parties to the matter.

    Raises: LookupError for an audience that no package declares.
    """
    known = declarations.merged("notices", "AUDIENCES")
    if message.audience not in known:
        raise LookupError(f"Nobody knows the audience {message.audience!r}.")
    wanted = known[message.audience]
    if isinstance(wanted, frozenset):
        condition = Q(pk__in=Party.in_effect(message.log_id, wanted).values("person"))
    else:
        condition = wanted(message)
    people = Person.objects.filter(condition, is_active=True, office__organization__state="active")
    return people.order_by("pk")


def path_of(message: Message) -> str:
    """Return the path of the page that a message is about. It contains an opaque number and nothing else."""
    path = declarations.merged("notices", "PATHS").get(message.machine)
    return str(path(message)) if path else reverse("desk")
