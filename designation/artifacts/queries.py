"""Who opened which page of which artifact, when: the access feed, read from the ledger of the windows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from designation.artifacts.models import Artifact, Share
from designation.people import feed
from designation.requests.models import Request
from workflow.models import Entry

OPENED = "share.page_opened"


@dataclass(frozen=True)
class Access:
    """One page that a person opened. `grant` is empty if the person has no grant that can be suspended."""

    at: datetime
    who: str
    page: int
    code: str
    share: Share
    grant: str


def entries_in(request: Request) -> QuerySet[Entry]:
    """Return the entries of every page opened in the windows of a request, each with who acted."""
    shares = Share.objects.filter(window__request=request)
    logs = request.windows.values("log")
    return feed.named(Entry.objects.filter(log__in=logs, subject_id__in=shares.values("pk"), event=OPENED))


def accesses(entries: Iterable[Entry], side: str) -> list[Access]:
    """Return entries of pages opened as people of a side read them. Uses one more query."""
    rows = list(entries)
    shares = Share.objects.select_related("artifact", "window__request").in_bulk(
        [row.subject_id for row in rows]
    )
    return [_access(row, shares[row.subject_id], side) for row in rows if row.subject_id in shares]


def accesses_of(artifact: Artifact, side: str) -> list[Access]:
    """Return the newest hundred pages opened of one artifact, newest first."""
    shares = Share.objects.filter(artifact=artifact)
    entries = Entry.objects.filter(subject_id__in=shares.values("pk"), event=OPENED)
    return accesses(feed.named(entries).order_by("-at", "-pk")[:100], side)


def _access(entry: Any, share: Share, side: str) -> Access:
    return Access(
        at=entry.at,
        who=feed.actor_name_for(entry, side),
        page=entry.details["page"],
        code=entry.details["code"],
        share=share,
        grant=entry.actor,
    )
