"""Questions that the government asks about an application, and declarations of interest."""

from __future__ import annotations

import uuid

from django.db import models

from designation.people.models import Person
from designation.policies import application
from designation.requests.guards import DECLARATION_NEEDS_ENTRY, QUESTION_NEEDS_ENTRY
from designation.requests.models.request import Request


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
        constraints = [QUESTION_NEEDS_ENTRY]

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
        constraints = [DECLARATION_NEEDS_ENTRY]
