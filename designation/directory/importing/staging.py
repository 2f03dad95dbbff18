"""Reading the lines of a file into the table `ImportRow`, batch by batch.

Each batch is a transaction of its own, which also notes how far it came. A worker that takes over after another one
died goes on from there. If two workers read the same file, only one of them can note each batch, and the other stops.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db import connection, transaction

from designation.directory import cells, folding
from designation.directory.fields import FIELD, NAMES, SINGLE
from designation.directory.models import DirectoryImport, ImportRow
from workflow.jobs import JobFailed

BATCH = 5_000
LONGEST_LINE = 1_000_000
BOM = b"\xef\xbb\xbf"
COLUMNS = (
    *("directory_import_id", "line", *SINGLE, "domains", "contacts", "cleared"),
    *("identity", "near", "initials", "text", "problems", "outcome"),
)
NO_KEYS = folding.Keys("", "", "", "")


class Unreadable(Exception):
    """The file is no CSV file from some line on. The sentence says why."""


class _Lines:
    """The lines of a file from a place on, decoded. `read_bytes` and `read_lines` say how far they were handed out."""

    def __init__(self, of: DirectoryImport) -> None:
        self.of = of
        self.read_bytes, self.read_lines = of.read_bytes, of.read_lines

    def __iter__(self) -> Iterator[str]:
        for line in self._raw():
            if len(line) > LONGEST_LINE:
                raise Unreadable(f"Line {self.read_lines + 1} is longer than a million characters.")
            text = line.removeprefix(BOM) if self.read_bytes == 0 else line
            self.read_bytes += len(line)
            self.read_lines += 1
            try:
                yield text.decode()
            except UnicodeDecodeError:
                raise Unreadable(f"Line {self.read_lines} is not text in UTF-8.") from None

    def _raw(self) -> Iterator[bytes]:
        rest = b""
        for piece in self._pieces():
            *whole, rest = (rest + piece).split(b"\n")
            yield from (line + b"\n" for line in whole)
        if rest:
            yield rest

    def _pieces(self) -> Iterator[bytes]:
        """Yield the pieces one by one: no transaction stays open, and only one piece is in memory."""
        begins, number = self.read_bytes, 0
        chunks = self.of.chunks.order_by("number")
        first = chunks.filter(begins_at__lte=begins).last()
        while first is not None:
            yield bytes(first.content)[max(0, begins - first.begins_at) :]
            number = first.number + 1
            first = chunks.filter(number=number).first()


class Record(NamedTuple):
    """One record of the file, with the number of its first line."""

    line: int
    cells: list[str]


def _records(lines: _Lines) -> Iterator[Record]:
    """Yield the records that hold anything. Raises: Unreadable."""
    reader = csv.reader(iter(lines), strict=True)
    begins = lines.read_lines + 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield Record(begins, row)
            begins = lines.read_lines + 1
    except csv.Error as error:
        raise Unreadable(f"Line {lines.read_lines} is not CSV: {error}.") from error


def stage(of: DirectoryImport, heard: Any = lambda: None) -> None:
    """Read the rest of the file. `heard()` is called after each batch. Raises: Unreadable; JobFailed."""
    lines = _Lines(of)
    records = _records(lines)
    if of.read_lines == 0:
        next(records, None)  # the names of the columns
    ended = False
    while not ended:
        batch = []
        for record in records:
            batch.append(_row(of, record))
            if len(batch) == BATCH:
                break
        else:
            ended = True
        with transaction.atomic():
            _note(of, lines)
            _copy(batch)
        heard()


def _note(of: DirectoryImport, lines: _Lines) -> None:
    """Note how far the file is read. Raises: JobFailed, if another worker noted that before."""
    mine = DirectoryImport.objects.filter(pk=of.pk, state="checking", read_bytes=of.read_bytes)
    if not mine.update(read_bytes=lines.read_bytes, read_lines=lines.read_lines):
        raise JobFailed("another worker reads this file")
    of.read_bytes, of.read_lines = lines.read_bytes, lines.read_lines


def _copy(batch: list[tuple[Any, ...]]) -> None:
    with connection.cursor() as cursor:
        table = ImportRow._meta.db_table
        with cursor.copy(f"COPY {table} ({', '.join(COLUMNS)}) FROM STDIN") as copy:
            for row in batch:
                copy.write_row(row)


def _row(of: DirectoryImport, record: Record) -> tuple[Any, ...]:
    """Return a record as a row of the table, with every problem in it."""
    width, given = len(of.header), record.cells
    if len(given) != width:
        problem = f"This line has {len(given)} columns instead of {width}."
        blank = [""] * len(SINGLE)
        return (of.pk, record.line, *blank, [], [], [], *NO_KEYS, [problem], "refused")
    found = cells.read({name: given[of.mapping[name]] for name in NAMES if name in of.mapping})
    keys = folding.keys_of(found.values) if not found.problems else NO_KEYS
    problems = [f"{FIELD[name].label}: {words}" for name, words in found.problems.items()]
    values = [found.values[name] for name in SINGLE]
    return (
        *(of.pk, record.line, *values, found.lists["domains"], found.lists["contacts"], found.cleared),
        *(*keys, problems, "refused" if problems else "added"),
    )
