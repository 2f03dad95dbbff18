"""An older database is not sealed over what was signed, until that is declared; and no size is signed twice."""

import pytest
from django.db import ProgrammingError, connection

from tests.workflow.ledger.growing import add_entries, new_log
from tests.workflow.restored.restoring import AT, REASON, declared, lost_afterward, sealed_and_lost
from workflow.ledger import newest, register, restorations
from workflow.ledger.keys import public_keys, signing_keys
from workflow.ledger.newest import NewestMissing, NewestUnusable, RegisterBehind
from workflow.ledger.restorations import NothingToDeclare
from workflow.ledger.restored import DeclarationInvalid, DeclarationMalformed, declare
from workflow.ledger.seal import seal
from workflow.models import Checkpoint, RegisterLeaf, Restoration

pytestmark = pytest.mark.usefixtures("fresh_database")


@pytest.fixture
def blocker(django_db_blocker):
    """What lets a test open a copy of its database."""
    return django_db_blocker


@pytest.fixture
def log():
    """A log that is sealed at register size 16."""
    log = new_log()
    assert seal().size == 16
    return log


@pytest.fixture
def file(settings):
    return settings.LEDGER_KEYS / newest.NAME


def test_the_key_signs_no_second_root_for_a_size(log, blocker):
    lost = sealed_and_lost(blocker)
    assert lost.size == 32
    add_entries(log)
    with pytest.raises(RegisterBehind, match=r"of size 32 .* ends at size 16") as refused:
        seal()
    assert (refused.value.signed.root, refused.value.stored.size) == (bytes(lost.root), 16)
    assert register.latest().size == 16
    assert RegisterLeaf.objects.count() == 16


def test_nothing_needs_to_grow_for_the_refusal(log, blocker):
    sealed_and_lost(blocker)
    with pytest.raises(RegisterBehind):
        seal()


def test_another_root_at_the_same_size_is_refused(blocker):
    with lost_afterward(blocker):
        new_log()
        seal()
    new_log()
    kept = newest._path().read_bytes()
    newest._path().unlink()
    seal()
    newest._path().write_bytes(kept)
    with pytest.raises(RegisterBehind, match="ends at size 16"):
        seal()


def test_a_longer_database_that_does_not_continue_what_was_signed_is_refused(blocker):
    with lost_afterward(blocker):
        new_log()
        seal()
    kept = newest._path().read_bytes()
    newest._path().unlink()
    for _ in range(3):
        new_log()
        seal()
    newest._path().write_bytes(kept)
    with pytest.raises(RegisterBehind, match="ends at size 48"):
        seal()


def test_a_database_ahead_of_the_file_is_continued(log, file):
    behind = file.read_bytes()
    add_entries(log)
    seal()
    file.write_bytes(behind)
    assert seal() is None
    assert b"\\n32\\n" in file.read_bytes()
    add_entries(log)
    assert seal().size == 48


def test_a_checkpoint_that_was_never_committed_is_no_restoration_and_its_size_is_not_used_again(log, file):
    add_entries(log)
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION dies() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'cut'; END $$"
        )
        cursor.execute(
            "CREATE CONSTRAINT TRIGGER dies AFTER INSERT ON workflow_checkpoint DEFERRABLE INITIALLY DEFERRED "
            "FOR EACH ROW EXECUTE FUNCTION dies()"
        )
    with pytest.raises(ProgrammingError, match="cut"):
        seal()
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER dies ON workflow_checkpoint")
    assert newest.read().largest() == 32
    assert seal().size == 48
    assert newest.read().pending is None


def test_a_checkpoint_that_was_committed_and_not_confirmed_counts_as_signed(log, file, blocker):
    with lost_afterward(blocker):
        new_log()
        before = file.read_bytes()
        seal()
        kept = newest.Kept.from_bytes(before, public_keys())
        made = register.latest()
        newest.announce(kept, made.note, bytes(made.mldsa87))
        assert seal() is None
        assert newest.read().pending is None
    with pytest.raises(RegisterBehind, match="of size 32"):
        seal()


def test_a_lost_file_does_not_drop_the_defense(log, file):
    file.unlink()
    with pytest.raises(NewestMissing, match="Put the last good copy"):
        seal()


