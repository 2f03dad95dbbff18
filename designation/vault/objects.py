"""Encrypted objects in a folder, one file each, by ids that the server makes.

Objects are written once, never changed, and appear only when complete and on disk. They are spread over 256
folders by the last byte of their id. Symbolic links are never followed.
"""

import os
import re
import tempfile
from collections.abc import Iterator, Set
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Final, Self
from uuid import UUID

from designation.vault import durable
from designation.vault.errors import InvalidId, ObjectExists, ObjectMissing

_SHARD: Final = re.compile("[0-9a-f]{2}")
_NAME: Final = re.compile("[0-9a-f]{32}")


class FolderObjects:
    """Objects kept in a folder, which is made if it is absent."""

    def __init__(self, folder: str | Path) -> None:
        self._folder = Path(folder).resolve()
        durable.make_folder(self._folder)

    def writer(self, object_id: UUID) -> "ObjectWriter":
        """Return a writer for a new object. Raises: ObjectExists if it exists or is being written."""
        _check_id(object_id)
        durable.make_folder(self._folder / _shard(object_id))
        try:
            with self._opened(object_id) as shard:
                if durable.exists(shard, object_id.hex):
                    raise ObjectExists(f"Object {object_id} exists.")
                descriptor = durable.begin(shard, object_id.hex)
                return ObjectWriter(object_id, os.dup(shard), descriptor)
        except FileExistsError as error:
            raise ObjectExists(f"Object {object_id} is being written.") from error

    def read(self, object_id: UUID, offset: int, length: int) -> bytes:
        """Return at most `length` bytes from `offset` on; fewer only where the object ends. Raises: ObjectMissing."""
        with self._file(object_id) as descriptor:
            parts = []
            while length > 0 and (part := os.pread(descriptor, length, offset)):
                parts.append(part)
                offset, length = offset + len(part), length - len(part)
            return parts[0] if len(parts) == 1 else b"".join(parts)

    def read_into(self, object_id: UUID, offset: int, buffer: memoryview) -> memoryview:
        """Return what `read` returns, as the part of a buffer that it fills. Raises: ObjectMissing."""
        length = 0
        with self._file(object_id) as descriptor:
            while length < len(buffer) and (
                count := os.preadv(descriptor, [buffer[length:]], offset + length)
            ):
                length += count
        return buffer[:length]

    def size(self, object_id: UUID) -> int:
        """Return the object's length in bytes. Raises: ObjectMissing."""
        with self._file(object_id) as descriptor:
            return os.fstat(descriptor).st_size

    def exists(self, object_id: UUID) -> bool:
        """Return whether the object is complete and stored."""
        try:
            with self._opened(object_id) as shard:
                return durable.exists(shard, object_id.hex)
        except FileNotFoundError:
            return False

    def delete(self, object_id: UUID) -> None:
        """Remove the object, complete or not, and sync its folder. Idempotent."""
        with suppress(FileNotFoundError), self._opened(object_id) as shard:
            durable.remove(shard, object_id.hex)

    def discard(self, object_id: UUID) -> None:
        """Remove what was begun and not completed under this id. Idempotent; a complete object stays."""
        with suppress(FileNotFoundError), self._opened(object_id) as shard:
            durable.discard(shard, object_id.hex)

    def now(self) -> datetime:
        """Return the present instant by the clock that dates the files: the file system's."""
        with tempfile.TemporaryFile(dir=self._folder) as file:
            return datetime.fromtimestamp(os.fstat(file.fileno()).st_mtime, UTC)

    def orphans(self, known: Set[UUID], older_than: datetime) -> list[UUID]:
        """Return the complete objects written before `older_than` (aware) that are not in `known`, sorted."""
        names = [name for _, name in self._written_before(older_than) if not durable.is_temporary(name)]
        return sorted({UUID(name) for name in names} - known)

    def remove_unfinished(self, older_than: datetime) -> list[UUID]:
        """Remove what was begun but got no byte since `older_than` (aware), and return the ids, sorted.

        Complete objects stay, also those whose writer was killed in its last step.
        """
        removed = []
        for shard, name in self._written_before(older_than):
            if durable.is_temporary(name):
                with durable.opened(self._folder / shard) as folder:
                    durable.discard(folder, durable.final_name(name))
                removed.append(UUID(durable.final_name(name)))
        return sorted(removed)

    def _written_before(self, instant: datetime) -> Iterator[tuple[str, str]]:
        for shard in filter(_SHARD.fullmatch, os.listdir(self._folder)):
            with durable.opened(self._folder / shard) as folder:
                for name in durable.written_before(folder, instant):
                    if _NAME.fullmatch(durable.final_name(name)):
                        yield shard, name

    @contextmanager
    def _opened(self, object_id: UUID) -> Iterator[int]:
        with (
            durable.opened(self._folder) as folder,
            durable.opened(_shard(_check_id(object_id)), within=folder) as shard,
        ):
            yield shard

    @contextmanager
    def _file(self, object_id: UUID) -> Iterator[int]:
        try:
            with self._opened(object_id) as shard:
                descriptor = os.open(object_id.hex, durable.READ, dir_fd=shard)
        except FileNotFoundError as error:
            raise ObjectMissing(f"Object {object_id} is not stored.") from error
        try:
            yield descriptor
        finally:
            os.close(descriptor)


class ObjectWriter:
    """Writes one new object. Used as a context manager, it removes what was not committed."""

    def __init__(self, object_id: UUID, folder: int, descriptor: int) -> None:
        self._id, self._folder, self._descriptor = object_id, folder, descriptor
        self._open = True

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Append `data`. Raises: ValueError after `commit` or `discard`."""
        if not self._open:
            raise ValueError("This object is not being written any more.")
        durable.write_all(self._descriptor, data)

    def commit(self) -> None:
        """Sync the object and let it appear; it is on disk when this returns. Raises: ObjectExists."""
        if not self._open:
            raise ValueError("This object is not being written any more.")
        try:
            os.fsync(self._descriptor)
            durable.publish(self._folder, self._id.hex)
        except FileExistsError as error:
            self.discard()
            raise ObjectExists(f"Object {self._id} exists.") from error
        except OSError:
            self.discard()
            raise
        self._close()

    def discard(self) -> None:
        """Remove what was written, unless it was committed. Idempotent."""
        if self._open:
            durable.discard(self._folder, self._id.hex)
            self._close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.discard()

    def _close(self) -> None:
        self._open = False
        os.close(self._descriptor)
        os.close(self._folder)


def _check_id(object_id: UUID) -> UUID:
    if not isinstance(object_id, UUID):
        raise InvalidId("An object id is a UUID.")
    return object_id


def _shard(object_id: UUID) -> str:
    return object_id.hex[-2:]
