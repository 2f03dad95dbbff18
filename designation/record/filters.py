"""The filters of a record: who, what and when. They are kept in the URL.

The filters by person and by event apply only to entries that the reader may open. Otherwise a filter could
reveal what a closed entry hides.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime, time
from typing import Any

from django import forms
from django.db.models import Max, Q
from django.http import HttpRequest

from designation.content.folding import by_name
from designation.people import feed
from designation.people.feed import sentence
from designation.requests.matter import Matter
from designation.web.fields import DayField
from workflow.calendars import ZONE
from workflow.models import Entry


class FilterForm(forms.Form):
    """Who, what and when. The choices come from the entries that the reader may open."""

    who = forms.ChoiceField(required=False)
    what = forms.ChoiceField(required=False)
    since = DayField(required=False, label="From")
    until = DayField(required=False, label="To")

    def __init__(self, events: Iterable[str], names: Mapping[str, str], *args: Any) -> None:
        super().__init__(*args)
        people = sorted(names.items(), key=lambda one: by_name(one[1]))
        happened = sorted(((event, words(event)) for event in set(events)), key=lambda one: one[1])
        self.fields["who"].choices = [("", "Anybody"), *people]  # type: ignore[attr-defined]  # a field with choices
        self.fields["what"].choices = [("", "Anything"), *happened]  # type: ignore[attr-defined]  # a field with choices

    def condition(self, mine: Q) -> Q:
        """Return the condition for the chosen entries.

        Person and event match only entries that the reader may open (`mine`).
        """
        asked = self.cleaned_data if self.is_valid() else {}
        wanted = Q()
        if asked.get("who"):
            wanted &= mine & Q(actor=asked["who"])
        if asked.get("what"):
            wanted &= mine & Q(event=asked["what"])
        if asked.get("since"):
            wanted &= Q(at__gte=datetime.combine(asked["since"], time.min, ZONE))
        if asked.get("until"):
            wanted &= Q(at__lte=datetime.combine(asked["until"], time.max, ZONE))
        return wanted


def words(event: str) -> str:
    """Return the sentence for an event without its actor, as a choice in a list."""
    said = sentence(event, "").strip()
    return said[:1].upper() + said[1:]


def filters(http: HttpRequest, matter: Matter, names: Mapping[uuid.UUID, str], mine: Q) -> FilterForm:
    """Return the form with the people and events in the record. Takes two queries, whatever its length."""
    happened = list(
        Entry.objects.filter(mine, log__in=names).order_by().values("actor", "event").annotate(last=Max("id"))
    )
    newest: dict[str, int] = {}
    for row in happened:
        newest[row["actor"]] = max(row["last"], newest.get(row["actor"], 0))
    entries = feed.named(Entry.objects.filter(pk__in=newest.values()))
    people = {entry.actor: feed.actor_name_for(entry, matter.side) for entry in entries}
    return FilterForm((row["event"] for row in happened), people, http.GET)
