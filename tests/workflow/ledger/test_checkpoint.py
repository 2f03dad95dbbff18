"""Checkpoints are read in one spelling and bear both signatures; keys that are none are refused."""

import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA87PrivateKey

from tests.workflow.ledger import world
from tests.workflow.ledger.vectors import FOLDER, load
from workflow.ledger import checkpoint, note

VKEY = load("note.json")["go"]["vkey"]
ROOT = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="


def test_the_example_checkpoint_of_the_specification_is_read():
    head = checkpoint.Head.parse(f"example.com/behind-the-sofa\n20852163\n{ROOT}\n")
    assert (head.origin, head.size) == ("example.com/behind-the-sofa", 20852163)
    assert checkpoint.Head.parse(f"o\n{10**18}\n{ROOT}\n").size == 10**18


@pytest.mark.parametrize(
    "text",
    [
        f"o\n01\n{ROOT}\n",
        f"o\n-1\n{ROOT}\n",
        f"o\n+1\n{ROOT}\n",
        f"o\n١\n{ROOT}\n",
        f"o\n\n{ROOT}\n",
        f"o\n{'9' * 20}\n{ROOT}\n",
        f"\n1\n{ROOT}\n",
        f"o\n1\n{ROOT}\nmore\n",
        f"o\n1\n{ROOT}\nmore",
        f"o\n1\n{ROOT}",
        "o\n1\nAAAA\n",
        "o\n1\n?\n",
        "o\n1\n",
    ],
)
def test_a_malformed_checkpoint_is_refused(text):
    with pytest.raises(note.NoteMalformed):
        checkpoint.Head.parse(text)


def test_both_signatures_are_needed():
    keys = checkpoint.SigningKeys("o", Ed25519PrivateKey.generate(), MLDSA87PrivateKey.generate())
    signed, mldsa87 = checkpoint.sign(3, bytes(32), keys)
    assert checkpoint.open_both(signed, mldsa87, keys.public) == checkpoint.Head("o", 3, bytes(32))
    for wrong in (
        b"",
        mldsa87[:-1],
        mldsa87[:-1] + bytes([mldsa87[-1] ^ 1]),
        checkpoint.sign(4, bytes(32), keys)[1],
    ):
        with pytest.raises(checkpoint.MLDSAInvalid):
            checkpoint.open_both(signed, wrong, keys.public)


def test_a_keys_file_gives_the_keys():
    keys = checkpoint.read_keys((FOLDER / "keys.json").read_bytes())
    assert keys.ed25519.name == world.ORIGIN
    assert checkpoint.PublicKeys.from_dict(keys.to_dict()) == keys
    assert keys.fingerprints() == {
        "ed25519": hashlib.sha256(keys.ed25519.public).hexdigest(),
        "mldsa87": hashlib.sha256(keys.mldsa87).hexdigest(),
    }


@pytest.mark.parametrize(
    "value",
    [
        None,
        {},
        {"ed25519": 1, "mldsa87": ""},
        {"ed25519": VKEY, "mldsa87": 2},
        {"ed25519": VKEY, "mldsa87": "AAAA"},
        {"ed25519": VKEY, "mldsa87": "?"},
        {"ed25519": VKEY, "mldsa87": "", "more": ""},
    ],
)
def test_keys_that_are_none_are_refused(value):
    with pytest.raises(checkpoint.KeysMalformed):
        checkpoint.PublicKeys.from_dict(value)
