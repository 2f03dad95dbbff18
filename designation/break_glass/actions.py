"""Asking for emergency access."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from designation.break_glass.models import BreakGlass
from designation.windows.models import Grant, Window
from workflow import clock
from workflow.creating.create import create, require
from workflow.guards import Actor
from workflow.sql import snapshot


def ask(window: Window, *, actor: Actor, reason: str, now: datetime | None = None) -> BreakGlass:
    """Ask for emergency access in a window. Raises: Refused, with every unmet condition."""
    with transaction.atomic():
        row = snapshot.locked(window, actor, window.log_ids())
        require(BreakGlass, "ask", row, actor=actor, now=now)
        grant = Grant.objects.filter(window=row).naming(actor.id).select_related("person").get()
        access = BreakGlass(
            window=row,
            grant=grant,
            office_id=grant.person.office_id,
            log_id=row.log_id,
            reason=reason.strip(),
            asked_at=now or clock.now(),
        )
        create(
            access,
            "ask",
            actor=actor,
            inputs={"reason": reason},
            details={"reason": access.reason},
            now=now,
        )
    return access
