"""How many organizations the directory has in each state, sector and category: pictures with tables beside them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from designation.directory import queries
from designation.directory.views.reader import RosterReader, for_roster


@for_roster
@require_safe
def coverage(http: HttpRequest, reader: RosterReader) -> HttpResponse:
    """Show the numbers by state, by sector and by category."""
    charts = [
        _chart("state", "State", queries.by_state()),
        _chart("sector", "Sector", queries.by_sector()),
        _chart("category", "Category", queries.by_category()),
    ]
    return render(http, "directory/coverage.html", reader.context("", heading="Coverage", charts=charts))


def _chart(name: str, label: str, counts: list[tuple[str, str, int]]) -> dict[str, Any]:
    """Return one chart: a bar for each value, and how many values have no organization."""
    return {
        "name": name,
        "label": label,
        "rows": [{"value": value, "label": said, "count": count} for value, said, count in counts],
        "largest": max((count for _value, _said, count in counts), default=0),
        "without": sum(1 for _value, _said, count in counts if not count),
        "total": len(counts),
    }
