"""Stores the pieces of an upload as they arrive, and joins them when they are all there.

No transaction is open and no row is locked while a piece arrives, so a client that stops in the middle of one holds up
nobody. Two clients that send at the same offset do no harm: `begin` gives the newer one a higher fence, and only the
newest may add its part (`add`). What the other one sent is removed.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.postgres.fields import ArrayField
from django.db import transaction
from django.db.models import F, Func, UUIDField, Value

from designation.artifacts import storage
from designation.artifacts.models import Artifact
from designation.artifacts.resumable.protocol import Checksum, ProtocolError
from designation.vault.content import SEGMENT_BYTES, PartWriter, join
from workflow.guards import CLOCK
from workflow.perform import perform
from workflow.sql import snapshot

LEAST_BYTES = SEGMENT_BYTES
"""The smallest piece that is accepted, unless it is the last one."""


@dataclass(frozen=True)
class Part:
    """A part that was stored: the id of its object, and how many bytes of the file it holds."""

    part_id: uuid.UUID
    length_bytes: int

    def discard(self) -> None:
        """Remove it again."""
        storage.objects().delete(self.part_id)


def check(artifact: Artifact, *, offset: int, size: int) -> None:
    """Return if a piece of this declared size may be sent at this offset. Raises: ProtocolError."""
    if artifact.state != "receiving":
        raise ProtocolError(410, "This upload is over. It was finished or discarded.")
    if offset != artifact.received_bytes:
        raise _elsewhere(artifact.received_bytes)
    left = artifact.length_bytes - offset
    if size > left:
        raise ProtocolError(413, f"This is more than the file has: {left} bytes are left to send.")
    if size < min(LEAST_BYTES, left):
        raise ProtocolError(
            400, "Send at least 1 MiB (1,048,576 bytes) at a time, unless it is the end of the file."
        )


def begin(artifact: Artifact, *, offset: int) -> int:
    """Return the fence of a new attempt to send at this offset. Earlier attempts can add nothing from now on.

    Raises: ProtocolError.
    """
    here = Artifact.objects.filter(pk=artifact.pk, state="receiving", received_bytes=offset)
    with transaction.atomic():  # the row stays locked between the two statements
        if not here.update(upload_fence=F("upload_fence") + 1):
            raise _moved(artifact)
        return int(here.values_list("upload_fence", flat=True).get())


def receive(artifact: Artifact, data: Iterable[bytes], *, offset: int, checksum: Checksum | None) -> Part:
    """Encrypt a piece into a part of its own and return it. It is on disk, but nothing refers to it yet.

    However much was declared, only what arrived counts, and no more is taken than is left of the file. Raises:
    ProtocolError, and keeps nothing, if there is more, if the checksum is wrong, or if less than a segment arrived;
    VaultError.
    """
    left = artifact.length_bytes - offset
    part_id, arrived = uuid.uuid4(), 0
    with PartWriter(
        storage.objects(),
        part_id,
        storage.content_key_of(artifact),
        storage.associated(artifact.pk),
        header=bytes(artifact.content_header),
        start=offset,
        length_bytes=artifact.length_bytes,
    ) as writer:
        for block in data:
            arrived += len(block)
            if arrived > left:
                raise ProtocolError(413, f"This is more than the file has: {left} bytes were left to send.")
            if checksum is not None:
                checksum.update(block)
            writer.write(block)
        if checksum is not None:
            checksum.require()
        stored = writer.finish()
    if not stored:
        raise ProtocolError(
            400, "Less than 1 MiB of this piece arrived, so nothing of it was kept. Send it again."
        )
    return Part(part_id, stored)


def add(artifact: Artifact, part: Part, *, offset: int, fence: int) -> int:
    """Add a part to the upload and return the new offset; with the last part, the artifact is received.

    Raises: ProtocolError if another attempt was faster or began later, or if the upload is over; Refused.
    """
    new = offset + part.length_bytes
    with transaction.atomic():
        if new == artifact.length_bytes:
            snapshot.lock(artifact.log_ids())  # before the row, as every step does it
        ours = Artifact.objects.filter(
            pk=artifact.pk, state="receiving", received_bytes=offset, upload_fence=fence
        )
        if not ours.update(received_bytes=new, parts=_and(part)):
            raise _moved(artifact)
        if new == artifact.length_bytes:
            perform(artifact, "note_received", actor=CLOCK)
    return new


def join_parts(artifact: Artifact) -> None:
    """Let the content of an artifact be one object, and remove the parts. Can be repeated after any crash.

    Raises: VaultError, OSError.
    """
    if not artifact.parts:
        return
    objects = storage.objects()
    if not objects.exists(artifact.object_id):
        objects.discard(artifact.object_id)  # what an attempt left that was killed
        join(objects, artifact.object_id, bytes(artifact.content_header), artifact.parts)
    remove_parts(artifact)
    Artifact.objects.filter(pk=artifact.pk, state="receiving").update(parts=[])


def remove_parts(artifact: Artifact) -> None:
    """Remove the parts of an upload. Idempotent."""
    for part_id in artifact.parts:
        storage.objects().delete(part_id)


def _and(part: Part) -> Func:
    """Return the list of parts with one more, as SQL."""
    one = Value(part.part_id, output_field=UUIDField())
    return Func(F("parts"), one, function="array_append", output_field=ArrayField(UUIDField()))


def _moved(artifact: Artifact) -> ProtocolError:
    """Return why a piece was not added: the upload is over, or somebody sends at another offset."""
    row = Artifact.objects.filter(pk=artifact.pk).values("state", "received_bytes").first()
    if row is None or row["state"] != "receiving":
        return ProtocolError(410, "This upload is over. It was finished or discarded.")
    return _elsewhere(row["received_bytes"])


def _elsewhere(offset: int) -> ProtocolError:
    return ProtocolError(
        409,
        f"The upload is at byte {offset} now. Ask for the offset, and go on from there.",
        {"Upload-Offset": str(offset)},
    )
