"""The job that seals what was received. It can be repeated after any crash.

What is sealed is decrypted once from end to end, so that an artifact is shared only if it can be read. What is marked
above the ceiling is quarantined instead.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from designation.artifacts import scanning, storage
from designation.artifacts.kinds import TEXT_KINDS, Recognition
from designation.artifacts.models import Artifact
from designation.artifacts.resumable import pieces
from designation.artifacts.scanning import Scan
from designation.vault import manifest
from designation.vault.content import SEGMENT_BYTES, Reader, Written
from designation.vault.errors import VaultError
from designation.vault.rendering.client import CannotRender, Unavailable, memfd
from workflow.guards import CLOCK
from workflow.jobs import JobFailed
from workflow.models import Job
from workflow.perform import perform

TOLD_EVERY_BYTES = 64 * SEGMENT_BYTES
LOCKED = "This PDF asks for a password, so it cannot be shown. Upload a copy without one."
TOO_LARGE = "This file is larger than 200 MB, so it cannot be shown page by page."
LARGEST_SHOWN = 200_000_000


class _Collected:
    """Collects the tags of segments as they are decrypted for the first time."""

    def __init__(self) -> None:
        self.tags = bytearray()

    def check(self, index: int, tag: bytes) -> None:
        """Note the tag of the next segment."""
        if index * 16 == len(self.tags):
            self.tags += tag


def seal_artifact(job: Job) -> None:
    """Seal what a job is about, unless that is done. Raises: JobFailed."""
    artifact = Artifact.objects.select_related("request").filter(pk=job.subject_id, state="receiving").first()
    if artifact is not None:
        try:
            pieces.join_parts(artifact)
        except (VaultError, OSError) as error:
            raise JobFailed(f"an upload cannot be joined: {getattr(error, 'code', 'disk')}") from error
        seal(artifact, key=job.key)


def seal(artifact: Artifact, *, key: str | None = None, now: datetime | None = None) -> None:
    """Decrypt what was received, scan it, record its digest and pages, and sign its manifest.

    `key` and `now` are those of `perform`. Raises: JobFailed if the content cannot be read or looked at.
    """
    try:
        written, recognition = _read_all(artifact)
        signed = _manifest(artifact, written)
    except VaultError as error:
        raise JobFailed(f"an upload cannot be sealed: {error.code}") from error
    seen = _look_at(artifact, recognition)
    perform(
        artifact,
        "hold" if seen.scan.result == scanning.MARKED else "seal",
        actor=CLOCK,
        key=key,
        now=now,
        inputs={
            "sha256": written.sha256.hex(),
            "kind": recognition.kind(),
            "pages": seen.pages,
            "not_shown": seen.not_shown,
            "missing_fonts": ", ".join(seen.missing_fonts)[:300],
            "scan": seen.scan.result,
            "scan_note": seen.scan.note,
            "manifest": signed.encode().decode(),
            "signature": manifest.sign(signed, storage.signing_key()).hex(),
        },
    )


def _read_all(artifact: Artifact) -> tuple[Written, Recognition]:
    """Return what the content is, after it was decrypted from end to end, and what kind of file it is."""
    collected, digest, done = _Collected(), hashlib.sha256(), 0
    recognition = Recognition(artifact.file_name)
    reader = Reader(
        storage.objects(),
        artifact.object_id,
        storage.content_key_of(artifact),
        storage.associated(artifact.pk),
        length_bytes=artifact.length_bytes,
        tags=collected,
    )
    for block in reader.segments():
        if recognition.is_looking:
            recognition.feed(bytes(block))
        digest.update(block)
        done += len(block)
        if done % TOLD_EVERY_BYTES == 0:
            Artifact.objects.filter(pk=artifact.pk, state="receiving").update(checked_bytes=done)
    segments = len(collected.tags) // 16
    return Written(done, segments, digest.digest(), bytes(collected.tags)), recognition


def _manifest(artifact: Artifact, written: Written) -> manifest.Manifest:
    """Store the list of segment tags and return the manifest. An earlier attempt's list is replaced."""
    tags_object = storage.tags_object(artifact.object_id)
    with suppress(FileNotFoundError):
        storage.objects().delete(tags_object)
    return manifest.of_written(
        written,
        storage.objects(),
        artifact=artifact.pk,
        version=storage.VERSION,
        object_id=artifact.object_id,
        tags_object_id=tags_object,
        name_digest=None,
    )


