"""A real renderer for tests: started once in a process of tests, with an empty environment, and stopped at the end."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from django.conf import settings

from designation.vault.rendering.client import Renderer

START = [sys.executable, "-m", "designation.vault.rendering"]


@contextmanager
def renderer_process(
    *options: str, command: list[str] = START
) -> "Iterator[tuple[str, subprocess.Popen[bytes]]]":
    """Run a renderer and yield the path of its socket and its process. It is killed at the end, if it still runs."""
    with tempfile.TemporaryDirectory(prefix="renderer-") as folder:
        path = Path(folder) / "s"
        process = subprocess.Popen([*command, str(path), *options], env={})
        try:
            deadline = time.monotonic() + 30
            while not path.exists():
                assert process.poll() is None, "The renderer did not start."
                assert time.monotonic() < deadline, "The renderer does not listen."
                with suppress(subprocess.TimeoutExpired):
                    process.wait(0.01)
            yield str(path), process
        finally:
            process.kill()
            process.wait()


@pytest.fixture(scope="session")
def renderer_socket() -> Iterator[str]:
    """The socket of the renderer that all tests of this process share. The product finds it by its setting."""
    with renderer_process() as (path, _):
        settings.RENDERER_SOCKET = path
        yield path
        settings.RENDERER_SOCKET = ""


@pytest.fixture
def renderer(renderer_socket: str) -> Renderer:
    """A client of a real renderer."""
    return Renderer(renderer_socket)
