"""Connections to the renderer without its client, and a look at its children."""

import socket
from contextlib import suppress
from pathlib import Path

from designation.vault.rendering import messages
from designation.vault.rendering.client import _seal, memfd
from tests.designation.vault.rendering.made import pdf

REQUEST = messages.request_bytes({"job": "text", "kind": "pdf", "number": 1})


def children(parent: int) -> set[int]:
    """Return the processes that `parent` has started and that have not been reaped."""
    found = set()
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            after_name = status.read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(after_name[1]) == parent:
            found.add(int(status.parent.name))
    return found


def connected(path: str) -> socket.socket:
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(20)
    connection.connect(path)
    return connection


def everything(connection: socket.socket) -> bytes:
    parts = []
    with suppress(ConnectionResetError):  # what we sent was not read to its end
        while part := connection.recv(1 << 16):
            parts.append(part)
    return b"".join(parts)


def exchange(path: str) -> None:
    """Have a job done, and return when its child has been reaped: the server closes the connection after that."""
    with memfd() as document, connected(path) as connection:
        document.write(pdf())
        _seal(document.fileno())
        socket.send_fds(connection, [REQUEST], [document.fileno()])
        assert everything(connection)
