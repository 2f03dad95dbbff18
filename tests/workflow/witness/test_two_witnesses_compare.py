"""A register that shows two witnesses two histories is caught when they compare what they cosigned."""

import pytest

from tests.workflow.ledger import naive, served
from tests.workflow.ledger.vectors import FOLDER
from tests.workflow.witness.serving import look, register_of
from workflow.ledger.witness.__main__ import main

KEYS = ["--keys", str(FOLDER / "keys.json")]


@pytest.fixture
def saw(tmp_path):
    """Return a function that makes a witness which saw the register at these sizes of a tree; it gives its folder."""

    def witness(name, *sizes, tree="ours"):
        folder = str(tmp_path / name)
        assert main(["make", folder, f"witness.example/{name}", *KEYS]) == 0
        for size in sizes:
            assert look(folder, shown(size, tree))[0] == 0
        return folder

    return witness


def shown(size, tree="ours"):
    """Return the files of a register of that size."""
    note, second = served.signed(size, tree)
    return {**served.tiles(size, tree), "checkpoint": note.encode(), "checkpoint.mldsa87": second.encode()}


def compared(capsys, ours, theirs, *more):
    """Return the exit status of a comparison and its words."""
    capsys.readouterr()
    status = main(["compare", ours, theirs, *KEYS, *more])
    return status, capsys.readouterr().out


def test_two_that_saw_one_history_agree(saw, capsys):
    status, said = compared(capsys, saw("w1", 300, 400, 600), saw("w2", 260, 400, 600))
    assert (status, said) == (0, "All 2 common sizes agree, the last of them 600.\n")


def test_a_split_view_is_detected_and_both_roots_are_named(saw, capsys):
    status, said = compared(capsys, saw("w1", 300, 600), saw("w2", 300, 600, tree="fork"))
    assert status == 1
    assert said.endswith("[split_view]\n")
    assert naive.mth(served.leaves(300)).hex() in said
    assert naive.mth(served.leaves(300, "fork")).hex() in said


def test_a_witness_that_was_shown_the_other_history_refuses_it(saw, capsys):
    folder = saw("w1", 300)
    assert look(folder, shown(600, "fork"))[0] == 1
    assert capsys.readouterr().out.endswith("[inconsistent]\n")


def test_without_a_common_size_nothing_is_said_unless_the_register_is_asked(saw, capsys):
    ours, theirs = saw("w1", 300), saw("w2", 600)
    status, said = compared(capsys, ours, theirs)
    assert (status, said.endswith("[nothing_in_common]\n")) == (2, True)
    with register_of(sized({300: "ours", 600: "ours"}, "ours")) as (address, _):
        status, said = compared(capsys, ours, theirs, "--register", address)
    assert (status, said.startswith("One history: size 300 is part of size 600")) == (0, True)


@pytest.mark.parametrize(
    ("checkpoints", "tiles", "code"),
    [
        ({300: "ours", 600: "ours"}, "ours", "split_view"),
        ({300: "ours", 600: "fork"}, "fork", "split_view"),
        ({300: "ours", 600: "fork"}, "ours", "root_differs"),
        ({300: "fork", 600: "fork"}, "fork", "split_view"),
    ],
)
def test_whatever_the_register_says_of_two_histories_it_is_caught(saw, capsys, checkpoints, tiles, code):
    ours, theirs = saw("w1", 300), saw("w2", 600, tree="fork")
    with register_of(sized(checkpoints, tiles)) as (address, _):
        status, said = compared(capsys, ours, theirs, "--register", address)
    assert (status, said.rpartition(" ")[2]) == (1, f"[{code}]\n")


def test_a_register_that_gives_another_size_than_was_asked_for_is_refused(saw, capsys):
    ours, theirs = saw("w1", 300), saw("w2", 600)
    with register_of(shown(600)) as (address, _):
        status, said = compared(capsys, ours, theirs, "--register", address)
    assert (status, said.rpartition(" ")[2]) == (1, "[checkpoint_of_another_size]\n")


def test_lists_that_are_none_are_not_compared(saw, capsys, tmp_path):
    ours = saw("w1", 300)
    (tmp_path / "list").write_text("not JSON\n")
    (tmp_path / "numbers").write_text("1\n")
    for theirs in ("list", "numbers", "nowhere"):
        status, said = compared(capsys, ours, str(tmp_path / theirs))
        assert (status, said.endswith("[folder_unusable]\n")) == (2, True)


def test_a_list_with_a_checkpoint_of_another_register_is_refused(saw, capsys, tmp_path):
    ours = saw("w1", 300)
    (tmp_path / "list").write_bytes(naive.naive_encode(served.signed(300, "other")[0]) + b"\n")
    status, said = compared(capsys, ours, str(tmp_path / "list"))
    assert (status, said.rpartition(" ")[2]) == (1, "[not_signed]\n")


def sized(checkpoints, tiles):
    """Return the files of a register that gives a checkpoint for each size, of whichever tree is said."""
    given = {
        f"checkpoint?size={size}": served.signed(size, tree)[0].encode() for size, tree in checkpoints.items()
    }
    return {**served.tiles(max(checkpoints), tiles), **given}
