"""A witness signs one history: what it may have signed is on the disk before the signature exists."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from tests.workflow.ledger import naive, served, world
from workflow.ledger import files
from workflow.ledger.checkpoint import Head, PublicKeys
from workflow.ledger.cosignature import cosignatures
from workflow.ledger.witness import memory
from workflow.ledger.witness.cosigning import Inconsistent, RegisterDiffers, RolledBack, cosign
from workflow.ledger.witness.memory import FolderUnusable, cosigned_in

NOW = datetime(2026, 11, 23, 14, 49, 37, tzinfo=UTC)
KEYS = PublicKeys.from_dict(naive.public_keys(world.ORIGIN, world.SEED))


@pytest.fixture
def witness(tmp_path):
    return memory.make(tmp_path / "w1", world.WITNESS, KEYS)


def signed(size, tree="ours"):
    """Return a checkpoint and what it says."""
    note, _ = served.signed(size, tree)
    return note, Head(world.ORIGIN, size, naive.mth(served.leaves(size, tree)))


def ask(witness, size, tree="ours", prove=None):
    """Ask for a cosignature, with the right proof from whatever came before unless another is given."""
    given = prove or (lambda older: naive.proof(older, served.leaves(size, tree)) if older else [])
    return cosign(witness, *signed(size, tree), prove=given, now=NOW)


def test_each_size_that_continues_the_last_is_cosigned(witness):
    for size in (3, 16, 16, 300, 600):
        line = ask(witness, size)
        [mine] = cosignatures(signed(size)[0] + line, [witness.key])
        assert mine.at == NOW
        assert witness.last() == signed(size)[1]
    assert [one.split("\n")[1] for one in cosigned_in(witness.folder)] == ["3", "16", "300", "600"]


@pytest.mark.parametrize(
    ("refusal", "size", "tree"),
    [
        (RolledBack, 16, "ours"),
        (RegisterDiffers, 300, "fork"),
        (Inconsistent, 600, "fork"),
        (RolledBack, 16, "fork"),
    ],
)
def test_what_does_not_continue_the_last_is_refused_and_changes_nothing(witness, refusal, size, tree):
    ask(witness, 300)
    before = (witness.folder / memory.COSIGNED).read_bytes()
    with pytest.raises(refusal):
        ask(witness, size, tree)
    assert witness.last() == signed(300)[1]
    assert (witness.folder / memory.COSIGNED).read_bytes() == before


@pytest.mark.parametrize("proof", [[], [bytes(32)], [bytes(32)] * 9])
def test_a_proof_that_proves_nothing_is_refused(witness, proof):
    ask(witness, 300)
    with pytest.raises(Inconsistent):
        ask(witness, 600, prove=lambda _: proof)


def test_the_first_checkpoint_has_nothing_to_prove(witness):
    with pytest.raises(Inconsistent):
        ask(witness, 16, prove=lambda _: [bytes(32)])


def test_a_witness_that_dies_before_its_signature_leaves_signs_no_second_history(witness):
    ask(witness, 16)
    (witness.folder / memory.COSIGNED).unlink()
    (witness.folder / memory.COSIGNED).mkdir()
    with pytest.raises(OSError, match="cosigned"):
        ask(witness, 300)
    (witness.folder / memory.COSIGNED).rmdir()
    woken = memory.load(witness.folder)
    with pytest.raises(RegisterDiffers):
        ask(woken, 300, "fork")
    ask(woken, 300)
    assert [one.split("\n")[1] for one in cosigned_in(witness.folder)] == ["300"]


def test_a_line_that_was_half_written_is_not_there(witness):
    ask(witness, 16)
    with (witness.folder / memory.COSIGNED).open("ab") as file:
        file.write(json.dumps("half a checkpoint").encode()[:-3])
    assert len(cosigned_in(witness.folder)) == 1
    ask(witness, 300)
    assert [one.split("\n")[1] for one in cosigned_in(witness.folder)] == ["16", "300"]


def test_of_two_histories_at_once_one_is_cosigned(witness):
    ask(witness, 3)

    def one_of(tree):
        try:
            return tree, ask(memory.load(witness.folder), 300, tree)
        except RegisterDiffers:
            return None

    with ThreadPoolExecutor(8) as pool:
        cosigned = [found for found in pool.map(one_of, ["ours", "fork"] * 8) if found]
    assert len(cosigned) == 8
    assert len({tree for tree, _ in cosigned}) == 1


@pytest.mark.parametrize("content", [None, b"", b"ledger.example/register\n16\n", b"\xff"])
def test_a_witness_that_lost_its_memory_signs_nothing_and_says_what_to_do(witness, content):
    ask(witness, 16)
    path = witness.folder / memory.LAST
    path.unlink() if content is None else path.write_bytes(content)
    with pytest.raises(FolderUnusable, match="Make a new witness"):
        ask(witness, 300)


def test_a_folder_holds_one_witness(witness):
    with pytest.raises(FolderUnusable, match="already"):
        memory.make(witness.folder, "witness.example/w2", KEYS)


def test_a_key_that_others_may_read_is_not_used(witness):
    (witness.folder / memory.SECRET).chmod(0o644)
    with pytest.raises(FolderUnusable, match="chmod 600"):
        memory.load(witness.folder)


@pytest.mark.parametrize("content", ["00", "no hex", "11" * 32])
def test_a_key_that_is_not_the_witnesss_own_is_refused(witness, content):
    (witness.folder / memory.SECRET).write_text(content)
    with pytest.raises(FolderUnusable):
        memory.load(witness.folder)


def test_the_last_line_of_a_long_file_is_found(tmp_path):
    path = tmp_path / "lines"
    assert files.last_line(path) == b""
    for number in range(3):
        files.append_line(path, b"%d" % number * 60_000)
    assert files.last_line(path) == b"2" * 60_000
    assert path.read_bytes().count(b"\n") == 3


@pytest.mark.parametrize("left", [memory.SECRET, memory.KEY, memory.COSIGNED])
def test_what_is_left_of_a_witness_is_not_made_into_a_new_one(witness, left):
    for path in witness.folder.iterdir():
        if path.name != left and path.is_file():
            path.unlink()
    (witness.folder / left).touch()
    with pytest.raises(FolderUnusable, match="what is left of one"):
        memory.make(witness.folder, "witness.example/w1", KEYS)
