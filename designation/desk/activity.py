"""Recent activity in a person's matters, with what is new to them.

It shows nothing that the person's feeds would not show.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count, groupby
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from designation.access.participation import Participation
from designation.desk.task_list import Reader
from designation.people import feed
from designation.roles import Side
from designation.windows.models import Grant
from workflow.child_logs import LOG_OPENED
from workflow.models import Entry
from workflow.sql.prepared_queries import prepared_query

SHOWN = 12


@dataclass(frozen=True)
class News:
    """The newest lines, each with whether it is new. `more` says that there are older new lines."""

    lines: list[tuple[feed.Line, bool]]
    more: bool

    @property
    def count(self) -> int:
        """The number of lines shown that are new."""
        return sum(is_new for _line, is_new in self.lines)


def recent_activity(reader: Reader, *, left_at: datetime | None) -> News:
    """Return the newest lines. A line is new if someone else acted after `left_at` and the reader may read it.

    On a first visit (no `left_at`) nothing is new.
    """
    entries = _newest(person=reader.id, in_many=reader.in_many, is_partner=reader.is_partner)
    new = [_is_new(entry, reader, left_at) for entry in entries]
    lines = feed.lines(entries[:SHOWN], side=reader.side)
    return News(list(_folded(zip(lines, new, strict=False))), more=any(new[SHOWN:]))


def _folded(lines: Iterable[tuple[feed.Line, bool]]) -> Iterator[tuple[feed.Line, bool]]:
    """Merge consecutive internal steps of one matter into one line. Each of them says no more than that."""
    places = count()
    for _matter, run in groupby(
        lines, lambda one: one[0].request_number if one[0].internal else next(places)
    ):
        (first, is_new), *rest = run
        yield (replace(first, who=f"{len(rest) + 1} internal steps") if rest else first), is_new


@prepared_query(person=uuid.UUID)
def _newest(person: uuid.UUID, *, in_many: bool, is_partner: bool) -> QuerySet[Entry]:
    """Return the newest entries of a person's matters. Evaluators get what both sides know of their windows
    and grants.

    For a person in many matters, entries are selected in the order in which they were written. That is the
    order of their timestamps, except for steps of different matters at the same moment.
    """
    own = Grant.objects.filter(person=person).exclude(state="ended")
    part = Participation(person, in_many)
    theirs = own.filter(Q(pk=OuterRef("subject_id")) | Q(window=OuterRef("subject_id")))
    readable = part.reads_whole_logs() | Q(Exists(theirs), sides__contains=[Side.DEVELOPER, Side.GOVERNMENT])
    if is_partner:  # what happened before a partner was invited is no news for it
        readable &= Q(sides__contains=[Side.PARTNER])
    entries = part.seen(Entry.objects.exclude(event__endswith=LOG_OPENED)).filter(readable)
    if in_many:
        newest = entries.order_by("-id").values("pk")[: SHOWN + 1]
        entries = Entry.objects.filter(pk__in=newest)
    mine = Exists(Grant.objects.filter(person=person, pk=OuterRef("subject_id")))
    return feed.named(entries).annotate(on_own_grant=mine).order_by("-at", "-id")[: SHOWN + 1]


def _is_new(entry: Any, reader: Reader, left_at: datetime | None) -> bool:
    since = left_at is not None and entry.at > left_at
    own = {str(reader.id), str(entry.subject_id)} if entry.on_own_grant else {str(reader.id)}
    return since and feed.may_read(entry, reader.side) and entry.actor not in own
