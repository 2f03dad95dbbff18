"""Bundles that must be refused, each as a few edits of `bundle.json`, with the code and the place of the refusal.

An edit is {"set": path, "to": value} or {"cut": path}; then on the text {"replace": old, "with": new} (in the first
place), {"append": text} or {"keep": number of bytes}.
Other members name what a reader kept: "keys", "older" (a note's text) and "earlier" (edits of `earlier-bundle.json`);
and "witnesses", of which "quorum" must have cosigned, all of them where that is not said.
"""

import json
from typing import Any

from tests.workflow.ledger import naive, world

OTHER_SEED = bytes(range(1, 33))
REQUEST, PARTNER = world.REQUEST, world.PARTNER


def apply(bundle: Any, edits: list[dict[str, Any]]) -> bytes:
    """Return the bytes of `bundle` after the edits."""
    bundle = world.copy(bundle)
    for edit in edits:
        if "set" in edit:
            place, last = _follow(bundle, edit["set"])
            place[last] = world.copy(edit["to"])
        elif "cut" in edit:
            place, last = _follow(bundle, edit["cut"])
            del place[last]
    data = naive.naive_encode(bundle)
    for edit in edits:
        if "replace" in edit:
            data = data.replace(edit["replace"].encode(), edit["with"].encode(), 1)
        elif "append" in edit:
            data += edit["append"].encode()
        elif "keep" in edit:
            data = data[: edit["keep"]]
    return data


def _follow(value: Any, path: str) -> tuple[Any, Any]:
    """Return the object or array in which `path` ends, and the name or number of its last step."""
    steps: list[Any] = [int(step) if step.isdecimal() else step for step in path.split("/")]
    for step in steps[:-1]:
        value = value[step]
    return value, steps[-1]


def _set(path: str, to: Any) -> dict[str, Any]:
    return {"set": path, "to": to}


def _cut(path: str) -> dict[str, Any]:
    return {"cut": path}


def _replace(old: str, new: str) -> dict[str, Any]:
    return {"replace": old, "with": new}


def _append(text: str) -> dict[str, Any]:
    return {"append": text}


def _keep(size: int) -> dict[str, Any]:
    return {"keep": size}


def refusals(bundle: Any) -> list[dict[str, Any]]:
    """Return all cases."""
    parts = (_form, _entries, _proofs, _signatures, _kept)
    cases = [case for part in parts for case in part(bundle)] + _witnesses()
    return [
        {"name": name, "code": code, "log": log, "entry": entry, "edits": edits, **(kept[0] if kept else {})}
        for name, code, log, entry, edits, *kept in cases
    ]


def _form(bundle: Any) -> list[tuple[Any, ...]]:
    first = json.dumps(bundle["logs"][0]["entries"][2]["at"])
    return [
        ("a space", "not_canonical", None, None, [_replace(",", ", ")]),
        ("a newline at the end", "not_canonical", None, None, [_append("\n")]),
        (
            "a member written twice",
            "not_canonical",
            REQUEST,
            2,
            [_replace(f'{{"at":{first},', f'{{"at":{first},"at":{first},')],
        ),
        (
            "a letter written as an escape",
            "not_canonical",
            REQUEST,
            0,
            [_replace('"submit"', '"\\u0073ubmit"')],
        ),
        ("a float in a body", "not_canonical", REQUEST, 0, [_replace('"days":30', '"days":30.0')]),
        (
            "an integer beyond 53 bits",
            "not_canonical",
            REQUEST,
            0,
            [_replace('"days":30', '"days":9007199254740992')],
        ),
        ("NaN in a body", "not_canonical", REQUEST, 0, [_replace('"days":30', '"days":NaN')]),
        (
            "a body nested too deep",
            "not_canonical",
            REQUEST,
            0,
            [_replace('"days":30', '"days":' + "[" * 70 + "]" * 70)],
        ),
        ("a member's name missing", "not_json", None, None, [_replace(',"older":', "")]),
        ("cut off", "not_json", None, 1, [_keep(naive.naive_encode(bundle).index(b'"accept"'))]),
        ("nothing", "not_json", None, None, [_keep(0)]),
        ("a quotation mark too many", "not_json", REQUEST, 1, [_replace('"accept"', '"acc"pt"')]),
        ("another format", "unknown_format", None, None, [_set("format", "workflow-evidence/v3")]),
        ("a member too many", "malformed", None, None, [_set("older/time", 1)]),
        ("an entry without its leaf", "malformed", REQUEST, 3, [_cut("logs/0/entries/3/leaf")]),
        ("the body's count of steps", "malformed", REQUEST, 0, [_set("logs/0/entries/0/body/version", 1)]),
        ("a proof of the newest head", "malformed", None, None, [_set("newest", {})]),
        *(
            (f"sides {name}", "sides_malformed", REQUEST, 0, [_set("logs/0/entries/0/body/sides", sides)])
            for name, sides in world.MALFORMED_SIDES.items()
        ),
        ("no log", "malformed", None, None, [_set("logs", [])]),
        ("logs out of order", "malformed", None, None, [_set("logs", bundle["logs"][::-1])]),
        ("a log twice", "malformed", None, None, [_set("logs", [bundle["logs"][0], bundle["logs"][0]])]),
    ]


