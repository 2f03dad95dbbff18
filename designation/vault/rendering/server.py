"""The server: accepts connections, hands each to a locked child, and ends children that take too long.

It never reads a document or a request; a child reads both from the connection that it is handed. The server is one
thread that waits for events, so that forking is safe. While all children are busy, clients wait in the socket's queue.
"""

import argparse
import contextlib
import os
import selectors
import signal
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from designation.vault.rendering import messages, sandbox

CHILDREN = 4
LIMIT_S = 10
RETRY_S = 30  # after a child could not be locked
QUEUE = 128
READY, ANSWERING = b"R", b"A"  # what a child says: `child.live`
TOO_SLOW = ("too_slow", "This page takes too long to draw, so it cannot be shown.")
FAILED = ("failed", "This file could not be drawn. It may be damaged.")


@dataclass
class Child:
    """A process that does one job. `connection` and `deadline` are those of the job that it was given."""

    pid: int
    ended: int
    control: socket.socket
    ready: bool = False
    answering: bool = False
    connection: socket.socket | None = None
    deadline: float = float("inf")
    too_slow: bool = False


class Server:
    """Serves jobs from `listener`, each within `limit_s` seconds.

    `live` is what a forked child does; it returns the child's exit status.
    """

    def __init__(
        self, listener: socket.socket, live: Callable[[socket.socket], int], *, limit_s: float
    ) -> None:
        self.listener = listener
        self.live = live
        self.limit_s = limit_s
        self.children: dict[int, Child] = {}
        self.no_sandbox = ""
        self.retry_at = 0.0
        self.failed_starts = 0
        self.selector = selectors.DefaultSelector()
        self.listening = False

    def serve(self) -> None:
        """Serve for as long as this process lives."""
        while True:
            self._fork_missing()
            self._listen_if_there_is_a_child()
            for key, _ in self.selector.select(self._time_left()):
                key.data()
            self._end_what_takes_too_long()

    def _fork_missing(self) -> None:
        if time.monotonic() >= self.retry_at:
            while len(self.children) < CHILDREN:
                self._fork()

    def _fork(self) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        stops = (
            signal.SIGTERM,
            signal.SIGINT,
            signal.SIGHUP,
        )  # to raise in the middle of a fork would go wrong
        before = signal.pthread_sigmask(signal.SIG_BLOCK, stops)
        pid = os.fork()
        if pid == 0:
            status = 1
            try:
                for number in stops:
                    signal.signal(number, signal.SIG_DFL)
                signal.pthread_sigmask(signal.SIG_SETMASK, before)
                sandbox.end_with_parent()
                status = self.live(theirs)
            finally:
                os._exit(status)
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        theirs.close()
        ours.setblocking(False)
        child = Child(pid, os.pidfd_open(pid), ours)
        self.children[pid] = child
        self.selector.register(child.ended, selectors.EVENT_READ, lambda: self._ended(child))
        self.selector.register(ours, selectors.EVENT_READ, lambda: self._heard(child))

    def _heard(self, child: Child) -> None:
        if child.pid not in self.children:
            return  # it was reaped just now
        try:
            said = child.control.recv(400)
        except (BlockingIOError, ConnectionResetError):
            return
        if said == READY:
            child.ready, self.no_sandbox, self.retry_at, self.failed_starts = True, "", 0.0, 0
        elif said == ANSWERING:
            child.answering = True
        elif said and not child.ready:
            self.no_sandbox = said.decode("utf-8", "replace")
        elif not said:
            self.selector.unregister(child.control)

    def _ended(self, child: Child) -> None:
        """Reap the child. Where it ended without an answer, tell the client, or that nothing can be locked."""
        if child.control in self.selector.get_map():
            self._heard(child)
        if child.control in self.selector.get_map():
            self.selector.unregister(child.control)
        self.selector.unregister(child.ended)
        os.waitpid(child.pid, 0)
        os.close(child.ended)
        child.control.close()
        del self.children[child.pid]
        if not child.ready:
            self._start_failed()
        if child.connection is not None:
            if not child.answering:
                _refuse(child.connection, *(TOO_SLOW if child.too_slow else FAILED))
            child.connection.close()

    def _start_failed(self) -> None:
        """Refuse for a while where a child said that it is not locked, or where children keep ending as they begin."""
        self.failed_starts += 1
        if self.failed_starts > CHILDREN and not self.no_sandbox:
            self.no_sandbox = "Nothing can be rendered, because the renderer's processes end as they begin."
        if self.no_sandbox:
            self.retry_at = time.monotonic() + RETRY_S

    def _listen_if_there_is_a_child(self) -> None:
        """Accept a connection only if it can be handed over, or if there is a refusal to say."""
        wanted = bool(self.no_sandbox or self._idle())
        if wanted and not self.listening:
            self.selector.register(self.listener, selectors.EVENT_READ, self._accept)
        if self.listening and not wanted:
            self.selector.unregister(self.listener)
        self.listening = wanted

    def _idle(self) -> list[Child]:
        return [child for child in self.children.values() if child.ready and child.connection is None]

    def _accept(self) -> None:
        idle = self._idle()
        if not idle and not self.no_sandbox:
            return  # the child that was idle has ended
        connection, _ = self.listener.accept()
        for child in idle:
            with contextlib.suppress(OSError):  # it has just ended; another one takes the job
                socket.send_fds(child.control, [b"J"], [connection.fileno()])
                child.connection, child.deadline = connection, time.monotonic() + self.limit_s
                return
        _refuse(connection, *(("unavailable", self.no_sandbox) if self.no_sandbox else FAILED))
        connection.close()

    def _time_left(self) -> float | None:
        """Return the seconds until something is due, or None."""
        due = min((child.deadline for child in self.children.values()), default=float("inf"))
        if len(self.children) < CHILDREN:
            due = min(due, self.retry_at)
        return None if due == float("inf") else max(0.0, due - time.monotonic())

    def _end_what_takes_too_long(self) -> None:
        for child in self.children.values():
            if time.monotonic() >= child.deadline:
                child.too_slow, child.deadline = True, float("inf")
                signal.pidfd_send_signal(child.ended, signal.SIGKILL)


