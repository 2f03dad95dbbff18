"""The body of a request as it arrives, with patience for a slow client but not for one that stopped.

A worker thread waits for one client at a time. Under gunicorn, a client that sends nothing for `PATIENCE_S` seconds is
treated like one whose connection broke. What a refused request still sends is read and thrown away, so that its client
can finish sending and then read the answer; beyond `MOST_DRAINED` bytes, the connection takes no more.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.conf import settings
from django.http import HttpRequest, UnreadablePostError

from designation.artifacts.resumable.protocol import ProtocolError

BLOCK_BYTES = 1 << 18
MOST_DRAINED = 16 << 20
PATIENCE_S = 15.0
SOCKET = "gunicorn.socket"
_places = threading.BoundedSemaphore(settings.PIECES_AT_ONCE)


@contextmanager
def place() -> Iterator[None]:
    """Take one of the places of this process for a piece that arrives, so that others find threads for their pages.

    Raises: ProtocolError if the header is missing.
    """
    if not _places.acquire(blocking=False):
        sentence = "Many files are arriving at this moment. Try again in a few seconds."
        raise ProtocolError(503, sentence, {"Retry-After": "5"})
    try:
        yield
    finally:
        _places.release()


def blocks(http: HttpRequest) -> Iterator[bytes]:
    """Yield the body until it ends, whether or not that is where it should end."""
    while block := _read(http, BLOCK_BYTES):
        yield block


def drain(http: HttpRequest) -> None:
    """Read what is left of the body. If that is too much, let the connection take no more of it."""
    left = MOST_DRAINED
    while left > 0 and (block := _read(http, min(BLOCK_BYTES, left))):
        left -= len(block)
    if left <= 0:
        _hang_up(http)


def _read(http: HttpRequest, most: int) -> bytes:
    with _patience(http):
        try:
            return http.read(most)
        except UnreadablePostError:
            _hang_up(http)
            return b""


@contextmanager
def _patience(http: HttpRequest) -> Iterator[None]:
    connection = http.META.get(SOCKET)
    if connection is None:
        yield
        return
    with suppress(OSError):
        connection.settimeout(PATIENCE_S)
    try:
        yield
    finally:
        with suppress(OSError):
            connection.settimeout(None)


def _hang_up(http: HttpRequest) -> None:
    connection = http.META.get(SOCKET)
    if connection is not None:
        with suppress(OSError):
            connection.shutdown(socket.SHUT_RD)
