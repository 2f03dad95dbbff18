"""Writes the vectors of LEDGER.md with the naive implementation: `python -m tests.workflow.ledger.make_vectors`.

ML-DSA-87 signatures are randomized, so those in the files are kept as long as they hold.
"""

import json
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA87PrivateKey

from tests.workflow.ledger import naive, served, world
from tests.workflow.ledger.refusals import refusals
from tests.workflow.ledger.vectors import FOLDER

STRUCTURE = (
    '{"string":"\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/","literals":[null,true,false]}'
)
ORDER = (
    '{"\\u20ac":"Euro Sign","\\r":"Carriage Return","\\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One",'
    '"\\ud83d\\ude00":"Emoji: Grinning Face","\\u0080":"Control","\\u00f6":"Latin Small Letter O With Diaeresis"}'
)
ENCODES = [
    ("the structural rows of RFC 8785 §3.2.4", STRUCTURE),
    ("the ordering of RFC 8785 §3.2.3", ORDER),
    ("nested and spaced", ' { "b" : [ 1 , { "y" : { } , "x" : [ ] } ] , "a" : "" } '),
    ("largest and smallest integers", "[9007199254740991,-9007199254740991,0]"),
    ("control characters", '"\\u0000\\u0001\\b\\t\\n\\u000b\\f\\r\\u001f\\u007f"'),
    ("no normalization", '["A\\u030a","\\u00c5"]'),
]
REFUSES = [
    ("a fraction", "1.5"),
    ("a whole number written as a fraction", "1.0"),
    ("an exponent", "1e3"),
    ("not a number", "NaN"),
    ("an integer beyond 53 bits", "9007199254740992"),
    ("half a surrogate pair", '"\\ud800"'),
    ("half a surrogate pair in a name", '{"\\udc00":1}'),
    ("sixty-five levels", "[" * 65 + "]" * 65),
]


def canonical() -> dict[str, Any]:
    """Return values and their canonical bytes, and values that have none."""
    encodes = [
        {"name": name, "input": text, "output_hex": naive.naive_encode(json.loads(text)).hex()}
        for name, text in ENCODES
    ]
    return {"encodes": encodes, "refuses": [{"name": name, "input": text} for name, text in REFUSES]}


def commitments() -> dict[str, Any]:
    """Return commitments under each label, and leaf data."""
    root = naive.mth([b"a", b"b"]).hex()
    values = [
        ("entry", {"event": "request.submit", "details": {"é": [1, None]}}),
        ("personal", "Zoë"),
        ("head", {"log": world.REQUEST, "root": root, "size": 2}),
    ]
    made = [
        {
            "name": label,
            "label": label,
            "salt": world.salt(label).hex(),
            "value": value,
            "commitment": naive.naive_commit(label.encode(), world.salt(label), value).hex(),
        }
        for label, value in values
    ]
    at, commit = "2026-11-23T14:49:37.000000Z", bytes.fromhex(made[0]["commitment"])
    data = naive.leaf_data(world.REQUEST, 7, at, commit)
    leaf = {
        "name": "the eighth entry",
        "log": world.REQUEST,
        "index": 7,
        "at": at,
        "commit": commit.hex(),
        "data": data.decode(),
        "leaf_hash": naive.h(b"\x00" + data).hex(),
    }
    return {"commitments": made, "leaves": [leaf]}


def merkle() -> dict[str, Any]:
    """Return roots, subtree roots and proofs of trees whose leaf n is the two bytes of n."""
    data = [number.to_bytes(2, "big") for number in range(70)]
    sizes = [0, 1, 2, 3, 4, 5, 7, 8, 15, 16, 17, 31, 33, 64, 70]
    trees = [
        {
            "size": size,
            "root": naive.mth(data[:size]).hex(),
            "subtrees": [root.hex() for root in naive.perfect_subtrees(data[:size])],
        }
        for size in sizes
    ]
    places = [(0, 1), (0, 2), (2, 3), (6, 7), (3, 8), (16, 17), (40, 70), (69, 70)]
    inclusion = [
        {"index": m, "size": n, "proof": [step.hex() for step in naive.path(m, data[:n])]} for m, n in places
    ]
    steps = [(1, 2), (1, 8), (3, 7), (4, 7), (6, 8), (16, 32), (17, 33), (33, 70), (64, 70), (70, 70)]
    consistency = [
        {"older": m, "size": n, "proof": [step.hex() for step in naive.proof(m, data[:n])]} for m, n in steps
    ]
    return {"trees": trees, "inclusion": inclusion, "consistency": consistency}


