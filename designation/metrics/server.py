"""Answers Prometheus, on a loopback address or a Unix socket. It needs no sign-in and shows no content."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterable
from pathlib import Path
from socketserver import ThreadingMixIn
from threading import Lock
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from django.db import connection
from prometheus_client import CollectorRegistry, make_wsgi_app
from prometheus_client.multiprocess import MultiProcessCollector

from designation.metrics.gauges import Gauges

Address = tuple[str, int] | str
"""Host and port, or the path of a Unix socket."""


def application(folder: Path) -> Callable[..., Iterable[bytes]]:
    """Return the WSGI application that answers with the counters in `folder` and the present gauges."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    registry = CollectorRegistry()
    MultiProcessCollector(registry, path=str(folder))
    registry.register(Gauges())  # type: ignore[arg-type]  # it has what the library calls
    return make_wsgi_app(registry)


class Handler(WSGIRequestHandler):
    """Answers one connection. It writes no access log."""

    timeout = 10

    def log_message(self, *args: Any) -> None:
        """Write nothing."""


class Server(ThreadingMixIn, WSGIServer):
    """Reads the figures for one request at a time, however many connections are open."""

    daemon_threads = True

    def __init__(self, address: Address, folder: Path) -> None:
        self._path = address if isinstance(address, str) else ""
        if self._path:
            self.address_family = socket.AF_UNIX
            Path(self._path).unlink(missing_ok=True)
        elif ":" in address[0]:
            self.address_family = socket.AF_INET6
        super().__init__(address, Handler)  # type: ignore[arg-type]  # the type leaves Unix sockets out
        answer, one_at_a_time = application(folder), Lock()

        def answer_one(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
            with one_at_a_time:
                try:
                    return answer(environ, start_response)
                finally:
                    connection.close()

        self.set_app(answer_one)

    def server_bind(self) -> None:
        """Bind the socket. Only the user and the group of this process can open a Unix socket."""
        if not self._path:
            super().server_bind()
            return
        self.socket.bind(self._path)
        Path(self._path).chmod(0o660)
        self.server_name, self.server_port = "localhost", 0
        self.setup_environ()

    def get_request(self) -> tuple[socket.socket, Any]:
        """Accept a connection. One over a Unix socket has no address of its own."""
        connected, address = super().get_request()
        return connected, address or ("unix", 0)
