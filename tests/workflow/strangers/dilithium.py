"""Checks a register's ML-DSA-87 signature with `dilithium-py`: FIPS 204 in plain Python, nothing of OpenSSL.

Run in a process of its own, where ours cannot be imported: `python -I dilithium.py URL` reads checkpoint, second
signature and keys over HTTP, and ends with 1 where the signature does not hold.
"""

import base64
import json
import sys
import urllib.request

from dilithium_py.ml_dsa import ML_DSA_87


def read(url: str) -> bytes:
    """Return what stands at an address."""
    with urllib.request.urlopen(url) as answer:  # noqa: S310 - the test's own server
        return bytes(answer.read())


def holds(register: str) -> bool:
    """Whether the second signature of the newest checkpoint holds."""
    text = read(f"{register}/checkpoint").rpartition(b"\n\n")[0] + b"\n"
    size = text.split(b"\n")[1].decode()
    signature = base64.b64decode(read(f"{register}/checkpoint.mldsa87?size={size}"))
    key = base64.b64decode(json.loads(read(f"{register}/keys.json"))["mldsa87"])
    signed = b"workflow/checkpoint/v1\0" + text
    altered = signed[:-2] + b"?\n"
    return ML_DSA_87.verify(key, signed, signature) and not ML_DSA_87.verify(key, altered, signature)


if __name__ == "__main__":
    sys.exit(not holds(sys.argv[1]))
