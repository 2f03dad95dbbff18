"""A database of an earlier version is refused in one sentence, and nothing in it changes."""

import os
import socket
import subprocess
import sys
from typing import Any

import psycopg
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from designation.config.earlier_version import OF_A_LATER_RELEASE, SENTENCE
from designation.local.embedded import servers

OURS = ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_SUPERUSER_URL", "REDIS_URL", "DESIGNATION_MODE")


@pytest.fixture
def earlier(fresh_database: str) -> None:
    """Let the database say that it was made by the migrations before the first release."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app IN ('workflow', 'designation')")
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('workflow', '0001_initial', now()), "
            "('designation', '0001_initial', now()), ('designation', '0014_window_time', now())"
        )


def applied() -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY id")
        return list(cursor.fetchall())


def test_after_an_upgrade_the_earlier_release_says_how_to_go_back(fresh_database: str, settings: Any) -> None:
    settings.PRODUCTION = True
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('workflow', '9999_later', now())"
        )
    with pytest.raises(CommandError) as refused:
        call_command("migrate", verbosity=0, skip_checks=False)
    assert str(refused.value) == OF_A_LATER_RELEASE


def test_migrate_refuses_it_and_changes_nothing(earlier: None) -> None:
    before = applied()
    with pytest.raises(CommandError) as refused:
        call_command("migrate", verbosity=0, skip_checks=False)
    assert str(refused.value) == SENTENCE
    assert applied() == before


def test_the_check_refuses_it(earlier: None) -> None:
    with pytest.raises(CommandError) as refused:
        call_command("check", databases=["default"])
    assert str(refused.value) == SENTENCE


def test_a_migration_of_another_app_that_is_gone_is_no_reason(fresh_database: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('account', '0099_x', now())"
        )
    call_command("check", databases=["default"])


def test_make_run_refuses_it_in_one_sentence(tmp_path, monkeypatch) -> None:
    for name in OURS:
        monkeypatch.delenv(name, raising=False)
    with servers(tmp_path, throwaway=False) as addresses:
        made = (
            "CREATE TABLE django_migrations (id bigserial, app text, name text, applied timestamptz); "
            "INSERT INTO django_migrations (app, name, applied) VALUES ('designation', '0001_initial', now())"
        )
        with psycopg.connect(addresses["DATABASE_OWNER_URL"]) as session:
            session.execute(made)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    env = {**os.environ, "DATA_DIR": str(tmp_path), "PORT": str(port)}
    serve = [sys.executable, "-m", "designation.local.serve"]
    done = subprocess.run(serve, env=env, capture_output=True, text=True, check=False, timeout=120)
    assert (done.returncode, done.stderr) == (1, f"{SENTENCE}\n")
