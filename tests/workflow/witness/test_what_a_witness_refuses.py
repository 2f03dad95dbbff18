"""Whatever a register serves that is not what it signed, a witness refuses with the code of that, and signs nothing."""

import pytest

from tests.workflow.ledger import naive, served, world
from tests.workflow.ledger.vectors import FOLDER, load
from tests.workflow.witness.serving import look
from workflow.ledger.witness import memory
from workflow.ledger.witness.__main__ import main

VECTORS = load("served.json")


@pytest.fixture
def folder(tmp_path):
    """A witness, with the key of the vectors, that cosigned the register at size 300."""
    folder = tmp_path / "witness"
    main(["make", str(folder), world.WITNESS, "--keys", str(FOLDER / "keys.json")])
    (folder / memory.SECRET).write_text(world.WITNESS_SEED.hex())
    (folder / memory.KEY).write_text(naive.witness_key(world.WITNESS, world.WITNESS_SEED) + "\n")
    before = {**served.tiles(served.LAST), "checkpoint": served.signed(served.LAST)[0].encode()}
    before["checkpoint.mldsa87"] = served.signed(served.LAST)[1].encode()
    assert look(folder, before)[0] == 0
    return folder


def test_what_is_as_signed_is_cosigned_and_handed_in(folder):
    status, handed_in = look(folder, served.files({}))
    note, _ = served.signed(VECTORS["size"])
    assert status == 0
    assert [text.startswith(f"{note}\u2014 {world.WITNESS} ") for text in handed_in] == [True]


@pytest.mark.parametrize("case", VECTORS["cases"], ids=lambda case: case["name"])
def test_refused_with_its_code(folder, case, capsys):
    kept = {name: (folder / name).read_bytes() for name in (memory.LAST, memory.COSIGNED)}
    capsys.readouterr()
    status, handed_in = look(folder, served.files(case))
    assert (status, handed_in) == (1, [])
    assert capsys.readouterr().out.endswith(f" [{case['code']}]\n")
    assert {name: (folder / name).read_bytes() for name in kept} == kept


def test_what_the_register_signed_and_cannot_show_to_be_one_history_is_kept(folder):
    for case in VECTORS["cases"]:
        look(folder, served.files(case))
    conflicts = {path.read_text() for path in (folder / memory.CONFLICTS).iterdir()}
    assert conflicts == {served.signed(300, "fork")[0], served.signed(600, "fork")[0]}


def test_every_code_of_the_specification_is_met():
    table = (
        (FOLDER.parents[2] / "workflow" / "LEDGER.md").read_text().partition("| Code | What was served |")[2]
    )
    rows = [line for line in table.partition("\n\n")[0].splitlines() if line.startswith("| `")]
    specified = {word.strip("`") for line in rows for word in line.split("|")[1].split()}
    compared = {"checkpoint_of_another_size"}  # tests of comparing
    assert {case["code"] for case in VECTORS["cases"]} | compared == specified
