"""Who is told how the check of a file ended, and where mail about the directory leads."""

from __future__ import annotations

from django.db.models import Q
from django.urls import reverse

from designation.declared import Notice
from designation.directory.models import DirectoryImport
from designation.people.models import Appointment
from designation.roles import Role
from workflow.mail import Message

NOTICES = (
    Notice("directory_import.checked", "importer", "task"),
    Notice("directory_import.failed", "importer", "task"),
    Notice("directory_import.outdated", "importer", "task"),
)


def _importer(message: Message) -> Q:
    """Return the person who uploaded the file, as long as they keep the roster."""
    uploaded = DirectoryImport.objects.filter(pk=message.subject_id).values("uploaded_by")
    held = Appointment.objects.in_effect().filter(role=Role.ROSTER_ADMINISTRATOR, person__in=uploaded)
    return Q(pk__in=held.values("person"))


AUDIENCES = {"importer": _importer}


def _import(message: Message) -> str:
    number = DirectoryImport.objects.values_list("number", flat=True).get(pk=message.subject_id)
    return reverse("directory_import", args=[number])


def _directory(_message: Message) -> str:
    return reverse("directory")


PATHS = {"designation.DirectoryImport": _import, "designation.Directory": _directory}
"""The page that a message links to, by the subject's machine."""
