"""A second PostgreSQL whose data lie on a disk and which syncs every commit, as an installation's own does."""

from __future__ import annotations

import os
import secrets
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from designation.local import postgres

PLACE = Path(__file__).resolve().parents[2] / ".data"
BLOCK = bytes(8192)


@contextmanager
def a_server_on_disk() -> Iterator[dict[str, object]]:
    """Let clients work over such a server; yield what is known of the disk."""
    PLACE.mkdir(mode=0o700, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="bench-", dir=PLACE))
    sockets = Path(tempfile.mkdtemp(prefix="bench-", dir="/tmp"))
    passwords = {role: secrets.token_urlsafe(24) for role in postgres.ROLES}
    before = os.environ["DATABASE_OWNER_URL"]
    try:
        facts = {"data_folder": filesystem_of(folder), "fdatasync_ms": fdatasync_ms(folder)}
        with postgres.running(folder / "postgres", sockets, passwords, durable=True) as settings:
            # There only the superuser makes databases; what owns the tables makes no difference to a step.
            owner = settings["DATABASE_OWNER_URL"]
            os.environ["DATABASE_OWNER_URL"] = owner.replace(
                f"owner:{passwords['owner']}", f"superuser:{passwords['superuser']}"
            )
            yield facts
    finally:
        os.environ["DATABASE_OWNER_URL"] = before
        shutil.rmtree(folder, ignore_errors=True)
        shutil.rmtree(sockets, ignore_errors=True)


def fdatasync_ms(folder: Path, number: int = 200) -> float:
    """Return how long the disk takes to make 8 KiB last: the median in milliseconds."""
    took = []
    with (folder / "fdatasync").open("wb", buffering=0) as file:
        for _ in range(number):
            file.write(BLOCK)
            begun = time.perf_counter()
            os.fdatasync(file.fileno())
            took.append(time.perf_counter() - begun)
    return round(statistics.median(took) * 1000, 2)


def filesystem_of(folder: Path) -> str:
    """Return the kind of file system on which a folder lies."""
    mounts = [line.split()[1:3] for line in Path("/proc/mounts").read_text().splitlines()]
    within = [(place, kind) for place, kind in mounts if folder.resolve().is_relative_to(place)]
    return max(within, key=lambda one: len(one[0]))[1]
