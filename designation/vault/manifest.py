"""The signed statement of what one version of an artifact is.

A manifest is canonical JSON (LEDGER.md §1) and is signed with ML-DSA-87 (FIPS 204) under a context string of its
own, so that its signature cannot be mistaken for another kind. The key is not the ledger's.
"""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA87PrivateKey, MLDSA87PublicKey

from designation.vault import tag_list
from designation.vault.content import PARAMETERS, SEGMENT_BYTES, Reader, Written
from designation.vault.errors import Tampered
from designation.vault.objects import FolderObjects
from workflow.ledger import canonical

FORMAT: Final = "designation/artifact-manifest/v1"
CONTEXT: Final = FORMAT.encode()
"""The ML-DSA context string."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """One version of an artifact: where its content is, how long it is, and its digests.

    `sha256` is of the plaintext (32 bytes), `tags_root` of the list of segment tags (48 bytes; see `tag_list`).
    `name_digest` is a salted digest of the file's name (32 bytes), or None.
    """

    artifact: UUID
    version: int
    object_id: UUID
    tags_object_id: UUID
    length_bytes: int
    segments: int
    sha256: bytes
    tags_root: bytes
    name_digest: bytes | None

    def encode(self) -> bytes:
        """Return the canonical JSON that is signed."""
        return canonical.encode(
            {
                "artifact": str(self.artifact),
                "format": FORMAT,
                "length_bytes": self.length_bytes,
                "name_digest": None if self.name_digest is None else self.name_digest.hex(),
                "object": str(self.object_id),
                "segment_bytes": SEGMENT_BYTES,
                "segments": self.segments,
                "sha256": self.sha256.hex(),
                "tags": {
                    "group": tag_list.GROUP,
                    "object": str(self.tags_object_id),
                    "root": self.tags_root.hex(),
                },
                "version": self.version,
            }
        )


def of_written(
    written: Written,
    objects: FolderObjects,
    *,
    artifact: UUID,
    version: int,
    object_id: UUID,
    tags_object_id: UUID,
    name_digest: bytes | None,
) -> Manifest:
    """Store the list of segment tags and return the manifest of what a Writer stored. Raises: ObjectExists."""
    root = tag_list.write_tags(objects, tags_object_id, written.tags)
    return Manifest(
        artifact=artifact,
        version=version,
        object_id=object_id,
        tags_object_id=tags_object_id,
        length_bytes=written.length_bytes,
        segments=written.segments,
        sha256=written.sha256,
        tags_root=root,
        name_digest=name_digest,
    )


def sign(manifest: Manifest, key: MLDSA87PrivateKey) -> bytes:
    """Return the ML-DSA-87 signature of the manifest's canonical JSON."""
    return key.sign(manifest.encode(), CONTEXT)


def verify(encoded: bytes, signature: bytes, key: MLDSA87PublicKey) -> Manifest:
    """Return the manifest whose canonical JSON `encoded` is, if `key` signed it. Raises: Tampered."""
    try:
        key.verify(signature, encoded, CONTEXT)
    except (InvalidSignature, ValueError) as error:
        raise Tampered("The signature does not fit the manifest.") from error
    return _decode(encoded)


def open_content(manifest: Manifest, objects: FolderObjects, dek: bytes, aad: bytes) -> Reader:
    """Return a reader that checks every segment against the manifest. Take the manifest from `verify`.

    Raises: ObjectMissing, Tampered.
    """
    tags = tag_list.TagList(
        objects, manifest.tags_object_id, segments=manifest.segments, root=manifest.tags_root
    )
    return Reader(objects, manifest.object_id, dek, aad, length_bytes=manifest.length_bytes, tags=tags)


def _decode(encoded: bytes) -> Manifest:
    """Return the manifest in `encoded`, whose members must be exactly those that `encode` writes."""
    try:
        manifest = _from_dict(canonical.decode(encoded))
    except (canonical.NotCanonical, ValueError, LookupError, TypeError, AttributeError) as error:
        raise Tampered("This is not a manifest.") from error
    if manifest.encode() != encoded or PARAMETERS.segments(manifest.length_bytes) != manifest.segments:
        raise Tampered("This is not a manifest of this format.")
    return manifest


def _from_dict(value: Any) -> Manifest:
    name_digest = value["name_digest"]
    return Manifest(
        artifact=UUID(value["artifact"]),
        version=_count(value["version"]),
        object_id=UUID(value["object"]),
        tags_object_id=UUID(value["tags"]["object"]),
        length_bytes=_count(value["length_bytes"]),
        segments=_count(value["segments"]),
        sha256=_digest(value["sha256"], 32),
        tags_root=_digest(value["tags"]["root"], tag_list.DIGEST_BYTES),
        name_digest=None if name_digest is None else _digest(name_digest, 32),
    )


def _count(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise ValueError("A count is a whole number.")
    return value


def _digest(text: Any, length: int) -> bytes:
    digest = bytes.fromhex(text)
    if len(digest) != length:
        raise ValueError(f"A digest has {length} bytes here.")
    return digest
