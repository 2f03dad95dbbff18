"""Marking an artifact as a canary, and taking the mark away. Nothing else about the artifact changes."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from designation.artifacts.models import Artifact
from designation.people.models import Person
from designation.signals.models import Canary


def toggle(artifact: Artifact, *, by: Person, now: datetime) -> bool:
    """Mark an artifact, or take its mark away; return whether it is marked now."""
    with transaction.atomic():
        removed, _rows = Canary.objects.filter(artifact=artifact).delete()
        if not removed:
            Canary.objects.create(artifact=artifact, placed_by=by, placed_at=now)
    return not removed
