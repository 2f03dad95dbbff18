"""A small register with two logs, made only with the naive implementation: what bundle vectors are cut from."""

import hashlib
import json
from datetime import UTC, datetime, timedelta

from tests.workflow.ledger import naive

ORIGIN = "ledger.example/register"
SEED = bytes(range(32))
WITNESS = "witness.example/w1"
WITNESS_SEED = bytes(range(2, 34))
COSIGNED_AT = 1_795_000_000
REQUEST = "0b5a7a52-9e7c-4b59-8c5f-5e3b8c6f0a01"
PARTNER = "f3d1c2b4-1111-4222-8333-944455566677"
READINGS = "3c1e2d4f-5a6b-4c7d-8e9f-0a1b2c3d4e5f"
MALFORMED_SIDES = {
    "that are none": [],
    "out of order": ["government", "developer"],
    "with one twice": ["developer", "developer"],
    "with a number": ["developer", 1],
    "with a name in capitals": ["Developer"],
    "with a name that is empty": [""],
    "that are a text": "developer",
    "that are an object": {"Developer": True},
    "that are null": None,
}


def salt(name):
    """Return 32 bytes that stand for random ones."""
    return hashlib.sha256(b"vector salt " + name.encode()).digest()


def entry(log, index, at, step, source, target, *, is_open=True, personal=None, details=None):
    """Return one entry as the bundle holds it, and its leaf data."""
    values = personal or {}
    salts = {name: salt(f"{log} {index} {name}") for name in values}
    body = {
        "actor": f"person-{index}",
        "details": details or {},
        "event": f"request.{step}",
        "machine": "toy.Request",
        "personal": {
            name: naive.naive_commit(b"personal", salts[name], value).hex() for name, value in values.items()
        },
        "sides": ["developer", "government"] if is_open else ["government"],
        "source": source,
        "step": step,
        "subject": log,
        "target": target,
    }
    own = salt(f"{log} {index}")
    commit = naive.naive_commit(b"entry", own, body)
    data = naive.leaf_data(log, index, at, commit)
    shown = {"at": at, "commit": commit.hex(), "index": index, "leaf": naive.h(b"\x00" + data).hex()}
    if is_open:
        kept = {name: value for name, value in values.items() if name != "erased"}
        shown["body"], shown["salt"] = body, own.hex()
        shown["personal"] = {name: {"salt": salts[name].hex(), "value": kept[name]} for name in kept}
    return shown, data


def logs():
    """Return each log's entries with their leaf data."""
    request = [
        entry(
            REQUEST, 0, "2026-11-23T14:49:37.000000Z", "submit", "draft", "submitted", details={"days": 30}
        ),
        entry(
            REQUEST,
            1,
            "2026-11-23T14:49:37.000000Z",
            "accept",
            "submitted",
            "in_assessment",
            personal={"name": "Zoë \U0001f600 O'Hara", "erased": "gone"},
            details={"lead": None, "ﬁ": ["a", {"b": True}], "\U0001f600": -1},
        ),
        entry(
            REQUEST, 2, "2026-11-24T09:00:00.000001Z", "note", "in_assessment", "in_assessment", is_open=False
        ),
        entry(
            REQUEST,
            3,
            "2026-11-25T09:00:00.000000Z",
            "ask",
            "in_assessment",
            "asked",
            personal={"to": {"a": [1]}},
            details={"opens_log": PARTNER},
        ),
        entry(REQUEST, 4, "2026-12-01T00:00:00.000000Z", "withdraw", "asked", "withdrawn"),
    ]
    partner = [
        entry(PARTNER, 0, "2026-11-23T14:49:37.000000Z", "nominate", "draft", "nominated"),
        entry(PARTNER, 1, "2026-11-24T14:49:37.000000Z", "vet", "nominated", "vetting", is_open=False),
        entry(PARTNER, 2, "2026-11-25T14:49:37.000000Z", "leave", "vetting", "left"),
    ]
    return {REQUEST: request, PARTNER: partner}


def head_leaf(log, size):
    """Return the register's leaf for the head of `log` at `size`."""
    root = naive.mth([data for _, data in logs()[log][:size]])
    value = {"log": log, "root": root.hex(), "size": size}
    return naive.naive_commit(b"head", salt(f"head {log} {size}"), value)


