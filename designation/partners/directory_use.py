"""Which organizations of the directory are in use: the nominated ones. Undoing an import keeps them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from designation.partners.models import Partner


def nominated() -> Iterable[uuid.UUID]:
    """Return the ids of the organizations that were nominated from the directory."""
    return Partner.objects.filter(entry__isnull=False).values_list("entry", flat=True)


IN_USE = (nominated,)
