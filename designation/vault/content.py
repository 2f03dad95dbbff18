"""Content of any length, encrypted as it arrives and read from any place, with a few segments in memory.

One object holds one FLOE ciphertext. Every segment except the last holds exactly `SEGMENT_BYTES` of plaintext, so
the byte at position p is in segment p // SEGMENT_BYTES.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Final, Protocol, Self
from uuid import UUID

from designation.vault import durable, floe
from designation.vault.errors import Tampered
from designation.vault.objects import FolderObjects
from workflow.ledger import canonical

SEGMENT_BYTES: Final = 2**20
PARAMETERS: Final = floe.Parameters(SEGMENT_BYTES + floe.OVERHEAD)
BLOCK_BYTES: Final = 65536

_AAD_FORMAT: Final = "designation/vault/content/v1"


class SegmentTags(Protocol):
    """Knows which tag each segment was given; see `tag_list.TagList`."""

    def check(self, index: int, tag: bytes) -> None:
        """Return if segment `index` was given this tag. Raises: Tampered."""


@dataclass(frozen=True, slots=True)
class Written:
    """What `Writer.finish` stored. `sha256` is of the plaintext; `tags` holds 16 bytes for each segment."""

    length_bytes: int
    segments: int
    sha256: bytes
    tags: bytes


def new_header(dek: bytes, aad: bytes) -> bytes:
    """Return the header of content that will arrive in parts (`PartWriter`)."""
    return floe.new_header(dek, aad, PARAMETERS)


def content_aad(*, artifact: UUID, version: int, purpose: str) -> bytes:
    """Return the associated data that binds content to its artifact, version, and purpose."""
    return canonical.encode(
        {"artifact": str(artifact), "format": _AAD_FORMAT, "purpose": purpose, "version": version}
    )


class Writer:
    """Encrypts content into a new object. As a context manager, it removes everything unless `finish` returned.

    Raises: ObjectExists if the object exists or is being written.
    """

    def __init__(self, objects: FolderObjects, object_id: UUID, dek: bytes, aad: bytes) -> None:
        self._encryptor = floe.Encryptor(dek, aad, PARAMETERS)
        self._object = objects.writer(object_id)
        self._pending = bytearray()
        self._segment = bytearray(PARAMETERS.segment_length)
        self._digest = hashlib.sha256()
        self._tags = bytearray()
        self._length = 0
        self._finished = False
        try:
            self._object.write(self._encryptor.header)
        except OSError:
            self.discard()
            raise

    def write(self, chunk: floe.Buffer) -> None:
        """Append plaintext of any length. Raises: ValueError after `finish`."""
        if self._finished:
            raise ValueError("This content is finished.")
        view = memoryview(chunk).cast("B")
        while view:
            if len(self._pending) == SEGMENT_BYTES:
                self._encryptor.segment_into(self._pending, self._segment)
                self._store(self._segment)
            taken = view[: SEGMENT_BYTES - len(self._pending)]
            self._pending += taken
            view = view[len(taken) :]

    def finish(self) -> Written:
        """Encrypt the last segment, store the object durably, and return what was written. Call it once."""
        self._finished = True
        self._store(self._encryptor.last(self._pending))
        self._object.commit()
        segments = len(self._tags) // floe.TAG_LENGTH
        return Written(self._length, segments, self._digest.digest(), bytes(self._tags))

    def discard(self) -> None:
        """Remove everything written, unless `finish` returned. Idempotent."""
        self._object.discard()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.discard()

    def _store(self, segment: bytes | bytearray) -> None:
        self._object.write(segment)
        self._digest.update(self._pending)
        self._tags += segment[-floe.TAG_LENGTH :]
        self._length += len(self._pending)
        self._pending.clear()


class PartWriter:
    """Encrypts consecutive segments of content whose header exists, into an object of their own: one *part*.

    `length_bytes` is the length of the whole content, and `start` is where this part begins, a multiple of
    `SEGMENT_BYTES`. `write` takes no more than what is left of the content. `finish` keeps whole segments only, and the
    last one when it is complete. `join` puts header and parts together. As a context manager, it removes everything
    unless `finish` returned a length. Raises: ObjectExists, Tampered.
    """

    def __init__(
        self,
        objects: FolderObjects,
        part_id: UUID,
        dek: bytes,
        aad: bytes,
        *,
        header: bytes,
        start: int,
        length_bytes: int,
    ) -> None:
        index, rest = divmod(start, SEGMENT_BYTES)
        if rest or not 0 <= start < length_bytes:
            raise ValueError("A part begins with a segment of the content.")
        self._encryptor = floe.Encryptor.resume(dek, aad, header, PARAMETERS, index=index)
        self._object = objects.writer(part_id)
        self._pending = bytearray()
        self._segment = bytearray(PARAMETERS.segment_length)
        self._left = length_bytes - start
        self._stored = 0

    def write(self, chunk: floe.Buffer) -> None:
        """Append plaintext. Raises: ValueError if that is more than the content has."""
        view = memoryview(chunk).cast("B")
        if len(view) + len(self._pending) > self._left:
            raise ValueError("This is more than the content holds.")
        while view:
            taken = view[: SEGMENT_BYTES - len(self._pending)]
            self._pending += taken
            view = view[len(taken) :]
            if len(self._pending) == min(SEGMENT_BYTES, self._left):
                self._store()

    def finish(self) -> int:
        """Store the part durably and return how many bytes of plaintext it holds. What is less than a segment goes.

        If that is none, nothing is stored.
        """
        if self._stored:
            self._object.commit()
        return self._stored

    def discard(self) -> None:
        """Remove everything written, unless `finish` stored it. Idempotent."""
        self._object.discard()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.discard()

    def _store(self) -> None:
        length = len(self._pending)
        if length == self._left:
            self._object.write(self._encryptor.last(self._pending))
        else:
            self._encryptor.segment_into(self._pending, self._segment)
            self._object.write(self._segment)
        self._pending.clear()
        self._stored += length
        self._left -= length


def join(objects: FolderObjects, object_id: UUID, header: bytes, parts: Sequence[UUID]) -> None:
    """Store the object that `header` and `parts`, in order, make together. The parts stay.

    Raises: ObjectExists, ObjectMissing.
    """
    with objects.writer(object_id) as writer:
        writer.write(header)
        for part in parts:
            for start in range(0, objects.size(part), PARAMETERS.segment_length):
                writer.write(objects.read(part, start, PARAMETERS.segment_length))
        writer.commit()


class Reader:
    """Decrypts any part of an object that `Writer` stored. Serves one caller at a time.

    `length_bytes` is the length of the plaintext, from the manifest. `tags` checks each segment against the signed
    list before it is decrypted; pass None only for content that has no manifest yet, such as a part of an upload.
    Keeps one decrypted segment. Raises: ObjectMissing; Tampered if the object has another length, or was not
    encrypted with this key and associated data.
    """

    def __init__(
        self,
        objects: FolderObjects,
        object_id: UUID,
        dek: bytes,
        aad: bytes,
        *,
        length_bytes: int,
        tags: SegmentTags | None,
    ) -> None:
        if objects.size(object_id) != PARAMETERS.ciphertext_length(length_bytes):
            raise Tampered("The object does not have the length that its content needs.")
        self.length_bytes = length_bytes
        self._objects, self._object_id, self._tags = objects, object_id, tags
        self._decryptor = floe.Decryptor(dek, aad, objects.read(object_id, 0, floe.HEADER_LENGTH), PARAMETERS)
        self._last = PARAMETERS.segments(length_bytes) - 1
        self._kept: tuple[int, memoryview] | None = None
        longest = min(length_bytes, SEGMENT_BYTES)
        self._plaintext, self._encrypted = (
            memoryview(bytearray(length)) for length in (longest, longest + floe.OVERHEAD)
        )

    def read(self, start: int, stop: int) -> bytes:
        """Return the bytes from `start` up to, not including, `stop`. They are all in memory at once.

        Raises: ValueError unless 0 <= start <= stop <= length_bytes; Tampered; ObjectMissing.
        """
        return b"".join(self.blocks(start, stop, size=SEGMENT_BYTES))

    def blocks(self, start: int, stop: int, size: int = BLOCK_BYTES) -> Iterator[bytes]:
        """Return the same bytes as `read` in blocks of at most `size` bytes, decrypting as they are taken.

        Raises: ValueError at once; Tampered and ObjectMissing while iterating.
        """
        if not 0 <= start <= stop <= self.length_bytes or size < 1:
            raise ValueError(f"There are no bytes {start} to {stop} in {self.length_bytes}.")
        return self._blocks(start, stop, size)

    def copy_to(self, descriptor: int) -> None:
        """Write the whole plaintext to an open file descriptor. Raises: Tampered, ObjectMissing, OSError."""
        for segment in self.segments():
            durable.write_all(descriptor, segment)

    def segments(self) -> Iterator[memoryview]:
        """Return the whole plaintext, segment by segment. Each is there only until the next one is taken.

        Raises: Tampered and ObjectMissing while iterating.
        """
        for index in range(self._last + 1):
            yield self._segment(index)

    def _blocks(self, start: int, stop: int, size: int) -> Iterator[bytes]:
        if not self.length_bytes:
            self._segment(0)  # empty content has one segment, which is authentic or not
        while start < stop:
            index, offset = divmod(start, SEGMENT_BYTES)
            block = bytes(self._segment(index)[offset : offset + min(size, stop - start)])
            yield block
            start += len(block)

    def _segment(self, index: int) -> memoryview:
        """Return the plaintext of a segment, which is there until another one is asked for."""
        if self._kept is None or self._kept[0] != index:
            self._kept = None
            self._kept = (index, self._decrypt(index))
        return self._kept[1]

    def _decrypt(self, index: int) -> memoryview:
        start = floe.HEADER_LENGTH + index * PARAMETERS.segment_length
        segment = self._objects.read_into(self._object_id, start, self._encrypted)
        if self._tags is not None:
            self._tags.check(index, bytes(segment[-floe.TAG_LENGTH :]))
        return self._decryptor.segment_into(index, segment, self._plaintext, last=index == self._last)
