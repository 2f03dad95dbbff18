"""A register of 600 leaves as it is served, and what a witness that last cosigned size 300 must refuse to cosign.

Leaf n is SHA-256 of "vector leaf n". What is served is a file for each path. An edit of a file is {"path": …} with one
of "as" (the content of another path), "keep" (so many bytes of it), "flip" (one bit of that byte), "zeros" (so many of
them), "hex" (this content) or "gone". "checkpoint" says which checkpoint is served: its size, and which of "ours",
"fork" (leaf 10 is another) or "other" (signed by another key) it is of; "tiles" says of which tree the tiles are.
"""

from typing import Any

from tests.workflow.ledger import naive, world

SIZE, LAST = 600, 300
OTHER_SEED = bytes(range(1, 33))


def leaves(size: int, tree: str = "ours") -> list[bytes]:
    """Return the first leaves of a tree."""
    made = [naive.h(f"vector leaf {number}".encode()) for number in range(size)]
    return [*made[:10], naive.h(b"another leaf"), *made[11:]] if tree == "fork" else made


def signed(size: int, tree: str = "ours") -> tuple[str, str]:
    """Return the note of a checkpoint, and its ML-DSA-87 signature in base64."""
    seed = OTHER_SEED if tree == "other" else world.SEED
    text = naive.note_text(world.ORIGIN, size, naive.mth(leaves(size, tree)))
    return naive.signed_note(text, world.ORIGIN, seed), naive.mldsa87_signature(text, seed)


