"""The formats of LEDGER.md once more, as slowly and plainly as they read, and without the code under test.

Vectors are made with these; the code under test must agree with them.
"""

import base64
import hashlib
import re
import struct

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA87PrivateKey


def h(data):
    return hashlib.sha256(data).digest()


def b64(data):
    return base64.b64encode(data).decode("ascii")


# §1, §2


def naive_encode(value):
    return _json(value).encode("utf-8")


def _json(value):
    if value is None:
        return "null"
    if value is True:
        return "true"
    if value is False:
        return "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, list):
        return "[" + ",".join(_json(item) for item in value) + "]"
    members = sorted(value.items(), key=lambda member: _units(member[0]))
    return "{" + ",".join(_string(name) + ":" + _json(content) for name, content in members) + "}"


def _units(text):
    data = text.encode("utf-16-le")
    return list(struct.unpack(f"<{len(data) // 2}H", data))


def _string(text):
    short = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
    return '"' + re.sub(r'[\x00-\x1f"\\]', lambda one: short.get(one[0], f"\\u{ord(one[0]):04x}"), text) + '"'


def naive_commit(label, salt, value):
    return h(b"workflow/" + label + b"/v1" + b"\x00" + salt + naive_encode(value))


# §3, §4, RFC 9162 §2.1.1, §2.1.3.1, §2.1.4.1


def mth(leaves):
    if not leaves:
        return h(b"")
    if len(leaves) == 1:
        return h(b"\x00" + leaves[0])
    k = _split(len(leaves))
    return h(b"\x01" + mth(leaves[:k]) + mth(leaves[k:]))


def path(m, leaves):
    if len(leaves) == 1:
        return []
    k = _split(len(leaves))
    if m < k:
        return [*path(m, leaves[:k]), mth(leaves[k:])]
    return [*path(m - k, leaves[k:]), mth(leaves[:k])]


def proof(m, leaves):
    return _subproof(m, leaves, True)


def _subproof(m, leaves, whole):
    if m == len(leaves):
        return [] if whole else [mth(leaves)]
    k = _split(len(leaves))
    if m <= k:
        return [*_subproof(m, leaves[:k], whole), mth(leaves[k:])]
    return [*_subproof(m - k, leaves[k:], False), mth(leaves[:k])]


def _split(n):
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def perfect_subtrees(leaves):
    roots = []
    while leaves:
        k = 1
        while k * 2 <= len(leaves):
            k *= 2
        roots.append(mth(leaves[:k]))
        leaves = leaves[k:]
    return roots


def leaf_data(log, index, at, commit):
    return naive_encode({"at": at, "commit": commit.hex(), "index": index, "log": log, "v": 1})


# §5


def key_id(name, public, kind=1):
    return h(name.encode() + b"\x0a" + bytes([kind]) + public)[:4]


def vkey(name, public, kind=1):
    return f"{name}+{key_id(name, public, kind).hex()}+{b64(bytes([kind]) + public)}"


def note_text(origin, size, root):
    return f"{origin}\n{size}\n{b64(root)}\n"


def signed_note(text, name, seed):
    key = Ed25519PrivateKey.from_private_bytes(seed)
    public = key.public_key().public_bytes_raw()
    return f"{text}\n\u2014 {name} {b64(key_id(name, public) + key.sign(text.encode()))}\n"


def public_keys(name, seed):
    """Return a register's keys as a bundle holds them; both secret keys are made from one seed."""
    ed25519 = Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
    mldsa87 = MLDSA87PrivateKey.from_seed_bytes(seed).public_key().public_bytes_raw()
    return {"ed25519": vkey(name, ed25519), "mldsa87": b64(mldsa87)}


def mldsa87_signature(text, seed):
    signed = b"workflow/checkpoint/v1\x00" + text.encode()
    return b64(MLDSA87PrivateKey.from_seed_bytes(seed).sign(signed))


# §10


def witness_key(name, seed):
    """Return a witness's verifier key."""
    return vkey(name, Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw(), kind=4)


def cosignature_message(text, seconds):
    return b"cosignature/v1\n" + f"time {seconds}\n".encode() + text.encode()


def cosignature_line(text, name, seed, seconds):
    """Return a witness's line under the checkpoint whose note text is `text`."""
    key = Ed25519PrivateKey.from_private_bytes(seed)
    public = key.public_key().public_bytes_raw()
    stamped = seconds.to_bytes(8, "big") + key.sign(cosignature_message(text, seconds))
    return f"\u2014 {name} {b64(key_id(name, public, kind=4) + stamped)}\n"
