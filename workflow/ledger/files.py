"""Files that are whole or not there: what keeps keys, and what a witness remembers, through a power cut."""

import os
import secrets
from pathlib import Path
from typing import BinaryIO, Final

LONGEST_LINE: Final = 65_536
"""Bytes, without the newline."""


def create(path: Path, content: bytes, mode: int) -> None:
    """Write a whole file or none; leave one that is there as it is. Any number of processes may try at once."""
    draft = _draft(path, content, mode)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    _settle(path.parent)


def replace(path: Path, content: bytes, mode: int) -> None:
    """Put a whole file in the place of the one that is there. When this returns, it survives a power cut."""
    os.replace(_draft(path, content, mode), path)
    _settle(path.parent)


def append_line(path: Path, line: bytes) -> None:
    """Add a line to a file, which is made where it is not there; what a power cut left half written goes first."""
    with open(os.open(path, os.O_RDWR | os.O_CREAT, 0o644), "r+b") as file:
        start, tail = _tail(file)
        file.truncate(start + tail.rfind(b"\n") + 1)
        file.seek(0, os.SEEK_END)
        file.write(line + b"\n")
        file.flush()
        os.fsync(file.fileno())
    _settle(path.parent)


def last_line(path: Path) -> bytes:
    """Return the last whole line of a file, without its newline; nothing where there is none."""
    if not path.exists():
        return b""
    with path.open("rb") as file:
        _, tail = _tail(file)
    return tail[: tail.rfind(b"\n") + 1].rstrip(b"\n").rpartition(b"\n")[2]


def _tail(file: BinaryIO) -> tuple[int, bytes]:
    """Return the end of a file, long enough for a last line and a torn one, and where in the file it begins."""
    start = max(0, file.seek(0, os.SEEK_END) - 2 * (LONGEST_LINE + 1))
    file.seek(start)
    return start, file.read()


def _draft(path: Path, content: bytes, mode: int) -> Path:
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return draft


def _settle(folder: Path) -> None:
    """Make what a folder lists survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
