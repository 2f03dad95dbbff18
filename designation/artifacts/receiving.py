"""Receives an uploaded file: it is encrypted as it arrives, and plain content never lies on a disk.

The form's view installs `EncryptedUpload` before anything reads the form. What it wrote is removed again unless the
artifact is created.
"""

from __future__ import annotations

import unicodedata
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopUpload
from django.http import HttpRequest

from designation.artifacts import storage
from designation.vault.content import Writer
from designation.vault.keys import new_dek

FIELD = "file"
LONGEST_NAME = 200
LONGEST_FOLDER = 400


@dataclass
class Received:
    """Encrypted content that belongs to no artifact yet. `content_key` is in memory alone."""

    artifact: uuid.UUID
    object_id: uuid.UUID
    content_key: bytes
    length_bytes: int
    file_name: str


def receive(chunks: Iterable[bytes], file_name: str) -> Received:
    """Encrypt content that a program has, such as a demonstration's. Nothing refers to it yet."""
    received = _new(file_name)
    with _writer(received) as writer:
        for chunk in chunks:
            writer.write(chunk)
        received.length_bytes = writer.finish().length_bytes
    return received


def discard(received: Received) -> None:
    """Remove content that no artifact refers to."""
    storage.objects().delete(received.object_id)


def _new(file_name: str) -> Received:
    return Received(uuid.uuid4(), uuid.uuid4(), new_dek(), 0, name_of(file_name))


def _writer(received: Received) -> Writer:
    associated = storage.associated(received.artifact)
    return Writer(storage.objects(), received.object_id, received.content_key, associated)


class ReceivedFile(UploadedFile):
    """The file field's value: the name and size of a file, and where its encrypted content is."""

    def __init__(self, received: Received) -> None:
        super().__init__(file=None, name=received.file_name, size=received.length_bytes)
        self.received = received


class EncryptedUpload(FileUploadHandler):
    """Encrypts the form's one file as it arrives, and refuses it once it is larger than `most_bytes`."""

    chunk_size = 1 << 20

    def __init__(self, request: HttpRequest | None = None, *, most_bytes: int) -> None:
        super().__init__(request)
        self._most_bytes = most_bytes
        self._writer: Writer | None = None
        self._received: Received | None = None
        self._kept = False

    def new_file(self, field_name: str, *args: Any, **kwargs: Any) -> None:
        """Begin to encrypt the file. Files of other fields are not read."""
        super().new_file(field_name, *args, **kwargs)
        if field_name != FIELD or self._writer is not None:
            raise SkipFile
        self._received = _new(self.file_name or "")
        self._writer = _writer(self._received)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Encrypt the next part of the file."""
        if start + len(raw_data) > self._most_bytes:
            raise StopUpload(connection_reset=True)
        if self._writer is not None:
            self._writer.write(raw_data)

    def file_complete(self, file_size: int) -> ReceivedFile | None:
        """Store the end of the file and return what the form's field gets."""
        if self._writer is None or self._received is None:
            return None
        self._received.length_bytes = self._writer.finish().length_bytes
        return ReceivedFile(self._received)

    def upload_interrupted(self) -> None:
        """Remove what was written, because the rest never arrived."""
        self.discard()

    def keep(self) -> None:
        """Keep what was written: an artifact refers to it now."""
        self._kept = True

    def discard(self) -> None:
        """Remove what was written, unless it is kept. Idempotent."""
        if self._writer is None or self._received is None or self._kept:
            return
        self._writer.discard()
        storage.objects().delete(self._received.object_id)


def name_of(sent: str) -> str:
    """Return a file's name as it is stored: without folders, without characters that cannot be seen, and short."""
    base = sent.replace("\\", "/").rpartition("/")[2]
    seen = "".join(one for one in base if unicodedata.category(one) not in ("Cc", "Cf", "Zl", "Zp", "Cs"))
    stem, dot, ending = seen.strip(" .").rpartition(".")
    if not dot:
        return seen.strip(" .")[:LONGEST_NAME] or "unnamed"
    ending = ending[:20]
    return f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending}"


def folder_of(sent: str) -> str:
    """Return the folder in a relative path as it is stored: names joined by "/", which lead to no other folder."""
    folders = sent.replace("\\", "/").split("/")[:-1]
    named = [name_of(one) for one in folders if one.strip(" .")]
    return "/".join(named)[-LONGEST_FOLDER:].lstrip("/")
