"""Questions that the government asks about an application, and declarations of interest."""

from __future__ import annotations

import uuid

from django.db import models

from designation.access.owning_logs import logs_of_request
from designation.people.models import Person
from designation.policies import application
from designation.requests.models.request import Request
from workflow.sql.log_entries import NeedsLogEntry


class Question(models.Model):
    """One item that the government asks about one field of the application, with its answer."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="questions")
    field = models.CharField(max_length=40)
    text = models.TextField()
    position = models.PositiveSmallIntegerField()
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    revised = models.JSONField(null=True)
    answered_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["asked_at", "position"]
        constraints = [
            NeedsLogEntry(
                name="question_entry",
                logs=["SELECT q.log_id FROM public.designation_request q WHERE q.id = r.request_id"],
                changes=["answer", "revised", "answered_by_id", "answered_at"],
                free={"was.answered_at IS NULL": ["answer", "revised"]},
            )
        ]

    @property
    def label(self) -> str:
        """The label of the field that the question is about."""
        return application.FIELDS[self.field].label


class Declaration(models.Model):
    """What a government person declared about their interests in a matter."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="declarations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = models.TextField()

    class Meta:
        ordering = ["-at"]
        constraints = [
            NeedsLogEntry(name="declaration_entry", logs=logs_of_request("r.request_id"), changes=["text"])
        ]