@dataclass(frozen=True)
class _Seen:
    """How many pages can be shown, or 0 and a sentence that says why none can; and what the scan gave.

    `missing_fonts` are not in the file, so that other shapes are drawn in their place.
    """

    pages: int
    not_shown: str
    scan: Scan
    missing_fonts: tuple[str, ...] = ()


def _look_at(artifact: Artifact, recognition: Recognition) -> _Seen:
    """Return what can be seen of the content. Raises: JobFailed."""
    kind = recognition.kind()
    if kind in TEXT_KINDS:
        scan = _scan_text(artifact)
        pages, not_shown, missing_fonts = _pages_of_text(artifact, kind)
        return _Seen(pages, not_shown, scan, missing_fonts)
    if trouble := recognition.trouble():
        return _Seen(0, trouble, Scan(scanning.NOT_SCANNED, scanning.OTHER_KIND))
    if artifact.length_bytes > LARGEST_SHOWN:
        return _Seen(0, TOO_LARGE, Scan(scanning.NOT_SCANNED, scanning.TOO_LARGE))
    with _in_memory(artifact) as document:
        pages, not_shown, missing_fonts = _inspect(document, kind)
        if not pages:
            return _Seen(0, not_shown, Scan(scanning.NOT_SCANNED, not_shown))
        if kind != "pdf":
            return _Seen(pages, not_shown, Scan(scanning.NOT_SCANNED, scanning.PICTURE))
        try:
            scan = scanning.of_pages(lambda page: storage.renderer().text(document, kind, page), pages)
        except Unavailable as trouble_now:
            raise _unavailable(trouble_now) from trouble_now
    return _Seen(pages, not_shown, scan, missing_fonts)


def _scan_text(artifact: Artifact) -> Scan:
    if artifact.length_bytes > scanning.MOST_TEXT_BYTES:
        return Scan(scanning.NOT_SCANNED, scanning.TOO_LARGE)
    return scanning.of_text(_reader(artifact).read(0, artifact.length_bytes))


def _pages_of_text(artifact: Artifact, kind: str) -> tuple[int, str, tuple[str, ...]]:
    """Return what `_inspect` returns for a text. What is far too large is not sent at all."""
    if artifact.length_bytes > LARGEST_SHOWN:
        return 0, TOO_LARGE, ()
    with _in_memory(artifact) as document:
        return _inspect(document, kind)


def _inspect(document: Any, kind: str) -> tuple[int, str, tuple[str, ...]]:
    """Return how many pages can be shown, why none can (a sentence), and which fonts are missing. Raises: JobFailed."""
    try:
        found = storage.renderer().inspect(document, kind)
    except CannotRender as refused:
        return 0, refused.reason, ()
    except Unavailable as trouble:
        raise _unavailable(trouble) from trouble
    return (0, LOCKED, ()) if found.locked else (found.pages, "", found.missing_fonts or ())


def _unavailable(trouble: Unavailable) -> JobFailed:
    return JobFailed(f"the renderer is unavailable: {trouble.reason}")


def _reader(artifact: Artifact) -> Reader:
    """Return a reader of what was received and is not sealed yet."""
    return Reader(
        storage.objects(),
        artifact.object_id,
        storage.content_key_of(artifact),
        storage.associated(artifact.pk),
        length_bytes=artifact.length_bytes,
        tags=None,
    )


@contextmanager
def _in_memory(artifact: Artifact) -> Iterator[Any]:
    """Yield what was received, decrypted, in memory."""
    with memfd() as document:
        _reader(artifact).copy_to(document.fileno())
        yield document
