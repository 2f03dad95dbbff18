"""The rehearsal of BACKUP.md: a backup restored into an empty place, with everything that was published since."""

import io
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, connections
from psycopg import sql

from designation.artifacts import storage
from designation.demo.world import World
from designation.models import Window
from tests.conftest import serving
from tests.database_templates import administration, drop
from tests.designation.operations.conftest import committed_world  # noqa: F401 - a fixture
from tests.designation.walking import fresh, request_in, window_in
from tests.workflow.ledger.growing import new_log
from tests.workflow.witness import wanting
from workflow import clock, sweep
from workflow.ledger import newest, register
from workflow.ledger.cosignature import WitnessKey
from workflow.ledger.export import export
from workflow.ledger.keys import PUBLIC
from workflow.ledger.newest import RegisterBehind
from workflow.ledger.seal import seal
from workflow.ledger.verify.__main__ import main as verify
from workflow.ledger.witness import memory
from workflow.ledger.witness.__main__ import main as witness
from workflow.models import Entry

KEY = "window-00000000-0000-4000-8000-000000000001"
OTHER = "window-00000000-0000-4000-8000-000000000002"


@pytest.fixture
def window(committed_world: World) -> Window:  # noqa: F811
    """A window that was to end three days ago, and nobody has swept since it opened."""
    committed_world.now = clock.now() - timedelta(days=35)
    request = request_in(committed_world, "covered", "Larkspur")
    return window_in(committed_world, request, "open", opens_in=2, days=30)


@contextmanager
def empty_database() -> Iterator[None]:
    """Let Django work in a new, empty database."""
    before, name = connection.settings_dict["NAME"], f"empty_{uuid4().hex}"
    connections.close_all()
    with psycopg.connect(**administration(), autocommit=True) as session:
        session.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connections.close_all()
        connection.settings_dict["NAME"] = before
        drop(name)


def ran(*arguments: str) -> str:
    """Run a command and return what it printed."""
    out = io.StringIO()
    call_command(*arguments, stdout=out, stderr=io.StringIO())
    return out.getvalue()


def look(folder: Path) -> int:
    connections.close_all()
    with serving() as address:
        status = witness(["watch", str(folder), f"{address}/register", "--once"])
    connections.close_all()
    return status


def test_a_backup_is_restored_into_an_empty_place(
    window: Window, settings: Any, tmp_path: Path, monkeypatch: Any, capsys: Any, client: Any
) -> None:
    settings.WORKFLOW_WITNESSES = "tests.workflow.witness.wanting"
    storage.make_keys()
    for key in (KEY, OTHER):
        storage.keys().create(key)
    object_id = uuid4()
    with storage.objects().writer(object_id) as writer:
        writer.write(b"encrypted")
        writer.commit()
    first = seal()
    assert first is not None
    backup, keys = tmp_path / "backup", tmp_path / "backup-of-keys"
    assert f"register at size {first.size}" in ran("back_up", str(backup), "--keys", str(keys))

    # More happens, is published, and is cosigned by a witness. Then everything but the keys is lost.
    w1 = tmp_path / "w1"
    assert witness(["make", str(w1), "witness.example/w1", "--keys", str(settings.LEDGER_KEYS / PUBLIC)]) == 0
    monkeypatch.setattr(wanting, "KEYS", [WitnessKey.parse((w1 / memory.KEY).read_text().strip())])
    assert look(w1) == 0
    sweep.sweep()
    assert fresh(window).state == "closed"
    storage.keys().destroy(KEY)
    lost = seal()
    assert lost is not None
    assert look(w1) == 0
    (tmp_path / "kept").write_text(lost.note)
    shutil.rmtree(settings.VAULT_DIR / "objects")
    storage._objects.cache_clear()

    with empty_database():
        assert "The database is restored." in ran("restore", str(backup), "--keys", str(keys))
        ran("migrate", "--verbosity=0")
        ran("grant_rights")
        assert client.get("/about/").status_code == 200
        assert storage.objects().read(object_id, 0, 100) == b"encrypted"
        assert (storage.keys().exists(KEY), storage.keys().is_destroyed(KEY)) == (False, True)
        assert storage.keys().exists(OTHER)

        # Deadlines that passed meanwhile are fired once.
        assert fresh(window).state == "open"
        while sweep.sweep():
            pass
        assert fresh(window).state == "closed"
        assert Entry.objects.filter(subject_id=window.pk, event="window.closed").count() == 1

        # Sealing is refused, and the site says so. The bundle of what was sealed verifies.
        with pytest.raises(RegisterBehind):
            seal()
        assert client.get("/readyz").json()["register"] == "older than what was signed"
        bundle = tmp_path / "bundle.json"
        bundle.write_bytes(export([window.log_id], may_open=lambda _: True))
        assert verify([str(bundle)]) == 0
        assert look(w1) == 1

        # A declaration lets sealing go on, and everybody can tell what happened.
        ran("declare_restored", "--yes", "--reason", "The database server burned.")
        assert client.get("/readyz").json()["register"] == "ok"
        after = register.latest()
        assert after is not None
        assert after.size > lost.size
        capsys.readouterr()
        assert look(w1) == 0
        assert "RESTORED." in capsys.readouterr().out
        bundle.write_bytes(export([window.log_id], may_open=lambda _: True, older_size=lost.size))
        assert verify([str(bundle), "--older", str(tmp_path / "kept")]) == 3
        assert "The database server burned." in capsys.readouterr().out


