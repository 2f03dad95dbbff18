"""Connections to a running site, which can stop in the middle of a piece, break off, or come at the same instant."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from designation.demo.world import World
from tests.designation.artifacts.uploads.tus import PIECE


@dataclass
class Site:
    """A running site, and the session of somebody who is signed in there."""

    address: str
    cookies: str
    token: str

    def connect(self) -> socket.socket:
        where = urlsplit(self.address)
        connection = socket.create_connection((where.hostname, where.port), timeout=20)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection

    def head_of(self, method: str, path: str, **headers: object) -> bytes:
        """Return the request line and the headers of a request."""
        host = urlsplit(self.address).netloc
        lines = [f"{method} {path} HTTP/1.1", f"Host: {host}", f"Cookie: {self.cookies}"]
        lines += [f"X-CSRFToken: {self.token}", f"Origin: {self.address}", "Tus-Resumable: 1.0.0"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        return "\r\n".join([*lines, "", ""]).encode()

    def ask(self, method: str, path: str, data: bytes = b"", **headers: object) -> tuple[int, dict[str, str]]:
        """Send a whole request and return the status and the headers of the answer."""
        with self.connect() as connection:
            head = self.head_of(method, path, **{"Content_Length": len(data)} | headers)
            connection.sendall(head + data)
            return answer_on(connection)

    def piece(self, path: str, offset: int, length: int) -> bytes:
        """Return the request line and the headers of a piece that is said to have this length."""
        return self.head_of("PATCH", path, Upload_Offset=offset, Content_Length=length, Content_Type=PIECE)

    def offset(self, path: str) -> int:
        status, headers = self.ask("HEAD", path)
        assert status == 200
        return int(headers["upload-offset"])


def answer_on(connection: socket.socket) -> tuple[int, dict[str, str]]:
    """Read the status and the headers of an answer. Raises: ConnectionError if there is none."""
    received = b""
    while b"\r\n\r\n" not in received:
        block = connection.recv(65536)
        if not block:
            raise ConnectionError("no answer")
        received += block
    first, *lines = received.partition(b"\r\n\r\n")[0].decode().split("\r\n")
    headers = dict(line.split(": ", 1) for line in lines)
    return int(first.split()[1]), {name.lower(): value for name, value in headers.items()}


def site_of(address: str, world: World, key: str) -> Site:
    """Return a site with the session of a person and a CSRF token."""
    from django.middleware.csrf import _get_new_csrf_string
    from django.test import Client

    client, token = Client(), _get_new_csrf_string()
    client.force_login(world.people[key])
    session = client.cookies["sessionid"].value
    return Site(address, f"sessionid={session}; csrftoken={token}", token)
