"""Content in small segments with its verified manifest, ready to be altered."""

from pathlib import Path
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA87PrivateKey

from designation.vault import manifest
from designation.vault.content import Reader, Writer
from designation.vault.floe import HEADER_LENGTH
from designation.vault.manifest import Manifest
from designation.vault.objects import FolderObjects

DEK, AAD = bytes(range(32)), b"artifact 1, version 1"
STEP = 96
PLAINTEXT = bytes(index % 251 for index in range(4 * 64 + 10))
KEY = MLDSA87PrivateKey.generate()


def stored(objects: FolderObjects, plaintext: bytes = PLAINTEXT, aad: bytes = AAD) -> Manifest:
    object_id = uuid4()
    with Writer(objects, object_id, DEK, aad) as writer:
        writer.write(plaintext)
        written = writer.finish()
    made = manifest.of_written(
        written,
        objects,
        artifact=uuid4(),
        version=1,
        object_id=object_id,
        tags_object_id=uuid4(),
        name_digest=None,
    )
    return manifest.verify(made.encode(), manifest.sign(made, KEY), KEY.public_key())


def path_of(objects: FolderObjects, object_id: UUID) -> Path:
    return objects._folder / object_id.hex[-2:] / object_id.hex


def segment(data: bytes, index: int) -> bytes:
    """Return the encrypted segment `index` of a ciphertext."""
    return data[HEADER_LENGTH + index * STEP :][:STEP]


def opened(of: Manifest, objects: FolderObjects, *, tags: bool) -> Reader:
    if tags:
        return manifest.open_content(of, objects, DEK, AAD)
    return Reader(objects, of.object_id, DEK, AAD, length_bytes=of.length_bytes, tags=None)
