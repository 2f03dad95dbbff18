"""Who is notified of what about artifacts and shares."""

from __future__ import annotations

from django.db.models import Q
from django.urls import reverse

from designation.access.models import Party
from designation.artifacts.models import Artifact, Share
from designation.declared import Notice
from designation.windows.models import Grant
from workflow.mail import Message

NOTICES = (
    Notice("share.begun", "readers_of_share", "news"),
    Notice("artifact.destroyed", "developer", "news"),
)


def _readers(message: Message) -> Q:
    windows = Share.objects.filter(pk=message.subject_id).values("window")
    grants = Grant.objects.filter(window__in=windows, state="active")
    return Q(Q(pk__in=grants.values("person")), pk__in=Party.in_effect(message.log_id).values("person"))


AUDIENCES = {"readers_of_share": _readers}


def _artifact(message: Message) -> str:
    artifact = Artifact.objects.select_related("request").get(pk=message.subject_id)
    return reverse("artifact", args=[artifact.request.number, artifact.number])


def _share(message: Message) -> str:
    share = Share.objects.select_related("window__request").get(pk=message.subject_id)
    return reverse("window", args=[share.window.request.number, share.window.number])


PATHS = {"designation.Artifact": _artifact, "designation.Share": _share}
"""The page that a message links to, by the machine of its subject."""
