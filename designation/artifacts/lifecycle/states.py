"""The states of an artifact."""

from __future__ import annotations

from django.db import models


class State(models.TextChoices):
    """The states of an artifact."""

    RECEIVING = "receiving", "Being sealed"
    SEALED = "sealed", "Sealed"
    QUARANTINED = "quarantined", "Quarantined"
    WITHDRAWN = "withdrawn", "Withdrawn"
    DESTROYING = "destroying", "Being destroyed"
    DESTROYED = "destroyed", "Destroyed"


HELD = (State.RECEIVING, State.SEALED, State.QUARANTINED, State.WITHDRAWN)
"""The states in which the vault holds content that can be decrypted."""
