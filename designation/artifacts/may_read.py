"""Who may read a shared artifact now, and every reason why not.

What stands against reading in the window (`window_access`) stands against reading an artifact there; the share and the
artifact add their own reasons. Reading pages, the images of pages and the watch over open pages all ask here.
"""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db.models import FilteredRelation, Q

from designation.windows.models import Grant, Window
from designation.windows.window_access import Condition, conditions, reasons_against
from workflow.guards import Refusal

OF_SHARES = (
    Condition("not_shared", "This artifact is not shared in this window.", Q(share__isnull=True)),
    Condition("share_ended", "The developer stopped sharing this artifact.", Q(share__state="ended")),
    Condition(
        "artifact_quarantined",
        "This artifact is quarantined. Nobody can read it.",
        Q(share__artifact__state="quarantined"),
    ),
    Condition(
        "artifact_not_sealed",
        "The developer withdrew this artifact.",
        Q(share__isnull=False) & ~Q(share__artifact__state__in=["sealed", "quarantined"]),
    ),
)
"""The reasons of a share and its artifact, in the order in which people read them."""


def may_read(
    person: uuid.UUID | None, share: uuid.UUID, window: Window, now: datetime
) -> tuple[Refusal, ...]:
    """Return every reason against a person's reading a share of a window now. If there is none, they may."""
    grants = Grant.objects.filter(window=window).annotate(
        share=FilteredRelation("window__shares", condition=Q(window__shares__pk=share))
    )
    return reasons_against(grants, person, (*conditions(now), *OF_SHARES))