def _refuse(connection: socket.socket, code: str, reason: str) -> None:
    connection.setblocking(False)
    with contextlib.suppress(OSError):  # the client has gone
        connection.send(messages.refusal(code, reason))


def _listener(path: Path) -> socket.socket:
    """Return a socket that only we can reach, at `path`, in a folder that only we can enter."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if path.parent.stat().st_mode & 0o077:
        raise SystemExit(f"The folder {path.parent} must be closed to others (mode 0700).")
    being_made = path.with_name(f"{path.name}~")
    being_made.unlink(missing_ok=True)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.bind(str(being_made))
    being_made.chmod(0o600)
    listener.listen(QUEUE)
    being_made.rename(path)  # clients that find it can connect
    return listener


def _life(limit_s: int) -> Callable[[socket.socket], int]:
    """Return what a child does, with everything loaded that it will need.

    Raises: NoSandbox, if this machine cannot lock a child.
    """
    sandbox.seccomp()
    from designation.vault.rendering import child, warming

    warming.warm_up()
    return lambda control: child.live(control, limit_s=limit_s + 1)


def _say_why(reason: str) -> Callable[[socket.socket], int]:
    """Return the life of a child that is not locked: it tells the server why and reads nothing."""

    def live(control: socket.socket) -> int:
        control.send(reason.encode())
        return 1

    return live


def main() -> int:
    """Serve until a signal comes."""
    parser = argparse.ArgumentParser(prog="python -m designation.vault.rendering", description=__doc__)
    parser.add_argument("socket", type=Path, help="where to listen; its folder must be closed to others")
    parser.add_argument("--limit", type=int, default=LIMIT_S, metavar="SECONDS", help="the most for one job")
    arguments = parser.parse_args()

    signals = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)

    def stop(_number: int, _frame: FrameType | None) -> None:
        for each in signals:
            signal.signal(each, signal.SIG_IGN)  # a second signal must not break the shutdown
        arguments.socket.unlink(missing_ok=True)
        sys.exit(0)

    for each in signals:
        signal.signal(each, stop)
    listener = _listener(arguments.socket)  # first, so that clients can wait while everything is loaded
    try:
        live = _life(arguments.limit)
    except sandbox.NoSandbox as problem:
        live = _say_why(str(problem))
    Server(listener, live, limit_s=arguments.limit).serve()
    return 0
