"""The states of a window, and the groups of states that steps use."""

from __future__ import annotations

from django.db import models


class State(models.TextChoices):
    """The states of a window."""

    DRAFT = "draft", "Draft"
    PROPOSED = "proposed", "Proposed"
    COUNTERED = "countered", "Countered"
    SCHEDULED = "scheduled", "Scheduled"
    OPEN = "open", "Open"
    SUSPENDED = "suspended", "Suspended"
    CLOSED = "closed", "Closed"
    DESTROYING = "destroying", "Being destroyed"
    DESTROYED = "destroyed", "Destroyed"
    DECLINED = "declined", "Declined"
    CANCELED = "canceled", "Canceled"


LIVE = (State.OPEN, State.SUSPENDED)
BEING_AGREED = (State.PROPOSED, State.COUNTERED)
UNOPENED = (*BEING_AGREED, State.SCHEDULED)