def test_a_release_that_kept_no_file_is_continued_once(log, file):
    file.unlink()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE workflow_checkpoint DISABLE TRIGGER checkpoint_appends")
        cursor.execute("UPDATE workflow_checkpoint SET kept_apart = false")
        cursor.execute("ALTER TABLE workflow_checkpoint ENABLE ALWAYS TRIGGER checkpoint_appends")
    assert seal() is None
    assert file.exists()
    add_entries(log)
    assert seal().kept_apart


@pytest.mark.parametrize("change", [b"", b"{}", b"[]", b"null"])
def test_a_file_that_the_keys_did_not_sign_is_refused(log, file, change):
    file.write_bytes(change)
    with pytest.raises(NewestUnusable, match="did not sign"):
        seal()


def test_a_file_that_was_edited_is_refused(log, file):
    file.write_bytes(file.read_bytes().replace(b"\\n16\\n", b"\\n32\\n"))
    with pytest.raises(NewestUnusable):
        seal()


def test_a_declaration_lets_sealing_go_on_past_everything_that_was_signed(log, blocker):
    lost = sealed_and_lost(blocker, times=2)
    recorded = []
    declaration = declared(record=recorded.append)
    assert recorded == [declaration]
    assert (declaration.abandoned.size, declaration.abandoned.root) == (48, bytes(lost.root))
    assert (declaration.continued.size, declaration.reason) == (16, REASON)
    add_entries(log)
    assert seal().size == 64
    assert list(Checkpoint.objects.order_by("size").values_list("size", flat=True)) == [16, 64]
    assert bytes(RegisterLeaf.objects.get(index=16).commitment) == declaration.leaf()
    assert newest.declared()[0].verified(public_keys()) == declaration
    add_entries(log)
    assert seal().size == 80


@pytest.mark.parametrize("sealed_between", [True, False])
def test_two_restorations_in_a_row(log, blocker, sealed_between):
    with lost_afterward(blocker):
        sealed_and_lost(blocker)
        first = declared()
        if sealed_between:
            new_log()
            assert seal().size == 48
    with pytest.raises(RegisterBehind) if sealed_between else pytest.raises(NothingToDeclare):
        seal() if sealed_between else declared()
    if sealed_between:
        second = declared()
        assert (second.abandoned.size, second.continued.size) == (48, 16)
    add_entries(log)
    assert seal().size == (64 if sealed_between else 48)
    leaves = [bytes(one.commitment) for one in RegisterLeaf.objects.filter(index__gte=16, index__lt=18)]
    assert leaves[0] == first.leaf()
    assert (leaves[1] == second.leaf()) if sealed_between else Restoration.objects.count() == 1


def test_a_backup_of_what_was_abandoned_is_refused_after_the_declaration(log, blocker):
    with lost_afterward(blocker):
        new_log()
        seal()  # the later backup, of size 32
        with lost_afterward(blocker):
            new_log()
            assert seal().size == 48
        signed = declared()  # size 32 was put back, and is put back once more below
        assert (signed.abandoned.size, signed.continued.size) == (48, 32)
    with pytest.raises(RegisterBehind, match=r"of size 48 .* ends at size 16"):
        seal()
    again = declared()
    assert (again.abandoned.size, again.continued.size) == (48, 16)
    assert again.abandons(32)
    add_entries(log)
    assert seal().size == 64


def test_there_is_nothing_to_declare_where_nothing_was_lost(log):
    with pytest.raises(NothingToDeclare):
        declared()
    assert not Restoration.objects.exists()


@pytest.mark.parametrize("reason", ["", " x", "two\nlines", "x" * 501, "\u202e"])
def test_a_reason_is_one_readable_line(log, blocker, reason):
    sealed_and_lost(blocker)
    with pytest.raises(DeclarationMalformed):
        declared(reason)
    assert not Restoration.objects.exists()


def test_a_declaration_of_other_keys_in_the_database_opens_nothing(log, blocker, settings, tmp_path):
    sealed_and_lost(blocker)
    behind = restorations.pending()
    mine, settings.LEDGER_KEYS = settings.LEDGER_KEYS, tmp_path / "other"
    forged = declare(
        abandoned=behind.signed, continued=behind.stored, reason=REASON, at=AT, keys=signing_keys()
    )
    settings.LEDGER_KEYS = mine
    restorations.store([forged])
    with pytest.raises(DeclarationInvalid, match="not signed with both keys"):
        seal()
