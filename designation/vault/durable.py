"""Files that survive a power failure whole, or are not there at all.

A new file is written under a temporary name, synced, given its name without replacing anything, and then its
folder is synced. Every call works inside an open folder and never follows a symbolic link.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

_FOLDER: Final = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_MARK: Final = os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
READ: Final = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC

_SUFFIX: Final = ".new"


def temporary_name(name: str) -> str:
    """Return the name under which the file `name` is written. There is one for each name, so writers collide."""
    return f".{name}{_SUFFIX}"


def final_name(name: str) -> str:
    """Return the name that a file in a folder has or will have once it is complete."""
    return name[1 : -len(_SUFFIX)] if is_temporary(name) else name


def is_temporary(name: str) -> bool:
    """Return whether `name` is that of a file that is not complete."""
    return name.startswith(".") and name.endswith(_SUFFIX)


@contextmanager
def opened(path: str | Path, *, within: int | None = None) -> Iterator[int]:
    """Open a folder and yield its descriptor. Raises: OSError if it is absent, a file, or a symbolic link."""
    descriptor = os.open(path, _FOLDER, dir_fd=within)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def make_folder(path: Path) -> None:
    """Create the folder `path` (0700) and the folders above it, and sync each folder that gained one."""
    if path.is_dir():
        return
    make_folder(path.parent)
    with suppress(FileExistsError):
        path.mkdir(mode=0o700)
    with opened(path.parent) as parent:
        os.fsync(parent)


def begin(folder: int, name: str) -> int:
    """Return the descriptor of a new file (0600) that will be called `name`. Raises: FileExistsError."""
    return os.open(temporary_name(name), _NEW, 0o600, dir_fd=folder)


def write_all(descriptor: int, data: bytes | bytearray | memoryview) -> None:
    """Write all of `data`, in as many calls as the system needs."""
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


def publish(folder: int, name: str) -> None:
    """Give a complete and synced file its name. Raises: FileExistsError, and changes nothing, if it is taken."""
    temporary = temporary_name(name)
    os.link(temporary, name, src_dir_fd=folder, dst_dir_fd=folder, follow_symlinks=False)
    os.unlink(temporary, dir_fd=folder)
    os.fsync(folder)


def write_new(folder: int, name: str, data: bytes) -> None:
    """Create the file `name` (0600) that holds `data`. Raises: FileExistsError if it exists or is being made.

    What a process that was killed had begun under this name is replaced.
    """
    descriptor = _begin_alone(folder, name)
    try:
        try:
            write_all(descriptor, data)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        publish(folder, name)
    except OSError:
        discard(folder, name)
        raise


def _begin_alone(folder: int, name: str) -> int:
    """Return what `begin` returns, locked for as long as it is open. Raises: FileExistsError."""
    try:
        descriptor = begin(folder, name)
    except FileExistsError:
        _remove_abandoned(folder, name)
        descriptor = begin(folder, name)
    try:
        _lock(folder, name, descriptor)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


def _remove_abandoned(folder: int, name: str) -> None:
    """Remove what was begun under a name and that no living process writes. Raises: FileExistsError if one does."""
    with suppress(FileNotFoundError):
        descriptor = os.open(temporary_name(name), os.O_WRONLY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=folder)
        try:
            _lock(folder, name, descriptor)
            discard(folder, name)
        finally:
            os.close(descriptor)


def _lock(folder: int, name: str, descriptor: int) -> None:
    """Lock an incomplete file for this process, whose end unlocks it. Raises: FileExistsError if it is another's."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        here = os.stat(temporary_name(name), dir_fd=folder, follow_symlinks=False)
    except (BlockingIOError, FileNotFoundError) as error:
        raise FileExistsError(f"{name} is being made.") from error
    if not os.path.samestat(here, os.fstat(descriptor)):
        raise FileExistsError(f"{name} is being made.")


def mark(folder: int, name: str) -> None:
    """Create the empty file `name` (0600) unless it exists, and sync it and the folder in either case."""
    descriptor = os.open(name, _MARK, 0o600, dir_fd=folder)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    os.fsync(folder)


def discard(folder: int, name: str) -> None:
    """Remove the file `name` if it is not complete. Absent files are no error."""
    with suppress(FileNotFoundError):
        os.unlink(temporary_name(name), dir_fd=folder)


def remove(folder: int, name: str) -> None:
    """Remove the file `name`, complete or not, and sync the folder. Absent files are no error."""
    for each in (name, temporary_name(name)):
        with suppress(FileNotFoundError):
            os.unlink(each, dir_fd=folder)
    os.fsync(folder)


def exists(folder: int, name: str) -> bool:
    """Return whether the folder has an entry `name` of any kind."""
    try:
        os.stat(name, dir_fd=folder, follow_symlinks=False)
    except FileNotFoundError:
        return False
    return True


def written_before(folder: int, instant: datetime) -> list[str]:
    """Return the names of the files last written before `instant` (aware), sorted; temporary ones included."""
    if instant.tzinfo is None:
        raise ValueError("The instant needs a time zone.")
    with os.scandir(folder) as entries:
        return sorted(
            entry.name
            for entry in entries
            if entry.is_file(follow_symlinks=False)
            and datetime.fromtimestamp(entry.stat(follow_symlinks=False).st_mtime, UTC) < instant
        )
