"""Who opened which page of which artifact, or downloaded it, when: the access feed, from the ledger of the windows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db.models import QuerySet

from designation.artifacts.models import Artifact, Share
from designation.people import feed
from workflow.models import Entry

OPENED = "share.page_opened"
DOWNLOADED = "share.downloaded"
DOWNLOAD_ENDED = "share.download_ended"
ACCESSES = (OPENED, DOWNLOADED)


@dataclass(frozen=True)
class Access:
    """Pages of one artifact that one person opened, one after the other, newest first; or one download, without pages.

    `at` is when the newest was opened, `since` when the first. `grant` is under which grant they were opened.
    `download` says what was downloaded and how that ended.
    `as_text` tells the text view from pictures of pages.
    """

    at: datetime
    since: datetime
    who: str
    pages: tuple[int, ...]
    codes: tuple[str, ...]
    share: Share
    grant: str
    download: str = ""
    as_text: bool = False

    @property
    def in_words(self) -> str:
        """What the person did, such as "opened page 3"."""
        return self.download or f"opened {self.pages_in_words}"

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


def entries_in(request: Any) -> QuerySet[Entry]:
    """Return the entries of every page opened and every download in a request's windows, each with who acted.

    The request is one that was read for its reader: windows in which the reader takes no part are left out.
    """
    logs = request.window_logs
    shares = Share.objects.filter(window__request=request, window__log__in=logs)
    return feed.named(
        Entry.objects.filter(log__in=logs, subject_id__in=shares.values("pk"), event__in=ACCESSES)
    )


def accesses(entries: Iterable[Entry], side: str) -> list[Access]:
    """Return entries of accesses, newest first, as people of a side read them. Uses one more query, or two.

    Pages of one artifact that one person opened in one form, without opening another, are one access. Each download is
    one.
    """
    rows = list(entries)
    shares = Share.objects.select_related("artifact", "window__request").in_bulk(
        [row.subject_id for row in rows]
    )
    ends = _ends_of([row for row in rows if row.event == DOWNLOADED])
    found = []
    for (subject, *_), group in groupby(rows, key=_one_access):
        opened = list(group)
        if opened[0].event == DOWNLOADED:
            found.append(_download(opened[0], shares[subject], side, ends))
            continue
        found.append(_access(opened, shares[subject], side))
    return found


def _is_text(entry: Any) -> bool:
    return bool(entry.details.get("shown_as") == "text")


def accesses_of(artifact: Artifact, side: str, logs: Iterable[Any]) -> list[Access]:
    """Return who opened or downloaded one artifact in the windows of these logs, from its newest hundred entries."""
    shares = Share.objects.filter(artifact=artifact, window__log__in=logs)
    entries = Entry.objects.filter(subject_id__in=shares.values("pk"), event__in=ACCESSES)
    return accesses(feed.named(entries).order_by("-at", "-pk")[:100], side)


def _one_access(row: Any) -> tuple[Any, ...]:
    """Return what entries have in common that are one access."""
    return row.subject_id, row.actor, _is_text(row), row.pk if row.event == DOWNLOADED else None


def _ends_of(begun: list[Any]) -> dict[str, dict[str, Any]]:
    """Return the details of the second entry of each of these downloads that has one, by the download's id."""
    if not begun:
        return {}
    ids = [row.details["download"] for row in begun]
    shares = {row.subject_id for row in begun}
    ends = Entry.objects.filter(
        subject_id__in=shares, event=DOWNLOAD_ENDED, details__download__in=ids
    ).values_list("details", flat=True)
    return {details["download"]: details for details in ends}


def _download(begun: Any, share: Share, side: str, ends: dict[str, dict[str, Any]]) -> Access:
    asked = begun.details
    wanted = asked["last"] - asked["first"] + 1
    what = "downloaded the file" if wanted == asked["length_bytes"] else "downloaded a part of the file"
    return Access(
        at=begun.at,
        since=begun.at,
        who=feed.actor_name_for(begun, side),
        pages=(),
        codes=(),
        share=share,
        grant=begun.actor,
        download=f"{what} ({_how_it_ended(ends.get(asked['download']), wanted)})",
    )


def _how_it_ended(end: dict[str, Any] | None, wanted: int) -> str:
    if end is None:
        return f"{wanted:,} bytes, not ended yet"
    if end["outcome"] == "unknown":
        return f"at least {end['handed_over']:,} of {wanted:,} bytes; how it ended is not known"
    if end["outcome"] == "complete":
        return f"all of {wanted:,} bytes"
    return f"{end['handed_over']:,} of {wanted:,} bytes, {end['outcome']}"


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
