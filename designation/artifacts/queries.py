"""Who opened which page of which artifact, when: the access feed, read from the ledger of the windows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db.models import QuerySet

from designation.artifacts.models import Artifact, Share
from designation.people import feed
from designation.requests.models import Request
from workflow.models import Entry

OPENED = "share.page_opened"


@dataclass(frozen=True)
class Access:
    """Pages of one artifact that one person opened, one after the other, newest first.

    `at` is when the newest was opened, `since` when the first. `grant` is under which grant they were opened.
    `as_text` tells the text view from pictures of pages.
    """

    at: datetime
    since: datetime
    who: str
    pages: tuple[int, ...]
    codes: tuple[str, ...]
    share: Share
    grant: str
    as_text: bool

    @property
    def pages_in_words(self) -> str:
        """The pages in order, such as "pages 1 to 3 and 7"."""
        spans: list[list[int]] = []
        for page in sorted(set(self.pages)):
            if spans and page == spans[-1][1] + 1:
                spans[-1][1] = page
            else:
                spans.append([page, page])
        words = [str(first) if first == last else f"{first} to {last}" for first, last in spans]
        joined = " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))
        named = f"page {joined}" if len(set(self.pages)) == 1 else f"pages {joined}"
        return f"the text of {named}" if self.as_text else named


def entries_in(request: Request) -> QuerySet[Entry]:
    """Return the entries of every page opened in the windows of a request, each with who acted."""
    shares = Share.objects.filter(window__request=request)
    logs = request.windows.values("log")
    return feed.named(Entry.objects.filter(log__in=logs, subject_id__in=shares.values("pk"), event=OPENED))


def accesses(entries: Iterable[Entry], side: str) -> list[Access]:
    """Return entries of pages opened, newest first, as people of a side read them. Uses one more query.

    Pages of one artifact that one person opened in one form, without opening another, are one access.
    """
    rows = list(entries)
    shares = Share.objects.select_related("artifact", "window__request").in_bulk(
        [row.subject_id for row in rows]
    )
    found = []
    for (subject, _actor, _as_text), group in groupby(rows, key=_belonging):
        opened = list(group)
        found.append(_access(opened, shares[subject], side))
    return found


def _belonging(entry: Any) -> tuple[Any, str, bool]:
    """Return what entries have in common that are one access."""
    return entry.subject_id, entry.actor, _is_text(entry)


def _is_text(entry: Any) -> bool:
    return bool(entry.details.get("shown_as") == "text")


def accesses_of(artifact: Artifact, side: str) -> list[Access]:
    """Return who opened one artifact, newest first, from its newest hundred pages opened."""
    shares = Share.objects.filter(artifact=artifact)
    entries = Entry.objects.filter(subject_id__in=shares.values("pk"), event=OPENED)
    return accesses(feed.named(entries).order_by("-at", "-pk")[:100], side)


def _access(opened: list[Any], share: Share, side: str) -> Access:
    newest = opened[0]
    return Access(
        at=newest.at,
        since=opened[-1].at,
        who=feed.actor_name_for(newest, side),
        pages=tuple(entry.details["page"] for entry in opened),
        codes=tuple(entry.details["code"] for entry in opened),
        share=share,
        grant=newest.actor,
        as_text=_is_text(newest),
    )