@pytest.fixture
def backed_up(fresh_database: str, tmp_path: Path) -> tuple[Path, Path]:
    """A small backup and the one of its keys."""
    new_log()
    assert seal() is not None
    storage.make_keys()
    storage.keys().create(KEY)
    ran("back_up", str(tmp_path / "backup"), "--keys", str(tmp_path / "keys-of-it"))
    return tmp_path / "backup", tmp_path / "keys-of-it"


def refused(*arguments: str) -> str:
    """Return why a command refuses."""
    with pytest.raises(CommandError) as problem:
        ran(*arguments)
    return str(problem.value)


def test_a_database_that_is_not_empty_is_not_touched(backed_up: tuple[Path, Path]) -> None:
    assert refused("restore", str(backed_up[0])).startswith("The database is not empty.")


def test_neither_folder_holds_the_master_key(backed_up: tuple[Path, Path], settings: Any) -> None:
    master = settings.VAULT_MASTER_KEY.read_bytes()
    files = [path for folder in backed_up for path in folder.rglob("*") if path.is_file()]
    assert all(master not in path.read_bytes() for path in files)
    assert all(path.stat().st_mode & 0o077 == 0 for path in files)
    names = {path.name for path in files}
    assert {"register.secret", newest.NAME, "manifests.secret", KEY, "database.dump"} <= names
    assert not (backed_up[0] / "register").exists()


def test_folders_that_are_not_apart_or_not_empty_are_refused(
    backed_up: tuple[Path, Path], tmp_path: Path, settings: Any
) -> None:
    backup, keys = map(str, backed_up)
    assert "is not empty" in refused("back_up", backup, "--keys", str(tmp_path / "new"))
    assert "Keep them apart" in refused("back_up", str(tmp_path / "a"), "--keys", str(tmp_path / "a" / "b"))
    inside = settings.VAULT_MASTER_KEY.parent / "copy"
    assert "Keep them apart" in refused("back_up", str(tmp_path / "c"), "--keys", str(inside))
    assert "is not a backup of the keys" in refused("restore", backup, "--keys", backup)
    assert "is not a backup of the content" in refused("restore", keys)


def test_a_damaged_backup_is_refused_before_anything_is_written(backed_up: tuple[Path, Path]) -> None:
    backup, keys = backed_up
    with empty_database():
        secret = keys / "register" / "register.secret"
        secret.write_bytes(b"x" + secret.read_bytes()[1:])
        assert "is damaged" in refused("restore", str(backup), "--keys", str(keys))
        (backup / "more").write_bytes(b"")
        assert "does not belong there" in refused("restore", str(backup))
        (backup / "manifest.json").unlink()
        assert "is not a whole backup" in refused("restore", str(backup))
        assert connection.introspection.table_names() == []


def test_everything_is_restored_where_nothing_is_left(
    backed_up: tuple[Path, Path], settings: Any, tmp_path: Path
) -> None:
    settings.LEDGER_KEYS, settings.VAULT_DIR = tmp_path / "new" / "ledger", tmp_path / "new" / "vault"
    with empty_database():
        assert "Name the backup of the keys" in refused("restore", str(backed_up[0]))
        ran("restore", str(backed_up[0]), "--keys", str(backed_up[1]))
        assert storage.keys().exists(KEY)
        new_log()
        sealed = seal()
        assert sealed is not None
        assert sealed.size == 32


def test_keys_of_another_register_are_not_mixed(
    backed_up: tuple[Path, Path], settings: Any, tmp_path: Path
) -> None:
    settings.LEDGER_KEYS = tmp_path / "other"
    call_command("make_ledger_keys", stdout=io.StringIO())
    with empty_database():
        assert "another register" in refused("restore", str(backed_up[0]), "--keys", str(backed_up[1]))


def test_the_copy_of_the_newest_checkpoint_in_place_is_never_replaced(
    backed_up: tuple[Path, Path], settings: Any
) -> None:
    new_log()
    seal()
    kept = (settings.LEDGER_KEYS / newest.NAME).read_bytes()
    with empty_database():
        ran("restore", str(backed_up[0]), "--keys", str(backed_up[1]))
        assert (settings.LEDGER_KEYS / newest.NAME).read_bytes() == kept
        with pytest.raises(RegisterBehind):
            seal()


def test_the_manifest_says_how_long_keys_may_be_kept(backed_up: tuple[Path, Path], settings: Any) -> None:
    facts = json.loads((backed_up[1] / "manifest.json").read_bytes())
    assert timedelta(days=30) == settings.VAULT_KEY_BACKUPS
    assert facts["at"] < facts["delete_by"]
