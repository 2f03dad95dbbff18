"""The list of a content's segment tags, arranged so that one segment can be checked without reading them all.

Tags are grouped by 256. Each group has a digest, and the root is the digest of those; the manifest signs the root.
Opening a list hashes 48 bytes for every 256 MiB of content; checking a segment hashes at most 4 KiB. All digests
are SHA-384 with a label and a number in front, so that no digest can stand for another.

The list is stored as an object of its own: the digests of the groups in order, then the tags in order. It needs no
encryption; tags are part of the ciphertext.
"""

import hashlib
import hmac
from typing import Final
from uuid import UUID

from designation.vault.errors import Tampered
from designation.vault.floe import TAG_LENGTH
from designation.vault.objects import FolderObjects

GROUP: Final = 256
"""The number of tags in every group except the last, which may hold fewer."""
DIGEST_BYTES: Final = 48

_GROUP_BYTES: Final = GROUP * TAG_LENGTH
_GROUP_LABEL: Final = b"designation/vault/tags/group/v1\0"
_ROOT_LABEL: Final = b"designation/vault/tags/root/v1\0"


def write_tags(objects: FolderObjects, object_id: UUID, tags: bytes) -> bytes:
    """Store the list of `tags`, 16 bytes each, as a new object and return its root. Raises: ObjectExists."""
    digests = b"".join(
        _group_digest(number, tags[start : start + _GROUP_BYTES])
        for number, start in enumerate(range(0, len(tags), _GROUP_BYTES))
    )
    with objects.writer(object_id) as writer:
        writer.write(digests)
        writer.write(tags)
        writer.commit()
    return _root(len(tags) // TAG_LENGTH, digests)


class TagList:
    """A stored list whose root was signed. Keeps the group used most recently.

    Raises: ObjectMissing; Tampered if the stored list does not have this root and number of segments.
    """

    def __init__(self, objects: FolderObjects, object_id: UUID, *, segments: int, root: bytes) -> None:
        self._objects, self._object_id, self._segments = objects, object_id, segments
        groups = -(-segments // GROUP)
        self._digests = objects.read(object_id, 0, groups * DIGEST_BYTES)
        if objects.size(object_id) != groups * DIGEST_BYTES + segments * TAG_LENGTH:
            raise Tampered("The list of tags has another length.")
        if not hmac.compare_digest(_root(segments, self._digests), root):
            raise Tampered("The list of tags is not the one that was signed.")
        self._kept: tuple[int, bytes] | None = None

    def check(self, index: int, tag: bytes) -> None:
        """Return if segment `index` was given this tag. Raises: Tampered."""
        if not 0 <= index < self._segments:
            raise Tampered(f"There is no segment {index}.")
        number, place = divmod(index, GROUP)
        signed = self._group(number)[place * TAG_LENGTH : (place + 1) * TAG_LENGTH]
        if not hmac.compare_digest(signed, tag):
            raise Tampered(f"Segment {index} is not the one that was signed.")

    def _group(self, number: int) -> bytes:
        if self._kept is None or self._kept[0] != number:
            start = len(self._digests) + number * _GROUP_BYTES
            group = self._objects.read(self._object_id, start, _GROUP_BYTES)
            expected = self._digests[number * DIGEST_BYTES : (number + 1) * DIGEST_BYTES]
            if not hmac.compare_digest(_group_digest(number, group), expected):
                raise Tampered(f"Group {number} of the list of tags is not the one that was signed.")
            self._kept = (number, group)
        return self._kept[1]


def _group_digest(number: int, tags: bytes) -> bytes:
    return hashlib.sha384(_GROUP_LABEL + number.to_bytes(8, "big") + tags).digest()


def _root(segments: int, digests: bytes) -> bytes:
    return hashlib.sha384(_ROOT_LABEL + segments.to_bytes(8, "big") + digests).digest()
