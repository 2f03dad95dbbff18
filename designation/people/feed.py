"""The ledger as a readable list: who did what, and when.

For entries that a reader may not read, the list shows only the number, the time and the commitment.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from designation import declarations
from designation.people import record_names
from designation.roles import Side
from workflow.models import Entry, Personal
from workflow.steps import machine_named, states_of

CLOCK_NAME = "The clock"


@dataclass(frozen=True)
class Line:
    """One entry as a reader sees it. `commitment` is shown in place of the content if the reader may not read it."""

    number: int
    at: datetime
    who: str
    what: str
    led_to: str
    internal: bool
    commitment: str
    details: list[tuple[str, Any]]
    request_number: str
    window: int | None = None
    selection: str = ""
    detail: str = ""

    @property
    def place(self) -> str:
        """The number of the entry, in words that say whether it is in the log of a window or of a selection."""
        entry = f"entry {self.number}{', the first' if self.number == 0 else ''}"
        if self.selection:
            return f"early access {self.selection}, {entry}"
        return entry if self.window is None else f"window {self.window}, {entry}"


def may_read(entry: Entry, side: str) -> bool:
    """Return whether a side may read an entry.

    All sides may read accesses and outcomes. Only the side that deliberates may read its deliberation.
    """
    return side in entry.sides


def named(entries: QuerySet[Entry]) -> QuerySet[Entry]:
    """Annotate each entry with who acted and where, in the same query.

    These are `actor_name`, `pseudonym`, `number` (the request's), and `window` or `selection` (its number, in its log).

    An evaluator appears under a pseudonym only in entries about their own grants and in those that call them by a
    grant, such as readings. In every other entry of the matter the same person appears under their own name and id,
    and readers must not be able to connect the two.
    """
    place = {"log": OuterRef("log_id"), "index": OuterRef("index"), "name": "actor_name"}
    about_them = Q(pk=OuterRef("subject_id"), person_label=OuterRef("actor"))
    hidden = record_names.pseudonymous().filter(
        Q(label=OuterRef("actor")) | about_them, log=OuterRef("log_id")
    )
    return entries.alias(root=Coalesce("log__parent", "log")).annotate(
        actor_name=Subquery(Personal.objects.filter(**place).values("value")[:1]),
        pseudonym=Subquery(hidden.values("pseudonym")[:1]),
        window=Subquery(record_names.windows().filter(log=OuterRef("log_id")).values("number")[:1]),
        selection=Subquery(record_names.selections().filter(log=OuterRef("log_id")).values("number")[:1]),
        number=Subquery(record_names.numbers().filter(log=OuterRef("root")).values("number")[:1]),
    )


def still_named(log: uuid.UUID, actors: Iterable[str]) -> list[str]:
    """Return the actors whose names this log still holds. The other names were erased or were never recorded."""
    places = {"log": OuterRef("log_id"), "index": OuterRef("index"), "name": "actor_name"}
    entries = Entry.objects.filter(Exists(Personal.objects.filter(**places)), log=log, actor__in=list(actors))
    return list(entries.order_by().values_list("actor", flat=True).distinct())


def lines(entries: Iterable[Entry], *, side: str) -> list[Line]:
    """Return entries as lines, in the given order. Each entry must come from `named`."""
    return [_line(entry, side) for entry in entries]


def with_internal_folded(lines: Iterable[Line]) -> list[Line]:
    """Return lines with internal steps in a row merged into one line. Each of them says no more than that."""
    found: list[Line] = []
    folded = 0
    for line in lines:
        folded = folded + 1 if line.internal and found and found[-1].internal else 0
        if folded:
            found[-1] = replace(found[-1], who=f"{folded + 1} internal steps")
        else:
            found.append(line)
    return found


def closed(entry: Any, whose: str = "of the other side") -> Line:
    """Return the line for an entry that the reader may not read. It shows only the number, time and commitment."""
    commitment = bytes(entry.commit).hex()
    return Line(
        entry.index,
        entry.at,
        "Internal step",
        whose,
        "",
        True,
        commitment,
        [],
        entry.number or "",
        entry.window,
        entry.selection or "",
    )


def _line(entry: Any, side: str) -> Line:
    if not may_read(entry, side):
        return closed(entry)
    who = actor_name_for(entry, side)
    what = sentence(entry.event, who).removeprefix(who).strip()
    shown = who if sentence(entry.event, who).startswith(who) else ""
    details = [
        (name.replace("_", " "), value)
        for name, value in entry.details.items()
        if value not in ("", [], None)
    ]
    commitment = bytes(entry.commit).hex()
    return Line(
        entry.index,
        entry.at,
        shown,
        what,
        _led_to(entry, side),
        False,
        commitment,
        details,
        entry.number or "",
        entry.window,
        entry.selection or "",
        _detail(entry),
    )


def _detail(entry: Any) -> str:
    """Return what the history says of an entry besides its sentence, as its package declares it."""
    named = declarations.merged("words", "DETAILS").get(entry.event, ())
    return ": ".join(str(entry.details[name]).replace("_", " ") for name in named if name in entry.details)


def sentence(event: str, who: str) -> str:
    """Return an event as a sentence. `who` is a name, a pseudonym or “The clock”."""
    plain = event.replace(".", ": ").replace("_", " ")
    return str(declarations.merged("words", "EVENTS").get(event, plain)).format(who=who)


def _led_to(entry: Any, side: str) -> str:
    """Return the label of the state that the entry led to.

    Return "" if the entry did not change the state, or if this side may not know the new state.
    """
    model = machine_named(entry.machine)
    internal = model.INTERNAL.get(entry.target)
    if entry.source == entry.target or (internal is not None and side not in internal.known_to):
        return ""
    return states_of(model).get(entry.target, "")


def actor_name_for(entry: Any, side: str) -> str:
    """Return who acted in an entry, as this side may know it. The entry must come from `named`."""
    if entry.pseudonym and side != Side.GOVERNMENT:
        return record_names.called(entry.pseudonym)
    return entry.actor_name or (
        CLOCK_NAME if entry.actor == "clock" else "A person whose details were erased"
    )
