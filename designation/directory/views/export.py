"""CSV files that spreadsheets open safely: the organizations of the list, and the problems of an import."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from typing import Any

from django.http import HttpRequest, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from designation.directory import queries
from designation.directory.fields import FIELDS
from designation.directory.models import DirectoryImport
from designation.directory.views.reader import RosterReader, for_roster
from designation.web.proofs import proved_to_export

FORMULA = ("=", "+", "-", "@", "\t", "\r")
FETCHED = 2_000


class _Line:
    """Returns what is written to it. The CSV writer needs a file."""

    def write(self, text: str) -> str:
        """Return the text."""
        return text


def safe(value: Any) -> str:
    """Return a value as the text of a cell that no spreadsheet takes for a formula."""
    text = ", ".join(value) if isinstance(value, list) else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def as_csv(name: str, header: list[str], rows: Iterable[Iterable[Any]]) -> StreamingHttpResponse:
    """Return rows as a CSV file, sent as they are read."""
    writer = csv.writer(_Line())

    def lines() -> Iterator[str]:
        yield "\ufeff" + writer.writerow(header)
        for row in rows:
            yield writer.writerow([safe(value) for value in row])

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@for_roster
@require_safe
@proved_to_export
def export(http: HttpRequest, _reader: RosterReader) -> StreamingHttpResponse:
    """Return every organization that fits the filters, on all pages of the list."""
    rows = queries.filters_of(http.GET).matching()
    shown = ([_cell(row, field.name) for field in FIELDS] for row in rows.iterator(FETCHED))
    return as_csv("directory.csv", [field.label for field in FIELDS], shown)


def _cell(row: Any, name: str) -> Any:
    said = getattr(row, f"get_{name}_display", None)
    return said() if said is not None and name != "state" else getattr(row, name)


@for_roster
@require_safe
def problems(http: HttpRequest, _reader: RosterReader, number: int) -> StreamingHttpResponse:
    """Return every problem of an import with its line."""
    of = get_object_or_404(DirectoryImport, number=number)
    lines = of.rows.filter(outcome="refused").order_by("line").values_list("line", "name", "problems")
    whole = (("", "", problem) for problem in of.problems)
    rows = ((line, name, problem) for line, name, found in lines.iterator(FETCHED) for problem in found)

    def both() -> Iterator[tuple[Any, ...]]:
        yield from whole
        yield from rows

    return as_csv(f"import-{number}-problems.csv", ["Line", "Name", "Problem"], both())
