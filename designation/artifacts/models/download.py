"""Downloads that are under way."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models.functions import Now

from designation.artifacts.models.share import Share


class Download(models.Model):
    """A download whose end is not recorded yet. The row is there from its first entry to its second one.

    `handed_over` is how many bytes were handed over when the process that serves it last said that it is alive, and
    `seen_at` is when that was, by the database's clock. The record is the window's log. This row says only which
    downloads lack their second entry.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    share = models.ForeignKey(Share, on_delete=models.PROTECT, related_name="downloads")
    handed_over = models.PositiveBigIntegerField(default=0)
    seen_at = models.DateTimeField(db_default=Now())
