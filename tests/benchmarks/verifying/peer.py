"""The peer, in its environment: `python -m tests.benchmarks.verifying.peer NUMBER` builds the tree in each round."""

import sys
import uuid

from pymerkle import InmemoryTree

from tests.benchmarks.pairs import serve

log = uuid.uuid4()
leaves = [
    (
        f'{{"at":"2026-11-23T14:49:37.{number:06}Z","commit":"{uuid.uuid4().hex * 2}",'
        f'"index":{number},"log":"{log}","v":1}}'
    ).encode()
    for number in range(int(sys.argv[1]))
]


def step() -> int:
    """Build the tree and return how many leaves it has."""
    tree = InmemoryTree(algorithm="sha256")
    tree.append_entries(leaves)
    tree.get_root()
    return tree.get_size()


serve(step)
