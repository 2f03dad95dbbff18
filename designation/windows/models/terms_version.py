"""The versions of a window's terms and who signed them. PostgreSQL refuses to change or delete either."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models

from designation.people.models import Organization, Person
from designation.roles import Side
from designation.windows.guards import SIGNATURE_NEEDS_ENTRY, TERMS_NEED_ENTRY
from workflow.sql.prepared_querysets import prepared_queryset
from workflow.sql.triggers import OnlyGrows


class TermsVersion(models.Model):
    """One version of a window's terms, never changed once written."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    window = models.ForeignKey("Window", on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    side = models.CharField(max_length=12, choices=Side)
    at = models.DateTimeField()
    covering_note = models.TextField(blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(name="terms_number", fields=["window", "number"]),
            OnlyGrows(name="terms_never_change"),
            TERMS_NEED_ENTRY,
        ]

    @prepared_queryset("id")
    def sides_signed(self) -> models.QuerySet[Any]:
        """Return the side of each signature under this version."""
        return self.signatures.values_list("side", flat=True)


class TermsSignature(models.Model):
    """Who signed a version of the terms, for whom, when, and which digest."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    terms = models.ForeignKey(TermsVersion, on_delete=models.PROTECT, related_name="signatures")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    side = models.CharField(max_length=12, choices=Side)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(name="signature_once", fields=["terms", "person"]),
            OnlyGrows(name="signatures_never_change"),
            SIGNATURE_NEEDS_ENTRY,
        ]