def tiles(size: int, tree: str = "ours") -> dict[str, bytes]:
    """Return the tiles of a register of between 257 and 65,535 leaves, by path."""
    data = leaves(size, tree)
    found = {}
    for index in range(-(-size // 256)):
        mine = data[index * 256 : (index + 1) * 256]
        suffix = "" if len(mine) == 256 else f".p/{len(mine)}"
        found[f"tile/0/{index:03d}{suffix}"] = b"".join(naive.mth([leaf]) for leaf in mine)
        found[f"tile/entries/{index:03d}{suffix}"] = b"".join(b"\x00\x20" + leaf for leaf in mine)
    full = [naive.mth(data[index * 256 : (index + 1) * 256]) for index in range(size // 256)]
    found[f"tile/1/000.p/{len(full)}"] = b"".join(full)
    return found


def files(case: dict[str, Any]) -> dict[str, bytes]:
    """Return what is served in a case, by path."""
    shown = case.get("checkpoint", {})
    note, second = signed(shown.get("size", SIZE), shown.get("of", "ours"))
    found = {
        "checkpoint": note.encode() + case.get("line", "").encode(),
        "checkpoint.mldsa87": second.encode() + b"\n",
    }
    found |= tiles(SIZE, case.get("tiles", "ours"))
    for edit in case.get("edits", ()):
        _edit(found, edit)
    return found


def _edit(found: dict[str, bytes], edit: dict[str, Any]) -> None:
    path = edit["path"]
    if "gone" in edit:
        del found[path]
    elif "as" in edit:
        found[path] = found[edit["as"]]
    elif "keep" in edit:
        found[path] = found[path][: edit["keep"]]
    elif "flip" in edit:
        changed = bytearray(found[path])
        changed[edit["flip"]] ^= 1
        found[path] = bytes(changed)
    else:
        found[path] = bytes(edit["zeros"]) if "zeros" in edit else bytes.fromhex(edit["hex"])


def vectors() -> dict[str, Any]:
    """Return the cases, each with the code of the refusal."""
    return {
        "size": SIZE,
        "last": LAST,
        "root": naive.mth(leaves(SIZE)).hex(),
        "cases": [*_checkpoints(), *_tiles(), *_entries()],
    }


def _case(name: str, code: str, *edits: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"name": name, "code": code, "edits": list(edits), **more}


def _checkpoints() -> list[dict[str, Any]]:
    other_text = naive.note_text("elsewhere.example", SIZE, naive.mth(leaves(SIZE)))
    elsewhere = naive.signed_note(other_text, world.ORIGIN, world.SEED).encode().hex()
    second, none = "checkpoint.mldsa87", (naive.b64(bytes(4627)) + "\n").encode().hex()
    forged = naive.cosignature_line("another text\n", world.WITNESS, world.WITNESS_SEED, world.COSIGNED_AT)
    return [
        _case("an older checkpoint", "rolled_back", checkpoint={"size": 299}),
        _case("another checkpoint of that size", "register_differs", checkpoint={"size": LAST, "of": "fork"}),
        _case("a second history", "inconsistent", checkpoint={"of": "fork"}, tiles="fork"),
        _case("a second history's checkpoint over the first's tiles", "root_differs", checkpoint={"of": "fork"}),
        _case("another log's checkpoint", "not_signed", checkpoint={"of": "other"}),
        _case("a checkpoint of another origin", "origin_differs", {"path": "checkpoint", "hex": elsewhere}),
        _case("a checkpoint cut off", "note_malformed", {"path": "checkpoint", "keep": 80}),
        _case("a checkpoint with another root", "ed25519_invalid", {"path": "checkpoint", "flip": 30}),
        _case("no UTF-8", "note_malformed", {"path": "checkpoint", "hex": "ff"}),
        _case("no signature in the second one's place", "mldsa87_invalid", {"path": second, "hex": none}),
        _case("a second signature cut off", "note_malformed", {"path": second, "keep": 2001}),
        _case("no second signature", "not_served", {"path": second, "gone": True}),
        _case("no checkpoint", "not_served", {"path": "checkpoint", "gone": True}),
        _case("a line in the witness's name that is not its own", "cosignature_invalid", line=forged),
        _case("a checkpoint without end", "too_large", {"path": "checkpoint", "zeros": 1_000_001}),
    ]  # fmt: skip


def _tiles() -> list[dict[str, Any]]:
    full, edge, above = "tile/0/001", "tile/0/002.p/88", "tile/1/000.p/2"
    cases = [
        _case("a tile of another place", "tile_of_another_place", {"path": full, "as": "tile/0/000"}),
        _case("a tile with one bit changed", "tile_altered", {"path": full, "flip": 4000}),
        _case("a tile in reverse", "tile_altered", {"path": full, "hex": _reversed(tiles(SIZE)[full]).hex()}),
        _case("a tile of another level", "tile_of_another_width", {"path": above, "as": full}),
    ]
    for path, hashes in ((full, 256), (edge, 88), (above, 2)):
        cases += [
            _case(f"{path} cut within a hash", "tile_truncated", {"path": path, "keep": hashes * 32 - 1}),
            _case(f"{path} a hash short", "tile_of_another_width", {"path": path, "keep": (hashes - 1) * 32}),
            _case(f"{path} empty", "tile_of_another_width", {"path": path, "keep": 0}),
            _case(f"{path} not served", "not_served", {"path": path, "gone": True}),
            _case(f"{path} of another register", *_differs(path), {"path": path, "zeros": 32 * hashes}),
        ]
    return cases


def _differs(path: str) -> list[str]:
    return ["root_differs"] if ".p/" in path else ["tile_altered"]


def _reversed(tile: bytes) -> bytes:
    return b"".join(tile[start : start + 32] for start in range(len(tile) - 32, -1, -32))


def _entries() -> list[dict[str, Any]]:
    full, edge = "tile/entries/001", "tile/entries/002.p/88"
    return [
        _case("entries of another place", "entry_differs", {"path": full, "as": "tile/entries/000"}),
        _case("an entry with one bit changed", "entry_differs", {"path": edge, "flip": 34 * 87 + 2}),
        _case("an entry that is longer than it says", "entries_truncated", {"path": full, "flip": 1}),
        _case("entries cut within one", "entries_truncated", {"path": edge, "keep": 34 * 88 - 1}),
        _case("entries cut within a length", "entries_truncated", {"path": edge, "keep": 34 * 87 + 1}),
        _case("an entry short", "entries_of_another_width", {"path": edge, "keep": 34 * 87}),
        _case("hashes for entries", "entries_truncated", {"path": full, "as": "tile/0/001"}),
        _case("no entries", "not_served", {"path": full, "gone": True}),
    ]  # fmt: skip
