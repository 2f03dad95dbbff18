"""Our side: `python -m tests.benchmarks.verifying.ours NUMBER PROCESSES` verifies one bundle a round."""

import sys
import uuid
from datetime import UTC, datetime, timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA87PrivateKey

from tests.benchmarks.pairs import serve
from workflow.ledger import append, bundle, canonical, checkpoint, merkle, proofs
from workflow.ledger.verify import verify

NUMBER, PROCESSES = int(sys.argv[1]), int(sys.argv[2])
BEGINNING = datetime(2026, 11, 23, 14, 49, 37, tzinfo=UTC)
PADDING = 16


def entries(log: uuid.UUID) -> tuple[list[bundle.Entry], bytes]:
    """Return so many entries of one log, each open, and the root of their tree."""
    head, made = append.Head(log, 0, merkle.CompactRange(), None, 0), []
    people = [uuid.uuid4() for _ in range(20)]
    for number in range(NUMBER):
        happening = append.EntryBody(
            machine="designation.Window",
            subject_id=log,
            version=number,
            step="read",
            event="artifact.read",
            source="open",
            target="open",
            actor=str(people[number % 20]),
            sides=["developer", "government"],
            details={"artifact": str(log), "page": number % 300, "purpose": "evaluation"},
            personal={"actor_name": f"Evaluator {number % 20}"},
        )
        entry = append.append(head, happening, BEGINNING + timedelta(seconds=number))
        shown = {name: bundle.Opening(salt, value) for name, salt, value in entry.openings}
        content = bundle.Content(append.encoded_body(happening, entry.personal), entry.salt, shown)
        made.append(bundle.Entry(entry.index, canonical.instant(entry.at), entry.commit, entry.leaf, content))
    return made, head.range.root()


def make() -> bytes:
    """Return the bundle: one log, in a register that holds its head and padding."""
    keys = checkpoint.SigningKeys(
        "bench.example/register", Ed25519PrivateKey.generate(), MLDSA87PrivateKey.generate()
    )
    log, salt = uuid.uuid4(), bytes(32)
    made, root = entries(log)
    value = {"log": str(log), "root": root.hex(), "size": NUMBER}
    register = [merkle.leaf_hash(canonical.commit(b"head", salt, value))]
    register += [merkle.leaf_hash(bytes([number]) * 32) for number in range(1, PADDING)]

    def node(level: int, index: int) -> bytes:
        return merkle.tree_root(register[index << level : (index + 1) << level])

    note, mldsa87 = checkpoint.sign(PADDING, merkle.tree_root(register), keys)
    sealed = bundle.SealedLog(str(log), made, 0, salt, proofs.inclusion(0, PADDING, node))
    return bundle.write(logs=[sealed], checkpoint=bundle.SignedHead(note, mldsa87), keys=keys.public)


data = make()


def step() -> int:
    """Verify the bundle."""
    return verify(data, processes=PROCESSES).logs[0].size


serve(step, megabytes=round(len(data) / 1e6, 1), processes=PROCESSES)
