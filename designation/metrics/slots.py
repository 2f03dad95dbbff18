"""A place for the counters of each process that counts, which outlives the process.

The library keeps a process's counters in files that are mapped into memory: nothing is lost when a process is killed.
By default it names them by process id. Then each restart adds files, and to delete old ones makes sums fall. Here a
process takes the lowest slot that is free and continues its counters. The kernel frees the slot when the process ends.
"""

from __future__ import annotations

import fcntl
import os
from contextlib import suppress
from pathlib import Path
from typing import IO

from prometheus_client.mmap_dict import MmapedDict

KINDS = ("counter", "histogram")
MOST = 512
"""How many processes can count on one machine at a time."""
SIZE_BYTES = 4 << 20
"""Room for the series of one slot. It is allocated before it is mapped: a full disk would end the process later."""


class Slot:
    """The slot of this process among those that count into one folder. A forked process takes one of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._number: int | None = None
        self._lock: IO[bytes] | None = None
        os.register_at_fork(after_in_child=self._forget)

    def number(self) -> int:
        """Return the number of this process's slot. Raises: OSError if none is free or there is no room."""
        if self._number is None:
            self._number = self._take()
        return self._number

    def release(self) -> None:
        """Let another process have the slot."""
        if self._lock is not None:
            self._lock.close()
        self._forget()

    def _forget(self) -> None:
        self._number = self._lock = None  # a lock of this kind is not passed on to children

    def _take(self) -> int:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for number in range(MOST):
            lock = (self._folder / f"{number}.lock").open("ab")
            try:
                fcntl.lockf(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except (BlockingIOError, PermissionError):  # another process has it
                lock.close()
                continue
            try:
                self._make_room(number)
            except OSError:
                lock.close()
                raise
            self._lock = lock
            return number
        raise OSError(f"More than {MOST} processes count into {self._folder}.")

    def _make_room(self, number: int) -> None:
        """Allocate the slot's files. What a power failure left unreadable begins anew."""
        for kind in KINDS:
            path = self._folder / f"{kind}_{number}.db"
            if path.exists() and not _is_readable(path):
                path.unlink()
            with path.open("ab") as file:
                os.posix_fallocate(file.fileno(), 0, SIZE_BYTES)


def _is_readable(path: Path) -> bool:
    with suppress(Exception):  # whatever is wrong with it
        list(MmapedDict.read_all_values_from_file(str(path)))
        return True
    return False
