"""Who is told what: the engine asks here (`settings.WORKFLOW_DIRECTORY`). Mail has a link and no confidential detail.

Each package declares what is told to whom (`notices.py`). Audiences are resolved when a mail is sent, not when the
message is written: a person recused or gone since then gets nothing. The person who caused an event is not told of it.
Events without a notice are told to nobody.
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
from workflow.models import Message
from workflow.outbox import Mail


def notices() -> tuple[Notice, ...]:
    """Return what is told to whom, of all packages."""
    return declarations.listed("notices", "NOTICES")


def notices_for(event: str) -> list[tuple[str, str]]:
    """Return the (audience, template) pairs that an event is told to."""
    return [(notice.audience, notice.template) for notice in notices() if notice.event == event]


def mails(message: Message) -> Iterator[Mail]:
    """Return the mails of one message, to those who may receive it at this moment."""
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
    """Return the people of an audience, less the one who did it."""
    did_it = {message.actor}
    if message.actor == str(message.subject_id):  # somebody acted under the subject's own name
        did_it |= set(record_names.people_behind([message.actor]).values())
    for person in audience(message):
        if str(person.pk) not in did_it:
            yield Recipient(person.pk, person.email, person.name, settings.SITE_URL + path_of(message))


def audience(message: Message) -> Iterable[Person]:
    """Return the people whom a message is for at this moment: active accounts, as a rule parties to the matter.

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
    """Return the path of the page that a message is about; it holds an opaque number and nothing else."""
    path = declarations.merged("notices", "PATHS").get(message.machine)
    return str(path(message)) if path else reverse("desk")
