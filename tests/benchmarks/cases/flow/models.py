"""What the case is about."""

from django.db import models
from viewflow.workflow.models import Process


class Case(Process):
    """The process with what was decided, in columns of its own."""

    application = models.JSONField(default=dict)
    lead = models.CharField(max_length=64, blank=True)
    concurred = models.BooleanField(default=False)
    recommended = models.CharField(max_length=12, blank=True)
    determined_by = models.JSONField(default=list)
