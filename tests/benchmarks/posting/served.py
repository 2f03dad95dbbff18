"""The site and the bare POST under one gunicorn."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection

from tests.benchmarks.databases import database
from tests.benchmarks.ours import DATABASE


@contextmanager
def a_server() -> Iterator[int]:
    """Run gunicorn with one worker and yield its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    env = os.environ | {
        "PORT": str(port),
        "WEB_WORKERS": "1",
        "DATABASE_OWNER_URL": database(DATABASE),
        "DATABASE_URL": database(DATABASE),
        "DJANGO_SETTINGS_MODULE": "tests.benchmarks.posting.settings",
    }
    command = [sys.executable, "-m", "gunicorn", "-c", "python:designation.config.web_server"]
    process = subprocess.Popen([*command, "django.core.wsgi:get_wsgi_application()"], env=env)
    try:
        deadline = time.monotonic() + 60
        while not _answers(port):
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("The web server does not start.")
            time.sleep(0.05)
        yield port
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def _answers(port: int) -> bool:
    try:
        connection = HTTPConnection("127.0.0.1", port)
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except OSError:
        return False
