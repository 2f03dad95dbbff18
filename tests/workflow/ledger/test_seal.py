"""Sealing: the heads that grew go into the register, once each, among padding, under a signed checkpoint."""

import pytest
from django.db import ProgrammingError, connection

from tests.workflow.ledger import naive
from tests.workflow.ledger.growing import START, add_entries, new_log
from workflow.ledger import checkpoint
from workflow.ledger.keys import KeysMissing, public_keys
from workflow.ledger.seal import RegisterDamaged, seal
from workflow.models import Checkpoint, Entry, Log, RegisterLeaf, RegisterNode

pytestmark = pytest.mark.django_db


def leaf_of(log, size):
    """Return the register's leaf for a log's head, and check what it commits to."""
    leaf = RegisterLeaf.objects.get(log=log, size=size)
    stored = Entry.objects.filter(log=log, index__lt=size).order_by("index")
    leaves = [
        naive.leaf_data(str(log), e.index, e.at.isoformat(timespec="microseconds")[:26] + "Z", e.commit)
        for e in stored
    ]
    value = {"log": str(log), "root": naive.mth(leaves).hex(), "size": size}
    assert bytes(leaf.commitment) == naive.naive_commit(b"head", bytes(leaf.salt), value)
    return leaf


def commitments():
    """Return the register's leaf data in order."""
    return [
        bytes(value) for value in RegisterLeaf.objects.order_by("index").values_list("commitment", flat=True)
    ]


def test_where_nothing_grew_nothing_is_sealed():
    assert seal(START) is None
    Log.objects.create(machine="tests.Toy")
    assert seal(START) is None
    assert not Checkpoint.objects.exists()


def test_a_log_that_grew_is_sealed_among_padding_and_both_signatures_hold():
    log = new_log(5)
    sealed = seal(START)
    head = checkpoint.open_both(sealed.note, bytes(sealed.mldsa87), public_keys())
    assert (head.size, head.root, sealed.at) == (16, naive.mth(commitments()), START)
    assert leaf_of(log, 5).index in range(16)
    assert RegisterLeaf.objects.filter(log=None).count() == 15
    assert Log.objects.get(id=log).sealed_size == 5


def test_sealing_again_adds_only_what_grew_since():
    still, growing = new_log(2), new_log(3)
    seal()
    assert seal() is None
    add_entries(growing, 4)
    assert seal().size == 32
    assert list(RegisterLeaf.objects.filter(log=still).values_list("size", flat=True)) == [2]
    assert leaf_of(growing, 7).index >= 16


def test_seventeen_logs_fill_two_batches_in_an_order_that_tells_nothing():
    logs = [new_log() for _ in range(17)]
    assert seal().size == 32
    places = [leaf_of(log, 1).index for log in logs]
    assert len(set(places)) == 17
    assert places != sorted(places)
    assert max(places) > 16


def test_a_full_tile_is_stored_one_level_up():
    for _ in range(250):
        new_log()
    seal()
    for _ in range(20):
        new_log()
    assert seal().size == 288
    above = RegisterNode.objects.filter(level=1)
    assert [(node.index, bytes(node.hash)) for node in above] == [(0, naive.mth(commitments()[:256]))]
    assert RegisterNode.objects.filter(level=0).count() == 288


def test_a_production_site_without_keys_seals_nothing_and_says_what_to_do(settings):
    settings.MODE = "production"
    new_log()
    with pytest.raises(KeysMissing, match="make_ledger_keys"):
        seal()
    assert not RegisterLeaf.objects.exists()


def test_other_keys_do_not_continue_a_register(settings, tmp_path):
    log = new_log()
    seal()
    settings.LEDGER_KEYS = tmp_path / "other"
    add_entries(log)
    with pytest.raises(RegisterDamaged, match="cannot be continued"):
        seal()
    assert Checkpoint.objects.count() == 1


@pytest.mark.parametrize(
    "change", ["range = set_byte(range, 0, 255 - get_byte(range, 0))", "size = 17", "range = ''"]
)
def test_a_register_that_was_rewritten_is_not_signed(change):
    log = new_log()
    seal()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE workflow_checkpoint DISABLE TRIGGER checkpoint_appends")
        cursor.execute(f"UPDATE workflow_checkpoint SET {change}")
    add_entries(log)
    with pytest.raises(RegisterDamaged):
        seal()
    assert len(commitments()) == 16


def test_sealing_that_dies_leaves_nothing():
    log = new_log()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "CREATE FUNCTION dies() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'power cut'; END $$"
        )
        cursor.execute(
            "CREATE TRIGGER dies BEFORE INSERT ON workflow_checkpoint FOR EACH ROW EXECUTE FUNCTION dies()"
        )
    with pytest.raises(ProgrammingError, match="power cut"):
        seal()
    assert not RegisterLeaf.objects.exists()
    assert not RegisterNode.objects.exists()
    assert Log.objects.get(id=log).sealed_size == 0
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER dies ON workflow_checkpoint")
    assert seal().size == 16
