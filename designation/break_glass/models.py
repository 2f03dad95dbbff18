"""Emergency access of one named evaluator in one window."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, OuterRef, Q, QuerySet

from designation.artifacts.models.in_window import InWindow
from designation.break_glass.lifecycle import BreakGlassSteps
from designation.people.models import Office, Person
from designation.windows.models import Grant, Window
from workflow.models import StateField
from workflow.steps import machine


@machine
class BreakGlass(BreakGlassSteps, InWindow):
    """A named evaluator asks to read although an agreement or a training is missing. Lives in the window's log.

    `office` is the evaluator's when they asked. `approved_by` are the people who agreed. It holds from `began_at` until
    `ends_at`, which is outside, unless somebody ends it earlier (`ended_at`).
    """

    READ_WITH = ("window__request__model", "window__request__policy", "window__terms", "grant__person")
    FIXED = ("window", "grant", "office", "reason", "asked_at")

    window = models.ForeignKey(Window, on_delete=models.PROTECT, related_name="break_glass")
    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="break_glass")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=4000)
    asked_at = models.DateTimeField()
    approved_by = ArrayField(models.UUIDField(), default=list)
    began_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    review_by = models.DateTimeField(null=True)
    findings = models.CharField(max_length=4000, blank=True)
    state = StateField(BreakGlassSteps.State)

    class Meta:
        ordering = ["-asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                name="break_glass_one_at_a_time",
                fields=["grant"],
                condition=Q(state__in=["requested", "active"]),
            ),
            models.CheckConstraint(name="break_glass_has_a_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="break_glass_at_most_an_hour",
                condition=~Q(state="active")
                | Q(
                    began_at__isnull=False,
                    ends_at__isnull=False,
                    ends_at__lte=F("began_at") + timedelta(hours=1),
                ),
            ),
            models.CheckConstraint(
                name="break_glass_by_two_people",
                condition=~Q(state__in=["active", "ended", "overdue", "reviewed"])
                | Q(approved_by__len__gte=2),
            ),
            models.CheckConstraint(
                name="break_glass_reviewed_in_words", condition=~Q(state="reviewed") | ~Q(findings="")
            ),
        ]

    @staticmethod
    def holding(now: datetime) -> QuerySet[BreakGlass]:
        """Return the emergency access of the outer grant that holds at an instant."""
        return BreakGlass.objects.filter(grant=OuterRef("pk"), state="active", ends_at__gt=now)

    @staticmethod
    def overdue_for(person: uuid.UUID | None, now: datetime) -> QuerySet[BreakGlass]:
        """Return the emergency accesses of a person's office whose review is overdue at an instant."""
        office = Person.objects.filter(pk=person).values("office")
        late = Q(state="overdue") | Q(state="ended", review_by__lte=now)
        return BreakGlass.objects.filter(late, office__in=office)

    def names_for(self, side: str) -> Mapping[uuid.UUID, str]:
        """What people of a side call the evaluator."""
        return self.grant.names_for(side)