def note() -> dict[str, Any]:
    """Return a checkpoint signed with a known key, and the example that Go's `sumdb/note` publishes."""
    text = world.checkpoint_text(32)
    go_text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
    go_line = "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
    return {
        "register": {
            "seed": world.SEED.hex(),
            "name": world.ORIGIN,
            "vkey": naive.public_keys(world.ORIGIN, world.SEED)["ed25519"],
            "text": text,
            "note": naive.signed_note(text, world.ORIGIN, world.SEED),
        },
        "go": {
            "vkey": "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
            "text": go_text,
            "note": f"{go_text}\n\u2014 PeterNeumann {go_line}\n",
        },
    }


def cosignatures() -> dict[str, Any]:
    """Return a checkpoint that a witness with a known key cosigned, and the bytes that it signed."""
    text, name, seed, seconds = (
        world.checkpoint_text(32),
        world.WITNESS,
        world.WITNESS_SEED,
        world.COSIGNED_AT,
    )
    line = naive.cosignature_line(text, name, seed, seconds)
    return {
        "seed": seed.hex(),
        "name": name,
        "vkey": naive.witness_key(name, seed),
        "time": seconds,
        "text": text,
        "message_hex": naive.cosignature_message(text, seconds).hex(),
        "line": line,
        "note": naive.signed_note(text, world.ORIGIN, world.SEED) + line,
    }


def tiles() -> dict[str, Any]:
    """Return paths, the tiles of some sizes, and the contents of the example register's tiles."""
    leaves = world.register()
    hashes = b"".join(naive.mth([leaf]) for leaf in leaves)
    entries = b"".join(b"\x00\x20" + leaf for leaf in leaves)
    return {
        "paths": [
            {"level": 0, "index": 0, "width": 256, "path": "tile/0/000"},
            {"level": 0, "index": 1234067, "width": 256, "path": "tile/0/x001/x234/067"},
            {"level": 1, "index": 999, "width": 17, "path": "tile/1/999.p/17"},
            {"level": 63, "index": 1000, "width": 1, "path": "tile/63/x001/000.p/1"},
            {"level": None, "index": 273, "width": 112, "path": "tile/entries/273.p/112"},
        ],
        "refused": [
            "tile/64/000",
            "tile/00/000",
            "tile/0/0",
            "tile/0/00",
            "tile/0/0000",
            "tile/0/x000/000",
            "tile/0/001/002",
            "tile/0/x001",
            "tile/0/000.p/0",
            "tile/0/000.p/256",
            "tile/0/000.p/01",
            "tile/0/000/",
            "tile/0/000.p/",
            "tile/-1/000",
            "/tile/0/000",
            "tile/entries",
            "tile/0/٠٠٠",
            "tile/0/000\n",
            "",
        ],
        "sizes": [
            {"size": 0, "tiles": []},
            {"size": 256, "tiles": ["tile/0/000", "tile/1/000.p/1"]},
            {"size": 600, "tiles": ["tile/0/000", "tile/0/001", "tile/0/002.p/88", "tile/1/000.p/2"]},
        ],
        "example": {"hashes.p/32": hashes.hex(), "entries.p/32": entries.hex()},
    }


def kept_signatures() -> dict[str, str]:
    """Return the ML-DSA-87 signatures in the files where they still hold, otherwise new ones."""
    try:
        written = json.loads((FOLDER / "bundle.json").read_bytes())
        kept = {
            world.checkpoint_text(32): written["checkpoint"]["mldsa87"],
            world.checkpoint_text(16): written["older"]["mldsa87"],
        }
        key = MLDSA87PrivateKey.from_seed_bytes(world.SEED).public_key()
        for text, signature in kept.items():
            key.verify(naive.base64.b64decode(signature), b"workflow/checkpoint/v1\x00" + text.encode())
    except (OSError, ValueError, KeyError, InvalidSignature):
        return world.fresh_signatures()
    return kept


def files() -> dict[str, bytes]:
    """Return every vector file's bytes."""
    signatures = kept_signatures()
    bundle, earlier = world.bundle(signatures), world.earlier_bundle(signatures)
    indented = {
        "canonical.json": canonical(),
        "commitments.json": commitments(),
        "cosignature.json": cosignatures(),
        "merkle.json": merkle(),
        "note.json": note(),
        "refusals.json": refusals(bundle),
        "served.json": served.vectors(),
        "tiles.json": tiles(),
    }
    made = {
        name: (json.dumps(value, indent=1, ensure_ascii=True, sort_keys=True) + "\n").encode()
        for name, value in indented.items()
    }
    made["bundle.json"] = naive.naive_encode(bundle)
    made["earlier-bundle.json"] = naive.naive_encode(earlier)
    made["keys.json"] = naive.naive_encode(bundle["keys"])
    made["older.checkpoint"] = earlier["checkpoint"]["note"].encode()
    return made


if __name__ == "__main__":
    for name, content in files().items():
        (FOLDER / name).write_bytes(content)