def register(size=32):
    """Return the register's leaves: the request at size 2 in the first batch, both logs whole in the second."""
    leaves = [salt(f"padding {number}") for number in range(32)]
    leaves[3] = head_leaf(REQUEST, 2)
    leaves[17] = head_leaf(REQUEST, 5)
    leaves[29] = head_leaf(PARTNER, 3)
    return leaves[:size]


def checkpoint_text(size):
    """Return the text of the register's checkpoint at `size`."""
    return naive.note_text(ORIGIN, size, naive.mth(register(size)))


def sealed(log, size, index, at_register):
    """Return one log as the bundle holds it."""
    steps = [step.hex() for step in naive.path(index, register(at_register))]
    head = {"index": index, "proof": steps, "salt": salt(f"head {log} {size}").hex()}
    return {"entries": [shown for shown, _ in logs()[log][:size]], "head": head, "log": log, "size": size}


def checkpoint(size, signatures):
    """Return a checkpoint as the bundle holds it; `signatures` holds the ML-DSA-87 one for each text."""
    text = checkpoint_text(size)
    return {"mldsa87": signatures[text], "note": naive.signed_note(text, ORIGIN, SEED)}


def bundle(signatures):
    """Return the bundle at register size 32, with the checkpoint at size 16 as the older one."""
    steps = [step.hex() for step in naive.proof(16, register())]
    return {
        "checkpoint": checkpoint(32, signatures),
        "format": "workflow-evidence/v1",
        "keys": naive.public_keys(ORIGIN, SEED),
        "logs": [sealed(REQUEST, 5, 17, 32), sealed(PARTNER, 3, 29, 32)],
        "newest": None,
        "older": {**checkpoint(16, signatures), "proof": steps},
    }


def earlier_bundle(signatures):
    """Return the bundle as it was at register size 16: the request's first two entries."""
    return {
        "checkpoint": checkpoint(16, signatures),
        "format": "workflow-evidence/v1",
        "keys": naive.public_keys(ORIGIN, SEED),
        "logs": [sealed(REQUEST, 2, 3, 16)],
        "newest": None,
        "older": None,
    }


def plain_bundle(number=5, of=READINGS, seconds=None, **details):
    """Return a bundle whose entries are as nearly all are: a log of readings, one closed, one that names nobody.

    All but the last are those of the log `of`; the last one has further `details`. `seconds` are the entries' instants.
    """
    begun, log = datetime(2026, 11, 23, 14, 49, 30, tzinfo=UTC), READINGS
    instants = [begun + timedelta(seconds=after) for after in seconds or range(number)]
    made = [
        entry(
            *(
                of if index < number - 1 else log,
                index,
                f"{instants[index]:%Y-%m-%dT%H:%M:%S}.000000Z",
                "read",
                "open",
                "open",
            ),
            is_open=index != 1,
            personal={"actor_name": f"Evaluator {index}"} if index not in (1, 2) else None,
            details={"artifact": "model card", "page": index} | (details if index == number - 1 else {}),
        )
        for index in range(number)
    ]
    own = salt("head of readings")
    head = {"log": log, "root": naive.mth([data for _, data in made]).hex(), "size": len(made)}
    leaves = [salt("padding 0"), naive.naive_commit(b"head", own, head), salt("padding 2")]
    text = naive.note_text(ORIGIN, len(leaves), naive.mth(leaves))
    proof = [step.hex() for step in naive.path(1, leaves)]
    shown = {
        "entries": [one for one, _ in made],
        "head": {"index": 1, "proof": proof, "salt": own.hex()},
        "log": log,
        "size": len(made),
    }
    return {
        "checkpoint": {
            "mldsa87": naive.mldsa87_signature(text, SEED),
            "note": naive.signed_note(text, ORIGIN, SEED),
        },
        "format": "workflow-evidence/v1",
        "keys": naive.public_keys(ORIGIN, SEED),
        "logs": [shown],
        "newest": None,
        "older": None,
    }


def fresh_signatures():
    """Return new ML-DSA-87 signatures: they are randomized, so vectors keep the ones they have."""
    return {text: naive.mldsa87_signature(text, SEED) for text in map(checkpoint_text, (16, 32))}


def copy(value):
    """Return a deep copy of JSON data."""
    return json.loads(json.dumps(value))
