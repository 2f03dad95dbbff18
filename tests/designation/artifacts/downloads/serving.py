"""A real web server over a database of its own, and clients that read downloads from it byte by byte."""

from __future__ import annotations

import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.test import Client
from django.urls import reverse

from designation.artifacts.models import Share

GUNICORN = [
    sys.executable,
    *("-m", "gunicorn", "-c", "python:designation.config.web_server", "designation.config.wsgi"),
]
DEADLINE_S = 20


def wait_for(condition: Callable[[], Any], what: str, within_s: float = DEADLINE_S) -> Any:
    """Return what a condition gives once it is true. Fails after the deadline."""
    until = time.monotonic() + within_s
    while not (found := condition()):
        assert time.monotonic() < until, f"It did not happen in time: {what}"
        select.select([], [], [], 0.01)
    return found


class Server:
    """The web server in a process group of its own, as in production, with one worker process."""

    def __init__(self, database: str, log: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        url = os.environ["DATABASE_OWNER_URL"]
        name = urlsplit(url).path.lstrip("/")
        env = os.environ | {
            "DATABASE_OWNER_URL": url.replace(f"/{name}", f"/{database}", 1),
            "REDIS_URL": settings.REDIS_URL,
            "PORT": str(self.port),
            "WEB_WORKERS": "1",
        }
        self.log = log
        with log.open("w") as output:
            self.process = subprocess.Popen(GUNICORN, env=env, stdout=output, stderr=output)
        wait_for(self.answers, f"the web server answers ({log})")

    def answers(self) -> bool:
        assert self.process.poll() is None, self.log.read_text()
        return self.status("/healthz") == 200

    def status(self, path: str, cookie: str = "") -> int:
        """Return the status of an ordinary request, or 0 if nobody answers."""
        try:
            with Reading(self.port, path, cookie=cookie, buffer=1 << 20) as answer:
                return answer.status
        except OSError:
            return 0

    def worker(self) -> int:
        """Return the id of the worker process."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return int(children[0])

    def stop(self) -> None:
        self.process.send_signal(signal.SIGQUIT)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Reading:
    """One request over a raw socket whose buffer is small. Nothing is read that is not asked for."""

    def __init__(
        self, port: int, path: str, *, cookie: str = "", headers: str = "", buffer: int = 16384
    ) -> None:
        self.socket = socket.socket()
        session = f"Cookie: sessionid={cookie}\r\n" if cookie else ""
        try:
            self.socket.settimeout(DEADLINE_S)
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
            self.socket.connect(("127.0.0.1", port))
            self.socket.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{session}{headers}\r\n".encode())
            head, _, self.body = self.head().partition(b"\r\n\r\n")
        except OSError:
            self.socket.close()
            raise
        lines = head.decode("latin-1").split("\r\n")
        self.status = int(lines[0].split()[1])
        self.headers = {
            name.lower(): value for name, _, value in (line.partition(": ") for line in lines[1:])
        }
        self.received = len(self.body)

    def __enter__(self) -> Reading:
        return self

    def __exit__(self, *_: Any) -> None:
        self.socket.close()

    def head(self) -> bytes:
        head = b""
        while b"\r\n\r\n" not in head:
            block = self.socket.recv(4096)
            if not block:
                raise ConnectionError("The server closed the connection.")
            head += block
        return head

    def read(self, most: int = 65536) -> int:
        """Read once and return how many bytes came; 0 at the end. Raises: ConnectionResetError once cut off."""
        length = len(self.socket.recv(most))
        self.received += length
        return length

    def is_gone(self) -> bool:
        """Whether the connection was reset or closed, whatever is still unread."""
        poll = select.poll()
        poll.register(self.socket, select.POLLRDHUP)
        return bool(poll.poll(0))

    def rest(self) -> str:
        """Read what is left and return how it ended: "reset" or "end"."""
        try:
            while self.read():
                pass
        except (ConnectionResetError, BrokenPipeError):
            return "reset"
        return "end"


def address_of(share: Share, name: str = "share_download", *more: Any) -> str:
    window = share.window
    return reverse(name, args=[window.request.number, window.number, share.pk, *more])


def session_of(client: Client) -> str:
    return client.cookies["sessionid"].value


@contextmanager
def readers(port: int, paths: list[tuple[str, str]]) -> Iterator[list[Reading]]:
    """Begin downloads that nobody reads on with."""
    begun: list[Reading] = []
    try:
        for path, cookie in paths:
            begun.append(Reading(port, path, cookie=cookie))
        yield begun
    finally:
        for one in begun:
            one.socket.close()