def _entries(bundle: Any) -> list[tuple[Any, ...]]:
    request, partner = bundle["logs"][0]["entries"], bundle["logs"][1]["entries"]
    other_leaf = naive.leaf_data(REQUEST, 2, request[2]["at"], bytes(32))
    forged = {**request[2], "commit": bytes(32).hex(), "leaf": naive.h(b"\x00" + other_leaf).hex()}
    return [
        (
            "an instant changed",
            "entry_altered",
            REQUEST,
            2,
            [_set("logs/0/entries/2/at", "2026-11-24T09:00:00.000002Z")],
        ),
        ("a commitment changed", "entry_altered", REQUEST, 2, [_set("logs/0/entries/2/commit", "00" * 32)]),
        ("a leaf changed", "entry_altered", REQUEST, 2, [_set("logs/0/entries/2/leaf", "00" * 32)]),
        ("a body changed", "body_altered", REQUEST, 0, [_set("logs/0/entries/0/body/actor", "person-9")]),
        ("a salt changed", "body_altered", PARTNER, 2, [_set("logs/1/entries/2/salt", "00" * 32)]),
        (
            "a name changed",
            "personal_altered",
            REQUEST,
            1,
            [_set("logs/0/entries/1/personal/name/value", "Zoe")],
        ),
        (
            "a name added",
            "personal_altered",
            REQUEST,
            0,
            [_set("logs/0/entries/0/personal/name", {"salt": "00" * 32, "value": "Zoe"})],
        ),
        (
            "two entries swapped",
            "entry_out_of_place",
            REQUEST,
            1,
            [_set("logs/0/entries", [request[0], request[2], request[1], *request[3:]])],
        ),
        (
            "two entries' numbers swapped",
            "entry_out_of_place",
            REQUEST,
            1,
            [_set("logs/0/entries/1/index", 2), _set("logs/0/entries/2/index", 1)],
        ),
        (
            "an entry dropped from the middle",
            "entry_out_of_place",
            REQUEST,
            2,
            [_cut("logs/0/entries/2"), _set("logs/0/size", 4)],
        ),
        (
            "an entry twice",
            "entry_out_of_place",
            REQUEST,
            1,
            [_set("logs/0/entries", [request[0], *request]), _set("logs/0/size", 6)],
        ),
        ("an entry too many", "entry_out_of_place", REQUEST, 4, [_set("logs/0/size", 4)]),
        ("the last entry dropped", "entries_missing", REQUEST, 4, [_cut("logs/0/entries/4")]),
        (
            "the last entry dropped and the size with it",
            "head_not_in_register",
            REQUEST,
            None,
            [_cut("logs/0/entries/4"), _set("logs/0/size", 4)],
        ),
        (
            "an entry of another log",
            "entry_of_another_log",
            REQUEST,
            1,
            [_set("logs/0/entries/1", partner[1])],
        ),
        (
            "a forged entry with its own leaf",
            "head_not_in_register",
            REQUEST,
            None,
            [_set("logs/0/entries/2", forged)],
        ),
        (
            "a forged entry that is earlier than the one before",
            "time_reversed",
            REQUEST,
            2,
            [_set("logs/0/entries/2", _early(request[2]))],
        ),
        (
            "a log under another name",
            "entry_altered",
            REQUEST[:-1] + "2",
            0,
            [_set("logs/0/log", REQUEST[:-1] + "2")],
        ),
        (
            "the other log's place in the register",
            "head_not_in_register",
            REQUEST,
            None,
            [_set("logs/0/head", bundle["logs"][1]["head"])],
        ),
    ]


