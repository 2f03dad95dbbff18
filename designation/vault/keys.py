"""What a key store does, and how two of its keys protect a content key together.

A content key (DEK) encrypts one version of one artifact. It is stored only wrapped, under a key derived from two
others: the *engagement's* key (of one window, one selection, or the owner's request) and the *artifact's* key.
Destroying either one makes the wrapped content key useless. Another store, for instance one behind PKCS#11, fits
the same protocol.
"""

import os
import re
from collections.abc import Set
from datetime import datetime
from typing import Final, Protocol
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA384
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from designation.vault.errors import InvalidId, Tampered
from workflow.ledger import canonical

KEY_BYTES: Final = 32
WRAPPED_BYTES: Final = 1 + 12 + KEY_BYTES + 16

_ID: Final = re.compile(r"[a-z]{1,32}-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)
_NONCE_BYTES: Final = 12
_VERSION: Final = b"\x01"
_WRAP_LABEL: Final = b"designation/vault/wrap/v1\0"
_CONTEXT_FORMAT: Final = "designation/vault/context/v1"


class KeyStore(Protocol):
    """Keeps engagement and artifact keys outside the database, and destroys them for good.

    Every method raises InvalidId for an id that `check_id` refuses. `wrap` and `unwrap` raise KeyDestroyed or
    KeyLost if either key is not there.
    """

    def create(self, key_id: str) -> None:
        """Make a new random key; it is on disk when this returns. Raises: KeyExists, also after destruction."""

    def wrap(self, engagement_id: str, artifact_id: str, dek: bytes, context: bytes) -> bytes:
        """Return `dek` (32 bytes) encrypted under both keys and bound to `context`; see `wrapping_context`."""

    def unwrap(self, engagement_id: str, artifact_id: str, wrapped: bytes, context: bytes) -> bytes:
        """Return the content key that `wrap` encrypted under the same ids and context. Raises: Tampered."""

    def destroy(self, key_id: str) -> None:
        """Destroy a key for good; it is gone from the store when this returns. Idempotent."""

    def exists(self, key_id: str) -> bool:
        """Return whether the key can be used."""

    def is_destroyed(self, key_id: str) -> bool:
        """Return whether a destruction was begun. It is complete only when `destroy` has returned."""

    def orphans(self, known: Set[str], older_than: datetime) -> list[str]:
        """Return the ids made before the instant `older_than` that are not in `known`, sorted."""


def is_id(text: str) -> bool:
    """Return whether `text` is written as a key id: `[a-z]+-<uuid>` in lower case."""
    return _ID.fullmatch(text) is not None


def check_id(key_id: str) -> str:
    """Return `key_id` if it is a key id. Raises: InvalidId."""
    if not isinstance(key_id, str) or not is_id(key_id):
        raise InvalidId("A key id is a lower-case word, a hyphen, and a UUID.")
    return key_id


def new_dek() -> bytes:
    """Return a new random content key."""
    return os.urandom(KEY_BYTES)


def wrapping_context(*, artifact: UUID, engagement: str, version: int, purpose: str) -> bytes:
    """Return the bytes that bind a wrapped content key to what it is for."""
    return canonical.encode(
        {
            "artifact": str(artifact),
            "engagement": engagement,
            "format": _CONTEXT_FORMAT,
            "purpose": purpose,
            "version": version,
        }
    )


def wrap_key(engagement_id: str, artifact_id: str, engagement_key: bytes, artifact_key: bytes) -> bytes:
    """Return the key that wraps content keys: HKDF-SHA-384 of both keys, 32 bytes each, and their ids.

    Raises: ValueError if a key is of another length, InvalidId if both ids are the same.
    """
    if len(engagement_key) != KEY_BYTES or len(artifact_key) != KEY_BYTES:
        raise ValueError(f"Engagement and artifact keys have {KEY_BYTES} bytes.")
    if check_id(engagement_id) == check_id(artifact_id):
        raise InvalidId("A content key is protected by two different keys.")
    info = _WRAP_LABEL + f"{engagement_id}\0{artifact_id}".encode()
    return HKDF(SHA384(), KEY_BYTES, salt=None, info=info).derive(engagement_key + artifact_key)


def seal(key: bytes, secret: bytes, aad: bytes) -> bytes:
    """Return `secret` under AES-256-GCM: a version byte, a random nonce, ciphertext and tag."""
    nonce = os.urandom(_NONCE_BYTES)
    return _VERSION + nonce + AESGCM(key).encrypt(nonce, secret, aad)


def unseal(key: bytes, sealed: bytes, aad: bytes) -> bytes:
    """Return the 32-byte secret that `seal` encrypted. Raises: Tampered."""
    if len(sealed) != WRAPPED_BYTES or not sealed.startswith(_VERSION):
        raise Tampered("A sealed key has another length or version.")
    try:
        return AESGCM(key).decrypt(sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :], aad)
    except InvalidTag as error:
        raise Tampered("A sealed key does not open with this key and associated data.") from error
