"""The site under gunicorn, with two plain addresses beside it, and a note of when each download was last handed over.

`PUT /plain/put` writes a body to a file and syncs it. `GET /plain/get/N` answers with N MiB of plain blocks. Neither
asks who somebody is, and neither encrypts.
"""

from __future__ import annotations

import os
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from tests.benchmarks.vault import place

place.set_up()

from designation.config.wsgi import application as site
from designation.vault.content import BLOCK_BYTES

READ_BYTES = 1 << 18
BLOCK = os.urandom(BLOCK_BYTES)
PLAIN = place.folder() / "plain"
PLAIN.mkdir(exist_ok=True)
Start = Callable[..., Any]


class Noted:
    """The body of a download. Notes at its end when the server last took a block to send it."""

    def __init__(self, body: Iterable[bytes]) -> None:
        self.body = body
        self.blocks = iter(body)
        self.last = time.monotonic()

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        block = next(self.blocks)
        self.last = time.monotonic()
        return block

    def close(self) -> None:
        """Close the body; then what was sent is sent, and nothing more is."""
        self.body.close()  # type: ignore[attr-defined]  # a body of Django's has it
        line = f"{self.last} {time.monotonic()}\n".encode()
        descriptor = os.open(place.folder() / "ends", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.write(descriptor, line)
        os.close(descriptor)


def application(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
    """Answer one request."""
    path = environ["PATH_INFO"]
    if path == "/plain/put":
        return put(environ, start)
    if path.startswith("/plain/get/"):
        return get(int(path.rpartition("/")[2]), start)
    body = site(environ, start)
    return Noted(body) if path.endswith("/download/") else body


def put(environ: dict[str, Any], start: Start) -> list[bytes]:
    """Write the body to a new file, and sync the file and its folder."""
    with (PLAIN / uuid.uuid4().hex).open("wb", buffering=0) as file:
        while block := environ["wsgi.input"].read(READ_BYTES):
            file.write(block)
        os.fsync(file.fileno())
    folder = os.open(PLAIN, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)
    start("204 No Content", [])
    return []


def get(mebibytes: int, start: Start) -> Iterator[bytes]:
    """Return plain blocks of the size that a download has."""
    start("200 OK", [("Content-Length", str(mebibytes << 20)), ("Content-Type", "application/octet-stream")])
    return (BLOCK for _ in range((mebibytes << 20) // BLOCK_BYTES))
