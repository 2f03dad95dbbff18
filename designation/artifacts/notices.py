"""Who is notified of what about artifacts and shares."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.db.models import Q
from django.urls import reverse

from designation.access.models import Party
from designation.artifacts.models import Agreement, Artifact, Credential, Destruction, Share
from designation.declared import Notice, Recipient
from designation.people.models import Person
from designation.roles import Role
from designation.windows.models import Grant, Window
from workflow.mail import Message

NOTICES = (
    Notice("agreement.in_force", "asked_to_accept", "task"),
    Notice("share.begun", "readers_of_share", "news"),
    Notice("artifact.quarantined", "developer", "quarantined"),
    Notice("artifact.quarantined", "risk_where_shared", "quarantined_shared"),
    Notice("artifact.released.signed", "releasing", "task"),
    Notice("artifact.released", "developer", "news"),
    Notice("artifact.destroyed", "developer", "news"),
    Notice("credential.added", "readers_of_window", "news"),
    Notice("credential.to_cut", "developer", "task"),
    Notice("credential.overdue", "developer", "reminder"),
    Notice("credential.overdue", "approving", "reminder"),
    Notice("destruction.issued", "custodians", "task"),
    Notice("destruction.certified.signed", "custodians", "task"),
    Notice("destruction.certified", "developer", "news"),
    Notice("destruction.overdue", "developer", "reminder"),
    Notice("destruction.overdue", "custodians", "reminder"),
    Notice("deadline.reminder.certification", "custodians", "reminder"),
    Notice("attestation.asked", "holder", "task"),
    Notice("deadline.reminder.attestation", "holder", "reminder"),
    Notice("attestation.overdue", "holder", "reminder"),
    Notice("attestation.overdue", "custodians", "reminder"),
    Notice("attestation.overdue", "developer", "reminder"),
)


def _readers(message: Message) -> Q:
    windows = Share.objects.filter(pk=message.subject_id).values("window")
    grants = Grant.objects.filter(window__in=windows, state="active")
    return Q(Q(pk__in=grants.values("person")), pk__in=Party.in_effect(message.log_id).values("person"))


def _holder(message: Message) -> Q:
    return Q(grants__attestation__pk=message.subject_id)


def _readers_of_window(message: Message) -> Q:
    windows = Credential.objects.filter(pk=message.subject_id).values("window")
    grants = Grant.objects.filter(window__in=windows, state="active")
    return Q(Q(pk__in=grants.values("person")), pk__in=Party.in_effect(message.log_id).values("person"))


AUDIENCES = {
    "readers_of_window": _readers_of_window,
    "readers_of_share": _readers,
    "custodians": frozenset({Role.CUSTODIAN}),
    "holder": _holder,
    "releasing": frozenset({Role.CERTIFYING_OFFICER, Role.SECURITY_CONTACT}),
}


def _risk_where_shared(message: Message) -> Iterator[Recipient]:
    """Yield the insider-risk officers of every window where the artifact is or was shared, once each."""
    told: set[object] = set()
    shared = Share.objects.filter(artifact=message.subject_id).values("window")
    for window in Window.objects.filter(pk__in=shared).select_related("request").order_by("-number"):
        officers = Party.in_effect(window.log_id, [Role.INSIDER_RISK_OFFICER]).values("person")
        people = Person.objects.filter(
            pk__in=officers, is_active=True, office__organization__state="active"
        ).order_by("pk")
        for person in people.exclude(pk__in=told):
            link = settings.SITE_URL + reverse("window", args=[window.request.number, window.number])
            yield Recipient(person.pk, person.email, person.name, link)
            told.add(person.pk)


def _asked_to_accept(message: Message) -> Iterator[Recipient]:
    """Yield every evaluator who has to accept an agreement that came into force, once for each window."""
    requests = Agreement.objects.filter(pk=message.subject_id).values("request")
    for window in Window.objects.filter(request__in=requests).select_related("request").order_by("number"):
        asked = window.grants.filter(state__in=["concurred", "active", "suspended"]).values("person")
        people = Person.objects.filter(
            pk__in=Party.in_effect(window.log_id).values("person"),
            is_active=True,
            office__organization__state="active",
        )
        link = settings.SITE_URL + reverse("window", args=[window.request.number, window.number])
        for person in people.filter(pk__in=asked).order_by("pk"):
            yield Recipient(person.pk, person.email, person.name, link)


RECIPIENTS = {"risk_where_shared": _risk_where_shared, "asked_to_accept": _asked_to_accept}


def _artifact(message: Message) -> str:
    artifact = Artifact.objects.select_related("request").get(pk=message.subject_id)
    return reverse("artifact", args=[artifact.request.number, artifact.number])


def _agreement(message: Message) -> str:
    row = Agreement.objects.select_related("request").get(pk=message.subject_id)
    return reverse("agreement", args=[row.request.number, row.pk])


def _share(message: Message) -> str:
    share = Share.objects.select_related("window__request").get(pk=message.subject_id)
    return reverse("window", args=[share.window.request.number, share.window.number])


def _destruction(message: Message) -> str:
    row = Destruction.objects.select_related("window__request").get(pk=message.subject_id)
    return reverse("destruction", args=[row.window.request.number, row.window.number])


def _credential(message: Message) -> str:
    row = Credential.objects.select_related("window__request").get(pk=message.subject_id)
    return reverse("window", args=[row.window.request.number, row.window.number])


def _attestation(message: Message) -> str:
    return reverse("attestation", args=[message.subject_id])


PATHS = {
    "designation.Agreement": _agreement,
    "designation.Artifact": _artifact,
    "designation.Share": _share,
    "designation.Destruction": _destruction,
    "designation.Credential": _credential,
    "designation.Attestation": _attestation,
}
"""The page that a message links to, by the machine of its subject."""
