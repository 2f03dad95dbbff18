"""Production does not start over a demonstration's database, nor a demonstration over a real site's; one sentence."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connections

from tests.database_templates import Kept, copy_of_database
from tests.designation.config.test_production_refuses import PRODUCTION

DEMONSTRATION = (
    "DATABASE_URL names the database of a demonstration. Set it to a database that only production uses."
)
REAL = "DATABASE_URL names the database of a real site; a demonstration needs a database of its own."
CELERY = [sys.executable, "-m", "celery", "--quiet", "-A", "designation.config.celery"]
PROCESSES = {
    "web": [
        *(sys.executable, "-m", "gunicorn"),
        *("-c", "python:designation.config.web_server", "designation.config.wsgi"),
    ],
    "worker": [*CELERY, "worker", "--concurrency=1"],
    "beat": [*CELERY, "beat", "--pidfile="],
}


@pytest.fixture
def demonstration(people_kept: Kept, django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    with copy_of_database(django_db_blocker, of=people_kept.database) as name, django_db_blocker.unblock():
        yield name


def surroundings(database: str, tmp_path: Path, **changes: str) -> dict[str, str]:
    """Return the environment of a production process that works with a database of this run."""
    login = connections["default"].settings_dict
    url = f"postgresql://{login['USER']}:{login['PASSWORD']}@/{database}?host={login['HOST']}"
    return {
        "PATH": os.environ["PATH"],
        **PRODUCTION,
        "DATABASE_URL": url,
        "REDIS_URL": settings.REDIS_URL,
        "DATA_DIR": str(tmp_path),
        **changes,
    }


def run(command: list[str], env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.parametrize("name", PROCESSES)
def test_no_production_process_starts_over_a_demonstration(
    demonstration: str, tmp_path: Path, name: str
) -> None:
    done = run(PROCESSES[name], surroundings(demonstration, tmp_path))
    assert (done.returncode, done.stderr) == (1, f"Setting: {DEMONSTRATION}\n")


def test_nor_does_a_demonstration_over_a_real_site(
    fresh_database: str, begin: Any, answers_file: Path, tmp_path: Path
) -> None:
    begin("--file", str(answers_file))
    mode = {"DESIGNATION_MODE": "demonstration", "SITE_URL": "http://127.0.0.1:8000", "SECRET_KEY": ""}
    done = run(PROCESSES["web"], surroundings(fresh_database, tmp_path, **mode))
    assert (done.returncode, done.stderr) == (1, f"Setting: {REAL}\n")


def started(script: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run what a process does at its start, and then the script."""
    return run([sys.executable, "-c", f"from designation.config import starting\n{script}"], env)


AT_START = "starting.refuse_another_sites_database()\nprint('started')"
CONNECT = """
import django
django.setup()
from designation.config import kind_of_site
kind_of_site.refuse_connections()
from django.db import connections
try:
    connections["default"].ensure_connection()
except Exception as problem:
    print(problem)
"""


def test_production_starts_over_a_real_site(
    fresh_database: str, begin: Any, answers_file: Path, tmp_path: Path
) -> None:
    env = surroundings(fresh_database, tmp_path)
    assert started(AT_START, env).stdout == "started\n", "also over a database in which nothing has begun"
    begin("--file", str(answers_file))
    assert started(AT_START, env).stdout == "started\n"


def test_a_database_that_does_not_answer_stops_no_start(tmp_path: Path) -> None:
    env = {"PATH": os.environ["PATH"], **PRODUCTION, "DATA_DIR": str(tmp_path)}
    done = started(AT_START, env)
    assert (done.stdout, done.stderr) == ("started\n", "")


def test_each_connection_is_checked_as_well(demonstration: str, tmp_path: Path) -> None:
    env = {**surroundings(demonstration, tmp_path), "DJANGO_SETTINGS_MODULE": "designation.config.settings"}
    assert started(CONNECT, env).stdout == f"{DEMONSTRATION}\n"


def test_the_check_says_so(demonstration: str, settings: Any) -> None:
    call_command("check", databases=["default"])
    settings.MODE = "production"
    with pytest.raises(SystemCheckError, match="names the database of a demonstration"):
        call_command("check", databases=["default"])


def test_createsuperuser_ends_in_one_sentence(tmp_path: Path) -> None:
    env = {"PATH": os.environ["PATH"], **PRODUCTION, "DATA_DIR": str(tmp_path)}
    done = run([sys.executable, "manage.py", "createsuperuser"], env)
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "CommandError: This site has no superusers; `manage.py begin` creates its first two operators."
    ]
