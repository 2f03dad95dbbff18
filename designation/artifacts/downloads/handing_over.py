"""The body of a download, block by block. It asks no database: the watch does."""

from __future__ import annotations

from collections.abc import Iterator
from socket import socket

from django.db import connection

from designation.artifacts.downloads.clerk import COMPLETE, CUT, Ended
from designation.artifacts.downloads.streams import Stream, end_recorder, streams
from designation.vault.errors import VaultError


class Body:
    """Hands blocks over for as long as its stream may go on, and leaves how that ended to the record."""

    def __init__(self, stream: Stream, blocks: Iterator[bytes], connection: socket | None) -> None:
        self._stream = stream
        self._blocks = blocks
        self._connection = connection
        self._has_begun = self._is_complete = self._is_closed = False

    def __iter__(self) -> Body:
        return self

    def __next__(self) -> bytes:
        """Return the next block. Raises: ConnectionResetError, which web servers take for a client that left."""
        if not self._has_begun:
            self._has_begun = True
            give_connection_back()
            self._stream.begin_on(self._connection)
        try:
            block = next(self._blocks)
        except StopIteration:
            self._is_complete = True
            raise
        except (VaultError, OSError) as trouble:
            self._stream.cut("content not readable")
            raise ConnectionResetError("the content cannot be read") from trouble
        self._stream.hand_over(len(block))
        return block

    def close(self) -> None:
        """Free the stream's place and have the end recorded. Web servers call this, however the answer ended."""
        if not self._is_closed:
            self._is_closed = True
            finish(self._stream, is_complete=self._is_complete)


def finish(stream: Stream, *, is_complete: bool) -> None:
    """Free a stream's place. If its beginning is recorded, have its end recorded."""
    streams.close(stream)
    if stream.is_recorded:
        because = stream.cut_because or "the client left"
        outcome = COMPLETE if is_complete else f"{CUT}: {because}"
        end_recorder.take(Ended(stream.share, stream.id, outcome, stream.handed_over))


def give_connection_back() -> None:
    """Close this thread's database connection, unless a caller has a transaction open on it."""
    if not connection.in_atomic_block:
        connection.close()
