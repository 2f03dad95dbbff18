"""`serve_metrics` answers on an address of its own, and pages of the site have no metrics."""

import http.client
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.test import Client

from designation.metrics.server import Address, Server


@contextmanager
def serving(address: Address, folder: Path) -> Iterator[Server]:
    with Server(address, folder) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


class OverSocket(http.client.HTTPConnection):
    """A connection to a server behind a Unix socket."""

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(self.host)


def metrics_over(connection: http.client.HTTPConnection) -> str:
    connection.request("GET", "/metrics", headers={"Host": "metrics"})
    response = connection.getresponse()
    assert response.status == 200
    assert response.headers["Content-Type"].startswith("text/plain")
    return response.read().decode()


def test_it_answers_over_the_loopback(own_database: str, tmp_path: Path) -> None:
    with serving(("127.0.0.1", 0), tmp_path) as server:
        host, port = server.server_address[:2]
        assert "designation_part_up" in metrics_over(http.client.HTTPConnection(str(host), int(port)))


def test_it_answers_over_a_socket_of_its_user_and_group(own_database: str, tmp_path: Path) -> None:
    path = tmp_path / "metrics.sock"
    path.touch()  # a killed process left it
    with serving(str(path), tmp_path):
        assert path.stat().st_mode & 0o777 == 0o660
        assert 'designation_part_up{part="database"} 1.0' in metrics_over(OverSocket(str(path)))


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("", "CommandError: METRICS_ADDRESS is not set"),
        ("0.0.0.0:9100", "Setting: METRICS_ADDRESS must be 127.0.0.1:PORT or the path"),
        ("127.0.0.1", "Setting: METRICS_ADDRESS must be 127.0.0.1:PORT or the path"),
        ("127.0.0.1:port", "Setting: METRICS_ADDRESS has a port that is not a number"),
        ("/nowhere/at/all.sock", "CommandError: METRICS_ADDRESS cannot be used: No such file"),
    ],
)
def test_an_address_that_cannot_be_used_is_told_in_one_sentence(
    address: str, said: str, tmp_path: Path
) -> None:
    env = os.environ | {"METRICS_ADDRESS": address, "DATA_DIR": str(tmp_path)}
    command = [sys.executable, "manage.py", "serve_metrics"]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith(said)
    assert len(done.stderr.splitlines()) == 1


def test_the_site_itself_shows_no_metrics(client: Client) -> None:
    assert client.get("/metrics").status_code == 404
