"""`make run` in small: the whole site comes up, says where, stops cleanly, and keeps its data."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from designation.vault.rendering.client import Renderer, memfd
from designation.vault.rendering.warming import PDF as WARM_UP_PDF

SERVE = [sys.executable, "-m", "designation.local.serve"]
OURS = ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_SUPERUSER_URL", "REDIS_URL", "DESIGNATION_MODE")


def surroundings(data_dir: Path, port: int) -> dict[str, str]:
    env = {name: value for name, value in os.environ.items() if name not in OURS}
    return {**env, "DATA_DIR": str(data_dir), "PORT": str(port)}


@pytest.fixture
def port():
    """Return a port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def ready(port: int) -> dict[str, object] | None:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
            return json.load(answer)
    except (urllib.error.URLError, OSError):
        return None


def renderers_socket(supervisor: int) -> str:
    """Return where the renderer listens that this supervisor started, which is the last word of its command."""
    for status in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            parent = int(status.read_text().rpartition(")")[2].split()[1])
            words = status.with_name("cmdline").read_bytes().split(b"\0")
            if parent == supervisor and b"designation.vault.rendering" in words:
                return words[-2].decode()
    raise AssertionError("No renderer was started.")


def test_site_comes_up_and_stops_cleanly(tmp_path, port):
    with (tmp_path / "output").open("w") as output:
        site = subprocess.Popen(
            SERVE, env=surroundings(tmp_path / "data", port), stdout=output, stderr=output
        )
    deadline = time.monotonic() + 120
    address = f"answers at http://localhost:{port}/"
    while not (state := ready(port)) or address not in (tmp_path / "output").read_text():
        assert site.poll() is None, (tmp_path / "output").read_text()
        assert time.monotonic() < deadline, (tmp_path / "output").read_text()
        with contextlib.suppress(subprocess.TimeoutExpired):
            site.wait(0.2)
    assert state == {
        "ready": True,
        "database": "ok",
        "redis": "ok",
        "worker": "ok",
        "beat": "ok",
        "register": "ok",
    }

    with memfd() as document:
        document.write(WARM_UP_PDF)
        assert Renderer(renderers_socket(site.pid)).text(document, "pdf", 1) == "Warm up"

    site.send_signal(signal.SIGTERM)
    assert site.wait(60) == 0
    said = (tmp_path / "output").read_text()
    assert "Traceback" not in said
    assert (tmp_path / "data" / "postgres" / "PG_VERSION").exists()
    assert not (tmp_path / "data" / "postgres" / "postmaster.pid").exists()


def test_port_in_use_is_told_in_one_sentence(tmp_path, port):
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        env = surroundings(tmp_path / "data", port)
        done = subprocess.run(SERVE, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith(f"Port {port} on 127.0.0.1 cannot be used")
    assert len(done.stderr.splitlines()) == 1


def test_malformed_port_is_told_in_one_sentence(tmp_path):
    env = surroundings(tmp_path / "data", 0)
    done = subprocess.run(SERVE, env=env, capture_output=True, text=True, check=False)
    assert done.stderr == "Setting: PORT must be a whole number from 1 to 65535, not '0'.\n"


def test_reset_refuses_a_real_database(tmp_path):
    env = surroundings(tmp_path / "data", 8000) | {"DATABASE_URL": "postgresql://x@y/z"}
    command = [sys.executable, "-m", "designation.local.reset"]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "Only the embedded demonstration" in done.stderr


def test_reset_deletes_the_demonstration(tmp_path):
    data = tmp_path / "data"
    (data / "postgres").mkdir(parents=True)
    (data / "postgres" / "PG_VERSION").write_text("16")
    command = [sys.executable, "-m", "designation.local.reset"]
    assert subprocess.run(command, env=surroundings(data, 8000), check=False).returncode == 0
    assert not (data / "postgres").exists()
