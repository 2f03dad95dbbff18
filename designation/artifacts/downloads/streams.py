"""The downloads that this process hands over, and the watch that cuts them off.

Each block needs a yes that was asked for less than `YES_LASTS_S` ago. One thread asks the database about all streams of
the process every `ASKED_EVERY_S`. A second one cuts off every stream that has no such yes, so that a database that does
not answer ends the downloads too. A third one (`clerk`) records how downloads ended.

To cut a stream off is to shut its socket down: a thread that waits for a slow client inside `send` is woken by that and
sends nothing more. The connection is reset, so that the client does not take a part for the whole.
"""

from __future__ import annotations

import logging
import socket
import struct
import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Condition, Event, Lock, Thread
from time import monotonic

from django.db import Error

from designation.artifacts.downloads import asking, clerk

YES_LASTS_S = 0.75
ASKED_EVERY_S = 0.1
LOOKED_AT_EVERY_S = 0.05
STALLED_AFTER_S = 60.0
"""A client that takes nothing for so long is cut off, so that it does not hold a thread for ever."""
MOST_STREAMS = 32
MOST_OF_A_PERSON = 3
SEND_BUFFER_BYTES = 128 * 1024
"""The system keeps twice as much, so at most 256 KiB are under way to a client when its download is cut off."""
RESET = struct.pack("ii", 1, 0)

log = logging.getLogger(__name__)


class TooMany(Exception):
    """No further download can begin now. `theirs` says whether the person has too many of their own."""

    def __init__(self, *, theirs: bool) -> None:
        super().__init__("too many downloads")
        self.theirs = theirs


@dataclass(eq=False)
class Stream:
    """One download that this process hands over, and on whose behalf."""

    person: uuid.UUID
    share: uuid.UUID
    session: str
    password: str
    id: uuid.UUID = field(default_factory=uuid.uuid4)
    handed_over: int = 0
    is_recorded: bool = False
    cut_because: str = ""
    _connection: socket.socket | None = None
    _yes_at: float | None = None
    _moved_at: float = field(default_factory=monotonic)
    _lock: Lock = field(default_factory=Lock)

    def begin_on(self, connection: socket.socket | None) -> None:
        """Hand over on this connection, and cut it off from now on if that has to be."""
        with self._lock:
            self._connection = None if self.cut_because else connection
            if self._connection is not None:
                with suppress(OSError):
                    self._connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER_BYTES)

    def allow(self, asked_at: float) -> None:
        """Note that a question asked at this instant of `monotonic` was answered with yes."""
        self._yes_at = max(asked_at, self._yes_at or asked_at)

    def check(self) -> None:
        """Ask the database in this thread, before anything is handed over. Raises: django.db.Error."""
        asked_at = monotonic()
        (because,) = asking.against([self])
        self.cut(because) if because else self.allow(asked_at)

    def hand_over(self, length: int) -> None:
        """Count the next bytes, just before they are handed over. Raises: ConnectionResetError if it was cut off."""
        self.cut_if_silent()
        if self.cut_because or self._yes_at is None:
            raise ConnectionResetError(f"download cut off: {self.cut_because}")
        self.handed_over += length
        self._moved_at = monotonic()

    def cut_if_silent(self) -> None:
        """Cut the stream off if its yes is too old, or if its client takes nothing."""
        now = monotonic()
        if self._yes_at is not None and now - self._yes_at > YES_LASTS_S:
            self.cut("not answered in time")
        elif now - self._moved_at > STALLED_AFTER_S:
            self.cut("stalled")

    def cut(self, because: str) -> None:
        """Let no further byte pass. Idempotent; the first reason stays."""
        with self._lock:
            if self.cut_because:
                return
            self.cut_because = because
            if self._connection is not None:
                with suppress(OSError):
                    self._connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
                with suppress(OSError):
                    socket.socket.shutdown(self._connection, socket.SHUT_RDWR)

    def let_go(self) -> None:
        """Leave the connection to the web server, which may serve another request on it."""
        with self._lock:
            self._connection = None


class Streams:
    """The streams of this process."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._open: set[Stream] = set()
        self._threads: dict[str, Thread] = {}
        self._pause = Event()

    def open(self, stream: Stream) -> None:
        """Watch over a stream from now on. Raises: TooMany."""
        with self._changed:
            if sum(other.person == stream.person for other in self._open) >= MOST_OF_A_PERSON:
                raise TooMany(theirs=True)
            if len(self._open) >= MOST_STREAMS:
                raise TooMany(theirs=False)
            self._open.add(stream)
            self._changed.notify_all()
            self._run("asks about downloads", self._ask)
            self._run("cuts downloads off", self._look)

    def close(self, stream: Stream) -> None:
        """Stop watching over a stream, and give its place to others. Idempotent."""
        stream.let_go()
        with self._changed:
            self._open.discard(stream)

    def under_way(self) -> list[Stream]:
        """Return the streams of this process."""
        with self._changed:
            return list(self._open)

    def _run(self, name: str, work: Callable[[], None]) -> None:
        """Start a thread unless it runs. Expects the lock."""
        running = self._threads.get(name)
        if running is None or not running.is_alive():
            self._threads[name] = Thread(target=work, name=name, daemon=True)
            self._threads[name].start()

    def _wait_for_streams(self) -> list[Stream]:
        with self._changed:
            if not self._open:
                asking.rest()
            self._changed.wait_for(lambda: self._open)
            return list(self._open)

    def _ask(self) -> None:
        """Ask the database about every stream, over and over."""
        while True:
            streams = self._wait_for_streams()
            asked_at = monotonic()
            try:
                against = asking.against(streams)
            except Exception as trouble:
                known = isinstance(trouble, Error)
                log.warning("The database does not say who may go on downloading.", exc_info=not known)
                asking.rest()
            else:
                for stream, because in zip(streams, against, strict=True):
                    stream.cut(because) if because else stream.allow(asked_at)
            self._pause.wait(max(asked_at + ASKED_EVERY_S - monotonic(), 0.01))

    def _look(self) -> None:
        """Cut off every stream whose yes is too old, over and over."""
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._open)
                streams = list(self._open)
            for stream in streams:
                stream.cut_if_silent()
                if stream.cut_because == "stalled":
                    self.close(stream)  # if nothing of it was ever asked for, nobody else would
            self._pause.wait(LOOKED_AT_EVERY_S)


streams = Streams()
end_recorder = clerk.Clerk(streams.under_way)
