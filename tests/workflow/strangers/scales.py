"""Reads a register over HTTP with `tlog-scales`, a reader of C2SP logs that shares no code with ours.

Run in a process of its own, where ours cannot be imported: `python -I scales.py URL VERIFIER-KEY OLDER-SIZE
[WITNESS-KEY…]`. It rebuilds the root out of tiles and out of the leaves' data, and checks signatures, inclusion and
consistency.
"""

import sys

from tlog_scales import tiles
from tlog_scales.backend import HttpBackend
from tlog_scales.reader import TilesReader
from tlog_scales.signing import Vkey, VkeySet
from tlog_scales.tlog import Checkpoint


def check(url: str, register: str, older_size: str, *witnesses: str) -> None:
    """Check the register at `url`. Raises whatever the reader raises where something does not hold."""
    backend = HttpBackend(url)
    reader = TilesReader(backend)
    newest = reader.get_checkpoint()
    newest.verify(Vkey.from_string(register))
    print(f"checkpoint of {newest.origin} at size {newest.size}: the register's signature holds")
    if reader.calculate_root_hash() != newest.root_hash:
        raise SystemExit("the tiles lead to another root")
    for index in range(newest.size):
        leaf = tiles.leaf_hash(reader.get_entry(index))
        reader.get_inclusion_proof(index, newest.size).check(leaf, newest.root_hash)
    print(f"inclusion of {newest.size} leaves")
    older = Checkpoint.from_text((backend.get(f"checkpoint?size={older_size}") or b"").decode())
    older.verify(Vkey.from_string(register))
    reader.get_consistency_proof(older.size, newest.size).check(older.root_hash, newest.root_hash)
    print(f"consistency from {older.size} to {newest.size}")
    held = VkeySet(*map(Vkey.from_string, witnesses)).verify(newest.signatures, newest)
    for name in sorted(key.name for key, _ in held):
        print(f"cosigned by {name}")


if __name__ == "__main__":
    check(*sys.argv[1:])
