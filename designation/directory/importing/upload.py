"""Storing an uploaded file in pieces, and proposing which of its columns holds which field."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any

from designation.directory.fields import FIELDS
from designation.directory.models import ColumnMapping, DirectoryImport, ImportChunk

PIECE_BYTES = 2**20
HEADER_BYTES = 2**16
"""The first line has to end within this many bytes."""
NOT_TEXT = "The file is not text in UTF-8. Save it as “CSV UTF-8”."


def header_of(beginning: bytes) -> list[str]:
    """Return the names of the columns. Raises: ValueError, if this is no text or no CSV."""
    beginning[:HEADER_BYTES].partition(b"\n")[0].decode()  # later lines are told with their numbers
    text = beginning[:HEADER_BYTES].decode("utf-8-sig", errors="ignore")
    try:
        first = next(csv.reader(io.StringIO(text.replace("\0", ""), newline="")), [])
    except csv.Error as error:
        raise ValueError(str(error)) from error
    return [" ".join(cell.split())[:100] for cell in first]


def pieces(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """Return the blocks as pieces of equal size."""
    rest = bytearray()
    for block in blocks:
        rest += block
        while len(rest) >= PIECE_BYTES:
            yield bytes(rest[:PIECE_BYTES])
            del rest[:PIECE_BYTES]
    if rest:
        yield bytes(rest)


def store(directory_import: DirectoryImport, blocks: Iterable[bytes]) -> None:
    """Write the pieces of a file."""
    begins_at = 0
    for number, piece in enumerate(pieces(blocks)):
        ImportChunk.objects.create(
            directory_import=directory_import, number=number, begins_at=begins_at, content=piece
        )
        begins_at += len(piece)


def digest_of(blocks: Iterable[bytes]) -> tuple[str, int]:
    """Return the SHA-256 of a file, and its length."""
    digest, length = hashlib.sha256(), 0
    for block in blocks:
        digest.update(block)
        length += len(block)
    return digest.hexdigest(), length


def proposed_mapping(header: list[str]) -> dict[str, int]:
    """Return which column holds which field: as it was chosen for the same columns before, or by their names."""
    known = ColumnMapping.objects.filter(pk=key_of(header)).first()
    if known is not None:
        return known.known
    plain = [" ".join(re.findall(r"[a-z0-9]+", name.casefold())) for name in header]
    found: dict[str, int] = {}
    for field in FIELDS:
        for name in field.headers:
            if name in plain and plain.index(name) not in found.values():
                found[field.name] = plain.index(name)
                break
    return found


def remember(header: list[str], mapping: dict[str, Any]) -> None:
    """Remember which column holds which field, for the next file with the same columns."""
    ColumnMapping.objects.update_or_create(pk=key_of(header), defaults={"mapping": mapping})


def key_of(header: list[str]) -> str:
    """Return the key of a set of columns: upper case and spaces make no difference."""
    named = "\n".join(" ".join(name.casefold().split()) for name in header)
    return hashlib.sha256(named.encode()).hexdigest()


def samples(of: DirectoryImport, most: int = 3) -> list[tuple[str, list[str]]]:
    """Return each column with some of its first values."""
    first = of.chunks.order_by("number").first()
    text = bytes(first.content)[:HEADER_BYTES].decode("utf-8-sig", errors="ignore") if first else ""
    found: list[list[str]] = []
    with suppress(csv.Error):
        for row in csv.reader(io.StringIO(text.replace("\0", ""), newline="")):
            found.append(row)
            if len(found) > most:
                break
    values = [row for row in found[1:] if len(row) == len(of.header)]
    return [
        (name, [row[place][:60] for row in values if row[place].strip()])
        for place, name in enumerate(of.header)
    ]
