"""A gunicorn of its own with the settings of production, and requests to it."""

from __future__ import annotations

import http.client
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks.databases import database
from tests.benchmarks.vault import place

TOKEN = secrets.token_hex(16)
MIB = 1 << 20


class Server(NamedTuple):
    """A running server: its port, and the ids of its worker processes."""

    port: int
    master: int

    def workers(self) -> list[int]:
        """Return the ids of the worker processes."""
        children = Path(f"/proc/{self.master}/task/{self.master}/children").read_text()
        return [int(one) for one in children.split()]


@contextmanager
def a_server(workers: int) -> Iterator[Server]:
    """Run a server with so many workers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "-c", "python:designation.config.web_server"]
    env = os.environ | {"PORT": str(port), "WEB_WORKERS": str(workers)}
    env["DATABASE_OWNER_URL"] = database(place.DATABASE)  # gunicorn's own settings read the product's
    log = place.folder() / "web.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [*command, "tests.benchmarks.vault.served:application"], env=env, stdout=output, stderr=output
        )
    try:
        deadline = time.monotonic() + 60
        while not _answers(port):
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"The web server does not start: {log.read_text()}")
            time.sleep(0.05)
        yield Server(port, process.pid)
    finally:
        process.send_signal(signal.SIGQUIT)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()


def _answers(port: int) -> bool:
    try:
        return ask(port, "GET", "/healthz").status == 200
    except OSError:
        return False


def ask(
    port: int, method: str, path: str, *, body: object = None, **headers: object
) -> http.client.HTTPResponse:
    """Send a request and return its answer, whose body is not read yet."""
    connection = http.client.HTTPConnection("127.0.0.1", port, blocksize=MIB)
    named = {name.replace("_", "-"): str(value) for name, value in headers.items()}
    connection.request(method, path, body=body, headers=named)  # type: ignore[arg-type]  # bytes or nothing
    return connection.getresponse()


def signed_in(session: str) -> dict[str, object]:
    """Return the headers of somebody who is signed in."""
    token = TOKEN + TOKEN[:32]
    return {"Cookie": f"sessionid={session}; csrftoken={token[:32]}", "X_CSRFToken": token[:32]}


def upload(port: int, where: place.Site, mebibytes: int) -> None:
    """Upload a file by the tus protocol, in one piece."""
    number = where.file.window.request.number
    known = signed_in(where.drafter) | {"Tus_Resumable": "1.0.0", "Origin": f"http://127.0.0.1:{port}"}
    begun = ask(port, "POST", f"/requests/{number}/uploads/", Upload_Length=mebibytes * MIB, **known)
    if begun.status != 201:
        raise RuntimeError(f"An upload does not begin: {begun.status} {begun.read()!r}")
    piece = {"Upload_Offset": 0, "Content_Type": "application/offset+octet-stream"}
    length = {"Content_Length": mebibytes * MIB}
    address = begun.headers["Location"]
    answer = ask(port, "PATCH", address, body=place.blocks(mebibytes), **known, **piece, **length)
    if answer.status != 204:
        raise RuntimeError(f"An upload is not taken: {answer.status} {answer.read()!r}")


def download(port: int, path: str, session: str = "") -> int:
    """Read an answer to its end and return its length."""
    answer = ask(port, "GET", path, **(signed_in(session) if session else {}))
    if answer.status != 200:
        raise RuntimeError(f"A download is refused: {answer.status} {answer.read()!r}")
    buffer, length = memoryview(bytearray(MIB)), 0
    while count := answer.readinto(buffer):
        length += count
    return length


def address_of(where: place.Site) -> str:
    """Return the address at which the large file is downloaded."""
    window = where.file.window
    return f"/requests/{window.request.number}/windows/{window.number}/shared/{where.file.pk}/download/"