def _proofs(bundle: Any) -> list[tuple[Any, ...]]:
    older, proof = bundle["older"], bundle["logs"][0]["head"]["proof"]
    signed = {name: older[name] for name in ("mldsa87", "note")}
    return [
        ("a proof cut short", "proof_malformed", PARTNER, None, [_cut("logs/1/head/proof/4")]),
        (
            "a proof too long",
            "proof_malformed",
            PARTNER,
            None,
            [_set("logs/1/head/proof", [*bundle["logs"][1]["head"]["proof"], "00" * 32])],
        ),
        ("a place beyond the register", "proof_malformed", PARTNER, None, [_set("logs/1/head/index", 32)]),
        *(
            (
                f"step {step} of a proof changed",
                "head_not_in_register",
                REQUEST,
                None,
                [_set(f"logs/0/head/proof/{step}", "00" * 32)],
            )
            for step in range(len(proof))
        ),
        (
            "two steps of a proof swapped",
            "head_not_in_register",
            REQUEST,
            None,
            [_set("logs/0/head/proof", [proof[1], proof[0], *proof[2:]])],
        ),
        ("the older checkpoint alone", "proof_malformed", REQUEST, None, [_set("checkpoint", signed)]),
        (
            "a proof of growth that goes on",
            "older_inconsistent",
            None,
            None,
            [_set("older/proof", [*older["proof"], "00" * 32])],
        ),
        ("a proof of growth cut short", "older_inconsistent", None, None, [_set("older/proof", [])]),
    ]


def _early(entry: Any) -> Any:
    at = "2026-11-23T14:49:36.999999Z"
    data = naive.leaf_data(REQUEST, entry["index"], at, bytes.fromhex(entry["commit"]))
    return {**entry, "at": at, "leaf": naive.h(b"\x00" + data).hex()}


def _signatures(bundle: Any) -> list[tuple[Any, ...]]:
    text = world.checkpoint_text(32)
    text_line, signature_line = bundle["checkpoint"]["note"].split("\n\n")
    other_keys = naive.public_keys(world.ORIGIN, OTHER_SEED)
    unsigned = "not_signed"
    note = "checkpoint/note"
    longer = naive.signed_note(text + "time 1\n", world.ORIGIN, world.SEED)
    moved = naive.signed_note(
        naive.note_text("elsewhere.example", 32, naive.mth(world.register())), world.ORIGIN, world.SEED
    )
    return [
        ("keys that are not the known ones", "key_not_pinned", None, None, [], {"keys": other_keys}),
        (
            "a note signed by another key of that name",
            unsigned,
            None,
            None,
            [_set(note, naive.signed_note(text, world.ORIGIN, OTHER_SEED))],
        ),
        (
            "a note whose text was changed",
            "ed25519_invalid",
            None,
            None,
            [_set(note, f"{text_line.replace('32', '33')}\n\n{signature_line}")],
        ),
        ("a note without signature", "note_malformed", None, None, [_set(note, text)]),
        ("a note with a fourth line", "note_malformed", None, None, [_set(note, longer)]),
        ("a note of another register", "origin_differs", None, None, [_set(note, moved)]),
        (
            "the other checkpoint's second signature",
            "mldsa87_invalid",
            None,
            None,
            [_set("checkpoint/mldsa87", bundle["older"]["mldsa87"])],
        ),
        ("an empty second signature", "mldsa87_invalid", None, None, [_set("checkpoint/mldsa87", "")]),
        ("another second key", "mldsa87_invalid", None, None, [_set("keys/mldsa87", other_keys["mldsa87"])]),
        (
            "a key that is none",
            "keys_malformed",
            None,
            None,
            [_set("keys/ed25519", "ledger.example/register")],
        ),
    ]


