"""Template tags that draw the path of states and the thirty days. They turn facts into coordinates and sentences."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django import template

from designation.content.instants import length, written
from designation.frontier_models.rules import THIRTY_DAYS

register = template.Library()

WIDTH = 3000


@register.inclusion_tag("includes/steps.html")
def path_line(
    stops: Sequence[tuple[str, str]],
    present: str,
    visited: Iterable[str] = (),
    exits: Sequence[str] = (),
    name: str = "",
    ended: str = "",
) -> dict[str, Any]:
    """Draw the path of a lifecycle. `stops` are (state, label) pairs in order; `present` is the present state.

    The states in `visited` are shown as done; if it is empty, all stops before the present one are. `ended`
    is the label of an exit that was taken. In that case the path shows only the states that are done, with
    the exit last.
    """
    order = [state for state, _ in stops]
    gone = set(visited) or set(order[: order.index(present)] if present in order else ())
    line = [
        {"label": label, "standing": "present" if state == present else "done" if state in gone else "next"}
        for state, label in stops
    ]
    if ended:
        line = [stop for stop in line if stop["standing"] == "done"] + [
            {"label": ended, "standing": "present"}
        ]
    return {"stops": line, "exits": list(exits), "name": name}


@dataclass(frozen=True)
class Bar:
    """The data that windows/bar.html draws."""

    now: datetime | None
    sentence: str
    spans: list[dict[str, Any]] = field(default_factory=list)
    marks: list[dict[str, Any]] = field(default_factory=list)
    facts: list[dict[str, Any]] = field(default_factory=list)


@register.inclusion_tag("windows/bar.html")
def window_bar(window: Mapping[str, Any]) -> dict[str, Any]:
    """Draw a window on the thirty days of its model. See `bar` for the keys."""
    return {"bar": bar(window)}


def bar(window: Mapping[str, Any]) -> Bar:
    """Return the coordinates and words that draw a window.

    Keys: `first_opened_at` (None if no window of the model has opened yet), `opens_at` (planned or actual),
    `ends_at` (the effective end), `now`. Optional keys: `opened` and `closed` (bool), `suspended` (pairs of
    instants; the second is None while the suspension lasts), `earlier` (pairs: earlier windows of the model),
    `partner_release_at`.
    """
    first = window.get("first_opened_at") or window["opens_at"]
    now, opens_at, ends_at = window["now"], window["opens_at"], window["ends_at"]
    release_at = window.get("partner_release_at")
    opened, closed = bool(window.get("opened")), bool(window.get("closed"))
    suspended = [(start, min(end or now, ends_at)) for start, end in window.get("suspended", ())]

    def x(at: datetime) -> int:
        return round(min(max((at - first) / THIRTY_DAYS, 0.0), 1.0) * WIDTH)

    def span(kind: str, start: datetime, end: datetime, height: int = 60) -> dict[str, Any]:
        return {
            "kind": kind,
            "x": x(start),
            "width": max(x(end) - x(start), 0),
            "y": 50 - height // 2,
            "height": height,
        }

    spans = [span("earlier", start, end) for start, end in window.get("earlier", ())]
    spans.append(span("planned", opens_at, ends_at))
    if opened:
        spans.append(span("open", opens_at, min(now, ends_at)))
    spans += [span("suspended", start, end, 30) for start, end in suspended]
    marks = [{"kind": "end", "x": x(ends_at), "top": 10, "bottom": 90}]
    if first <= now <= first + THIRTY_DAYS:
        marks.append({"kind": "now", "x": x(now), "top": 0, "bottom": 100})
    if release_at and first <= release_at <= first + THIRTY_DAYS:
        marks.append({"kind": "release", "x": x(release_at), "top": 0, "bottom": 100})
    facts = _facts(window, first, suspended)
    return Bar(
        now=now,
        sentence=_sentence(opens_at, ends_at, now, opened, closed, _stands_still_since(window)),
        spans=spans,
        marks=marks,
        facts=facts,
    )


def _stands_still_since(window: Mapping[str, Any]) -> datetime | None:
    return next((start for start, end in window.get("suspended", ()) if end is None), None)


def _sentence(
    opens_at: datetime, ends_at: datetime, now: datetime, opened: bool, closed: bool, still: datetime | None
) -> str:
    if closed:
        return (
            f"Was open from {written(opens_at)} to {written(ends_at)}, {length(ends_at - opens_at)} in all."
        )
    if still is not None:
        return f"Suspended since {written(still)}; closes {written(ends_at)}."
    if opened:
        return f"Open for {length(min(now, ends_at) - opens_at)}; closes {written(ends_at)}."
    return f"Planned from {written(opens_at)} to {written(ends_at)}, {length(ends_at - opens_at)} in all."


def _facts(
    window: Mapping[str, Any], first: datetime, suspended: Sequence[tuple[datetime, datetime]]
) -> list[dict[str, Any]]:
    """Return a named line for each mark of the picture, in the picture's order."""
    now, opened, closed = window["now"], bool(window.get("opened")), bool(window.get("closed"))
    facts: list[dict[str, Any]] = [
        {"kind": "earlier", "name": "Earlier window", "at": start, "until": end}
        for start, end in window.get("earlier", ())
    ]
    facts.append({"kind": "open", "name": "Opened" if opened else "Opens", "at": window["opens_at"]})
    for (start, end), (_, given_end) in zip(suspended, window.get("suspended", ()), strict=True):
        text = f"({length(end - start)})" if given_end else f"(until now, {length(end - start)})"
        facts.append(
            {
                "kind": "suspended",
                "name": "Suspended",
                "at": start,
                "until": end if given_end else None,
                "text": text,
            }
        )
    day = (now - first) // timedelta(days=1) + 1
    text = f"day {day} of 30" if 1 <= day <= 30 else "before day 1" if day < 1 else "after day 30"
    facts.append({"kind": "now", "name": "Now", "at": now, "text": f"({text})"})
    facts.append(
        {
            "kind": "end",
            "name": "Closed" if closed else "Closes",
            "at": window["ends_at"],
            "countdown": not closed,
        }
    )
    if window.get("partner_release_at"):
        facts.append(
            {"kind": "release", "name": "Planned partner release", "at": window["partner_release_at"]}
        )
    facts.append(
        {"kind": "limit", "name": "Day 30 ends", "at": first + THIRTY_DAYS, "text": "(at the latest)"}
    )
    return facts
