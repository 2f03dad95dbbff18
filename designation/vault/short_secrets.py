"""Short secrets, such as the credential of an endpoint, encrypted as one message of AES-256-GCM."""

import os
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from designation.vault.errors import Tampered

LONGEST_BYTES: Final = 16_384
_VERSION: Final = b"\x01"
_NONCE_BYTES: Final = 12
_LABEL: Final = b"designation/vault/secret/v1\0"


def encrypt(key: bytes, secret: str, aad: bytes) -> bytes:
    """Return a secret encrypted under a content key: a version byte, a random nonce, ciphertext and tag.

    Raises: ValueError if the secret is longer than `LONGEST_BYTES` in UTF-8.
    """
    encoded = secret.encode()
    if len(encoded) > LONGEST_BYTES:
        raise ValueError(f"A short secret has at most {LONGEST_BYTES} bytes.")
    nonce = os.urandom(_NONCE_BYTES)
    return _VERSION + nonce + AESGCM(key).encrypt(nonce, encoded, _LABEL + aad)


def decrypt(key: bytes, encrypted: bytes, aad: bytes) -> str:
    """Return the secret that `encrypt` encrypted. Raises: Tampered."""
    if not encrypted.startswith(_VERSION):
        raise Tampered("An encrypted secret has another version.")
    nonce, content = encrypted[1 : 1 + _NONCE_BYTES], encrypted[1 + _NONCE_BYTES :]
    try:
        return AESGCM(key).decrypt(nonce, content, _LABEL + aad).decode()
    except (InvalidTag, ValueError) as error:
        raise Tampered("An encrypted secret does not open with this key and associated data.") from error