def _kept(bundle: Any) -> list[tuple[Any, ...]]:
    fork = naive.note_text(world.ORIGIN, 16, naive.mth(world.register(15)))
    fork_note = naive.signed_note(fork, world.ORIGIN, world.SEED)
    newer = naive.signed_note(naive.note_text(world.ORIGIN, 48, bytes(32)), world.ORIGIN, world.SEED)
    unproven = naive.signed_note(
        naive.note_text(world.ORIGIN, 8, naive.mth(world.register(8))), world.ORIGIN, world.SEED
    )
    alien = naive.signed_note(fork, world.ORIGIN, OTHER_SEED)
    return [
        (
            "the older checkpoint is not in the register",
            "older_inconsistent",
            None,
            None,
            [_set("older/proof", ["00" * 32])],
        ),
        ("the older checkpoint is not signed", "older_not_signed", None, None, [_set("older/note", alien)]),
        (
            "the older checkpoint's second signature is another's",
            "older_not_signed",
            None,
            None,
            [_set("older/mldsa87", bundle["checkpoint"]["mldsa87"])],
        ),
        ("the older checkpoint is no note", "older_malformed", None, None, [_set("older/note", "?")]),
        ("a kept checkpoint of a second history", "older_differs", None, None, [], {"older": fork_note}),
        ("a kept checkpoint that is newer", "rolled_back", None, None, [], {"older": newer}),
        ("a kept checkpoint of which nothing is proven", "older_absent", None, None, [], {"older": unproven}),
        ("a kept checkpoint by another key", "older_not_signed", None, None, [], {"older": alien}),
        ("a kept checkpoint that is no note", "older_malformed", None, None, [], {"older": "?"}),
        (
            "a kept bundle that does not hold",
            "earlier_refused",
            None,
            None,
            [],
            {"earlier": [_set("logs/0/size", 3)]},
        ),
    ]


def _witnesses() -> list[tuple[Any, ...]]:
    text, line = world.checkpoint_text(32), naive.cosignature_line
    other = naive.witness_key("witness.example/w2", OTHER_SEED)
    mine = naive.witness_key(world.WITNESS, world.WITNESS_SEED)
    note = naive.signed_note(text, world.ORIGIN, world.SEED)
    by_mine = line(text, world.WITNESS, world.WITNESS_SEED, world.COSIGNED_AT)
    under_older = line(world.checkpoint_text(16), world.WITNESS, world.WITNESS_SEED, world.COSIGNED_AT)
    another_key = line(text, world.WITNESS, OTHER_SEED, world.COSIGNED_AT)
    too_late = line(text, world.WITNESS, world.WITNESS_SEED, 253_402_300_800)
    not_stamped = naive.signed_note(text, world.WITNESS, world.WITNESS_SEED).rpartition("\n\n")[2]
    cases: list[tuple[str, str, str, dict[str, Any]]] = [
        ("a witness that did not cosign", "not_cosigned", "", {"witnesses": [mine]}),
        ("one of two witnesses", "not_cosigned", by_mine, {"witnesses": [mine, other]}),
        ("fewer than the quorum", "not_cosigned", "", {"witnesses": [mine, other], "quorum": 1}),
        ("a line by another key of that name", "not_cosigned", another_key, {"witnesses": [mine]}),
        ("a signature without time", "not_cosigned", not_stamped, {"witnesses": [mine]}),
        ("a line of another checkpoint", "cosignature_invalid", under_older, {"witnesses": [mine]}),
        ("a time beyond the year 9999", "cosignature_invalid", too_late, {"witnesses": [mine]}),
        ("a second line that does not hold", "cosignature_invalid", by_mine + under_older, {"witnesses": [mine]}),
    ]  # fmt: skip
    return [
        (name, code, None, None, [_set("checkpoint/note", note + lines)], kept)
        for name, code, lines, kept in cases
    ]
