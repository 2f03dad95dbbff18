"""PostgreSQL and Redis for one machine: the servers inside two Python wheels, on unix sockets in the data folder.

    python -m designation.local.embedded -- COMMAND…              servers over DATA_DIR, kept
    python -m designation.local.embedded --throwaway -- COMMAND…  a fresh pair for tests, deleted afterwards

What always holds: both servers are children of this process and end with it. The socket folder has mode 0700.
Each data folder has one lock. Nothing listens on a network, and nothing runs as root. If a killed supervisor
left a server behind, it is stopped before a new one starts.

If the folder's servers are already running, a command uses them. If `DATABASE_URL` or `REDIS_URL` is set,
that server is used instead of an embedded one.
"""

import argparse
import fcntl
import json
import os
import secrets
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from designation.local import postgres, redis_server
from designation.local.processes import Stopped, Trouble, run_until_done, stop_on_signals

SOCKET_PATH_LIMIT = 90  # Linux allows 107 bytes; the longest socket name must fit too
MEMORY, ENOUGH = Path("/dev/shm"), 2 << 30  # noqa: S108 - we create our own folder in it
"""The in-memory file system, and the number of bytes that throwaway servers may need there."""


@contextmanager
def servers(data_dir: Path, *, throwaway: bool) -> Iterator[dict[str, str]]:
    """Run the servers that the environment does not name, and yield the settings to reach them.

    `throwaway` servers do not sync to disk.

    Raises: Trouble, if a server cannot start; InUse, if another process uses the folder.
    """
    needs_database, needs_redis = not os.environ.get("DATABASE_URL"), not os.environ.get("REDIS_URL")
    if not needs_database and not needs_redis:
        yield {}
        return
    with ExitStack() as stack:
        stack.enter_context(exclusively(data_dir))
        sockets = stack.enter_context(socket_folder(data_dir))
        settings: dict[str, str] = {}
        if needs_database:
            settings |= stack.enter_context(
                postgres.running(data_dir / "postgres", sockets, _passwords(data_dir), durable=not throwaway)
            )
        if needs_redis:
            settings |= stack.enter_context(redis_server.running(data_dir / "redis", sockets))
        stack.enter_context(_announced(data_dir, settings))
        yield settings


def settings_of_running_servers(data_dir: Path) -> dict[str, str]:
    """Return the settings of the servers that another process runs in `data_dir`. Raises: Trouble."""
    try:
        settings = json.loads((data_dir / "servers.json").read_text())
    except FileNotFoundError:
        raise Trouble(
            f"Another process is starting or stopping servers in {data_dir}; try again shortly."
        ) from None
    return {str(name): str(value) for name, value in settings.items()}


class InUse(Trouble):
    """Another supervisor holds the lock on the data folder."""


@contextmanager
def exclusively(data_dir: Path) -> Iterator[None]:
    """Create the data folder if it is missing, and hold its lock. Raises: InUse, Trouble."""
    try:
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = (data_dir / "lock").open("a")
    except OSError as problem:
        raise Trouble(f"The data folder {data_dir} cannot be used: {problem.strerror}.") from problem
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InUse(f"Servers are already running over {data_dir}.") from None
        yield


@contextmanager
def socket_folder(data_dir: Path) -> Iterator[Path]:
    """Yield a private folder for sockets. If the path in the data folder is too long, it is a temporary folder."""
    folder = data_dir / "run"
    if len(os.fsencode(folder)) <= SOCKET_PATH_LIMIT:
        folder.mkdir(mode=0o700, exist_ok=True)
        folder.chmod(0o700)
        yield folder
        return
    temporary = Path(tempfile.mkdtemp(prefix="designation-", dir="/tmp"))
    try:
        yield temporary
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


@contextmanager
def _announced(data_dir: Path, settings: dict[str, str]) -> Iterator[None]:
    """Write the settings to a file, readable only by us, so that later commands can use the servers."""
    path = data_dir / "servers.json"
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(settings, file)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


def _passwords(data_dir: Path) -> dict[str, str]:
    """Return the database passwords of this data folder. They are generated at random the first time."""
    path = data_dir / "passwords.json"
    if not path.exists():
        drawn = {role: secrets.token_urlsafe(24) for role in postgres.ROLES}
        fresh = path.with_suffix(f".{os.getpid()}")
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            json.dump(drawn, file)
        fresh.replace(path)
    return {str(role): str(password) for role, password in json.loads(path.read_text()).items()}


def data_dir_from_environment() -> Path:
    """Return DATA_DIR. The default is `.data` beside manage.py."""
    return Path(os.environ.get("DATA_DIR") or Path(__file__).resolve().parents[2] / ".data").resolve()


def _quick_place() -> Path | None:
    """Return the in-memory file system if it has enough room and TMPDIR is not set, otherwise None.

    Creating a database there takes a tenth of the time.
    """
    if os.environ.get("TMPDIR") or not os.access(MEMORY, os.W_OK):
        return None
    there = os.statvfs(MEMORY)
    return MEMORY if there.f_bavail * there.f_frsize >= ENOUGH else None


def run(command: list[str], *, throwaway: bool) -> int:
    """Run the command while the servers are up, and return its exit status."""
    with ExitStack() as stack:
        settings: dict[str, str] = {}
        if throwaway:
            folder = Path(
                stack.enter_context(tempfile.TemporaryDirectory(prefix="designation-", dir=_quick_place()))
            )
            settings |= {
                "DATA_DIR": str(folder),
                "DESIGNATION_MODE": os.environ.get("DESIGNATION_MODE", "test"),
            }
        else:
            folder = data_dir_from_environment()
        try:
            settings |= stack.enter_context(servers(folder, throwaway=throwaway))
        except InUse:
            settings |= settings_of_running_servers(folder)
        return run_until_done(command, {**os.environ, **settings})


def main() -> int:
    """Run the command given after `--`. A problem with the servers is reported in one sentence."""
    parser = argparse.ArgumentParser(
        prog="python -m designation.local.embedded", description=__doc__.split("\n")[0]
    )
    parser.add_argument("--throwaway", action="store_true", help="fresh servers, deleted afterwards")
    parser.add_argument("command", nargs="+", metavar="COMMAND")
    arguments = parser.parse_args()
    stop_on_signals()
    try:
        return run(arguments.command, throwaway=arguments.throwaway)
    except Stopped as stopped:
        return 128 + (stopped.signal or signal.SIGTERM)
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
