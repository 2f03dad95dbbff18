"""The vectors are what the naive implementation makes, and the code under test gives the same."""

import json

import pytest

from tests.workflow.ledger import make_vectors, world
from tests.workflow.ledger.refusals import apply
from tests.workflow.ledger.tile_list import tiles_of
from tests.workflow.ledger.vectors import FOLDER, load
from workflow.ledger import note, tiles
from workflow.ledger.bundle import Content, Entry, Older, Opening, SealedLog, SignedHead, write
from workflow.ledger.checkpoint import PublicKeys, open_both, read_keys
from workflow.ledger.cosignature import WitnessKey
from workflow.ledger.verify import BundleRefused, verify


def test_the_files_are_what_the_naive_implementation_makes():
    made = make_vectors.files()
    assert {path.name for path in FOLDER.iterdir()} >= made.keys()
    stale = [name for name, content in made.items() if (FOLDER / name).read_bytes() != content]
    assert not stale, "run: python -m tests.workflow.ledger.make_vectors"


@pytest.mark.parametrize("case", load("refusals.json"), ids=lambda case: case["name"])
def test_refused_with_its_code_log_and_entry(case):
    edits_of_earlier = case.get("earlier")
    with pytest.raises(BundleRefused) as refused:
        verify(
            apply(load("bundle.json"), case["edits"]),
            pinned=PublicKeys.from_dict(case["keys"]) if "keys" in case else None,
            older=case["older"].encode() if "older" in case else None,
            earlier=apply(load("earlier-bundle.json"), edits_of_earlier)
            if edits_of_earlier is not None
            else None,
            witnesses=[WitnessKey.parse(key) for key in case.get("witnesses", ())],
            quorum=case.get("quorum"),
        )
    assert (refused.value.code, refused.value.log, refused.value.entry) == (
        case["code"],
        case["log"],
        case["entry"],
    )


def test_every_code_of_the_specification_has_a_vector_or_a_test():
    specified = {
        word
        for line in (FOLDER.parents[2] / "workflow" / "LEDGER.md").read_text().splitlines()
        if line.startswith("| ") and line.count("|") == 5
        for word in line.split("|")[2].replace("`", "").split()
    } - {"Refusal", "codes"}
    elsewhere = {"not_utf8", "log_missing", "history_shrank", "history_rewritten"}
    elsewhere |= {"declaration_invalid", "declaration_not_in_register"}
    assert {case["code"] for case in load("refusals.json")} | elsewhere == specified


def test_the_example_holds_with_everything_that_was_kept():
    report = verify(
        (FOLDER / "bundle.json").read_bytes(),
        pinned=read_keys((FOLDER / "keys.json").read_bytes()),
        older=(FOLDER / "older.checkpoint").read_bytes(),
        earlier=(FOLDER / "earlier-bundle.json").read_bytes(),
    )
    assert report.keys_pinned
    assert not report.cautions
    assert [(log.log, log.size, log.open_entries, log.personal_values) for log in report.logs] == [
        (world.REQUEST, 5, 4, 2),
        (world.PARTNER, 3, 2, 0),
    ]


def test_the_writer_gives_the_example_byte_for_byte():
    shown = load("bundle.json")
    older = shown["older"]
    written = write(
        logs=[_log(log) for log in reversed(shown["logs"])],
        checkpoint=_signed(shown["checkpoint"]),
        keys=PublicKeys.from_dict(shown["keys"]),
        older=Older(_signed(older), [bytes.fromhex(step) for step in older["proof"]]),
    )
    assert written == (FOLDER / "bundle.json").read_bytes()


def _signed(shown):
    return SignedHead(shown["note"], note.decode64(shown["mldsa87"]))


def _log(shown):
    head = shown["head"]
    proof = [bytes.fromhex(step) for step in head["proof"]]
    entries = [_entry(entry) for entry in shown["entries"]]
    return SealedLog(shown["log"], entries, head["index"], bytes.fromhex(head["salt"]), proof)


def _entry(shown):
    content = None
    if "body" in shown:
        openings = {
            name: Opening(bytes.fromhex(opening["salt"]), opening["value"])
            for name, opening in shown["personal"].items()
        }
        content = Content(shown["body"], bytes.fromhex(shown["salt"]), openings)
    return Entry(
        shown["index"], shown["at"], bytes.fromhex(shown["commit"]), bytes.fromhex(shown["leaf"]), content
    )


def test_the_example_checkpoint_opens_with_both_keys():
    shown = load("bundle.json")
    head = open_both(**_opened(shown["checkpoint"]), keys=PublicKeys.from_dict(shown["keys"]))
    assert (head.origin, head.size, head.text()) == (world.ORIGIN, 32, load("note.json")["register"]["text"])


def _opened(shown):
    return {"signed": shown["note"], "mldsa87": note.decode64(shown["mldsa87"])}


@pytest.mark.parametrize("case", load("tiles.json")["paths"], ids=lambda case: case["path"])
def test_tile_paths(case):
    tile = tiles.Tile(case["level"], case["index"], case["width"])
    assert tile.path == case["path"]
    assert tiles.Tile.parse(case["path"]) == tile


@pytest.mark.parametrize("path", load("tiles.json")["refused"], ids=repr)
def test_no_other_spelling_names_a_tile(path):
    with pytest.raises(tiles.NoSuchTile):
        tiles.Tile.parse(path)


@pytest.mark.parametrize("case", load("tiles.json")["sizes"], ids=lambda case: str(case["size"]))
def test_tiles_of_a_size(case):
    found = tiles_of(case["size"])
    assert [tile.path for tile in found] == case["tiles"]
    assert all(tile.exists_at(case["size"]) for tile in found)


def test_tile_contents():
    example = load("tiles.json")["example"]
    assert tiles.entry_bundle(world.register()).hex() == example["entries.p/32"]
    assert json.dumps(example)
