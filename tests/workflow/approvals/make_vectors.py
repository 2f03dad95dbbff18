"""Writes vectors/approvals.json from APPROVALS.md §2 alone: `python -m tests.workflow.approvals.make_vectors`."""

import hashlib
import json
from pathlib import Path

from tests.workflow.ledger.naive import naive_encode

FILE = Path(__file__).resolve().parent.parent / "vectors" / "approvals.json"
SUBJECT = "0b5a7a52-9e7c-4b59-8c5f-5e3b8c6f0a01"
BASE = {
    "content": {"terms": "5d0c"},
    "inputs": {},
    "machine": "toy.Lamp",
    "state": "off",
    "step": "rewire",
    "subject": SUBJECT,
}
SALT = bytes(range(32))
CASES = {
    "plain": {},
    "another content": {"content": {"terms": "5d0d"}},
    "inputs": {"inputs": {"note": "new fuse", "urgent": True, "days": 14, "none": None}},
    "order of members does not matter": {
        "inputs": {"none": None, "days": 14, "urgent": True, "note": "new fuse"}
    },
    "letters beyond ASCII": {"inputs": {"Zoë \U0001f600": "“quoted”", "ﬁ": "\u2028"}},
    "another machine": {"machine": "toy.Bulb"},
    "another state": {"state": "on"},
    "another step": {"step": "certify"},
    "another subject": {"subject": SUBJECT[:-1] + "2"},
}


def naive_digest(covered, salt):
    """Return the digest of what a signature covers."""
    return hashlib.sha256(b"workflow/approval/v1\0" + salt + naive_encode(covered)).hexdigest()


def naive_fingerprint(covered):
    """Return the fingerprint of what a signer saw."""
    return hashlib.sha256(naive_encode(covered)).hexdigest()


def vectors():
    """Return every case with its salt, digest and fingerprint."""
    cases = [(name, BASE | change, SALT) for name, change in CASES.items()]
    cases.append(("another salt", BASE, SALT[::-1]))
    return [
        {
            "name": name,
            "covered": what,
            "salt": salt.hex(),
            "digest": naive_digest(what, salt),
            "fingerprint": naive_fingerprint(what),
        }
        for name, what, salt in cases
    ]


if __name__ == "__main__":
    FILE.write_text(json.dumps({"approvals": vectors()}, indent=1, sort_keys=True) + "\n", encoding="utf-8")
