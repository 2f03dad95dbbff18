"""Destruction certificates: signed statements of which keys were destroyed, what they opened, and what remains.

A certificate is canonical JSON (LEDGER.md §1), signed with ML-DSA-87 (FIPS 204) under a context string of its own. The
key is the one that signs manifests, not the ledger's.
"""

from collections.abc import Mapping
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA87PrivateKey, MLDSA87PublicKey

from designation.vault.errors import Tampered
from workflow.ledger import canonical

FORMAT: Final = "designation/destruction-certificate/v1"
CONTEXT: Final = FORMAT.encode()
"""The ML-DSA context string."""


def encode(facts: Mapping[str, Any]) -> bytes:
    """Return the canonical JSON of a certificate that states these facts."""
    return canonical.encode({"format": FORMAT, **facts})


def sign(encoded: bytes, key: MLDSA87PrivateKey) -> bytes:
    """Return the signature of a certificate's canonical JSON."""
    return key.sign(encoded, CONTEXT)


def verify(encoded: bytes, signature: bytes, key: MLDSA87PublicKey) -> dict[str, Any]:
    """Return the facts that a certificate states, if `key` signed it. Raises: Tampered."""
    try:
        key.verify(signature, encoded, CONTEXT)
        facts = canonical.decode(encoded)
    except (InvalidSignature, canonical.NotCanonical, ValueError) as error:
        raise Tampered("The signature does not fit the certificate.") from error
    if not isinstance(facts, dict) or facts.get("format") != FORMAT:
        raise Tampered("This is not a destruction certificate of this format.")
    return facts
