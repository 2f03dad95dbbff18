"""Programs that nobody here wrote read the register over HTTP and find that it holds; each in a process of its own."""

import pytest
from django.db import connection

from tests.workflow.ledger import naive
from tests.workflow.strangers.conftest import OLDER, SIZE

OTHER = naive.vkey("other.example", bytes(32))


def test_gos_checksum_database_library_accepts_the_register(register, go_reader, run):
    status, said = run(go_reader, register.address, register.key, OLDER)
    assert said == (
        f"checkpoint of size {SIZE}: 2 signature lines, the register's holds\n"
        f"inclusion of {SIZE} leaves\n"
        f"consistency from {OLDER} to {SIZE}\n"
    )
    assert status == 0


def test_a_reader_of_c2sp_logs_accepts_the_register_and_the_witness(register, python):
    status, said = python("scales", register.address, register.key, OLDER, register.witness)
    assert said.splitlines()[1:] == [
        f"inclusion of {SIZE} leaves",
        f"consistency from {OLDER} to {SIZE}",
        "cosigned by witness.example/w1",
    ]
    assert status == 0


def test_another_implementation_of_fips_204_accepts_the_second_signature(register, python):
    assert python("dilithium", register.address) == (0, "")


def test_strangers_refuse_another_registers_key(register, go_reader, run, python):
    assert run(go_reader, register.address, OTHER, OLDER)[0] == 1
    assert python("scales", register.address, OTHER, OLDER)[0] == 1


@pytest.fixture
def _another_leaf(register):
    """The tables' owner puts another hash in a tile, and puts the right one back in the end."""
    other = "set_byte(hash, 0, 255 - get_byte(hash, 0))"
    flip = f"UPDATE workflow_registernode SET hash = {other} WHERE level = 0 AND index = 3"
    _as_owner(flip)
    yield
    _as_owner(flip)


def _as_owner(statement):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE workflow_registernode DISABLE TRIGGER USER")
        cursor.execute(statement)
        cursor.execute("ALTER TABLE workflow_registernode ENABLE ALWAYS TRIGGER registernode_appends")
        cursor.execute("ALTER TABLE workflow_registernode ENABLE ALWAYS TRIGGER registernode_stays")


@pytest.mark.usefixtures("_another_leaf")
def test_strangers_refuse_a_tile_that_was_rewritten(register, go_reader, run, python):
    assert "does not hold" in run(go_reader, register.address, register.key, OLDER)[1]
    status, said = python("scales", register.address, register.key, OLDER)
    assert (status, "InclusionProofInvalid" in said) == (1, True)
