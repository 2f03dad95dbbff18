"""Production does not start with anything that only a demonstration may have, and says why in one sentence."""

import os
import secrets
import subprocess
import sys

import pytest

PRODUCTION = {
    "DESIGNATION_MODE": "production",
    "DATABASE_URL": "postgresql://app:hidden@127.0.0.1:9/designation",
    "REDIS_URL": "redis://127.0.0.1:9/0",
    "SECRET_KEY": secrets.token_urlsafe(60),
    "SITE_URL": "https://designation.example",
    "OPERATOR_NAME": "Office of Examples",
    "EMAIL_URL": "smtps://user:hidden@mail.example",
    "LEDGER_ORIGIN": "designation.example/register",
}


def manage(*arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
    env = {"PATH": os.environ["PATH"], **PRODUCTION, **changes}
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False)


def test_complete_production_settings_pass_the_deployment_check():
    done = manage("check", "--deploy", "--fail-level", "WARNING")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY is not set"),
        ({"SECRET_KEY": "demonstration-" + "x7" * 30}, "SECRET_KEY is a demonstration's"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY is too weak"),
        ({"TIME_TRAVEL": "true"}, "TIME_TRAVEL must be false in production"),
        ({"SITE_URL": ""}, "SITE_URL is not set"),
        ({"OPERATOR_NAME": ""}, "OPERATOR_NAME is not set"),
        ({"SITE_URL": "http://designation.example"}, "SITE_URL must begin with https://"),
        ({"EMAIL_URL": ""}, "EMAIL_URL is not set"),
        ({"LEDGER_ORIGIN": ""}, "LEDGER_ORIGIN is not set"),
        ({"DATABASE_URL": ""}, "DATABASE_URL is not set"),
        ({"REDIS_URL": ""}, "REDIS_URL is not set"),
    ],
)
def test_missing_or_weak_setting_is_told_in_one_sentence(changes, sentence):
    done = manage("check", **changes)
    assert done.returncode == 1
    assert done.stderr.startswith(f"Setting: {sentence}")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("reached", [{"SITE_URL": "https://designation.example"}, {"HOST": "10.0.0.5"}])
def test_a_site_that_others_reach_is_no_demonstration_by_default(reached: dict[str, str]):
    done = manage("check", **{"DESIGNATION_MODE": "", "SITE_URL": "", **reached})
    assert done.returncode == 1
    assert done.stderr.startswith(
        "Setting: DESIGNATION_MODE is not set, and by SITE_URL or HOST others can reach"
    )


def test_the_login_of_the_web_may_not_own_the_tables():
    owner = {"DATABASE_URL": os.environ["DATABASE_OWNER_URL"], "REDIS_URL": os.environ["REDIS_URL"]}
    for _ in ("the first release", "an upgrade"):
        migrated = manage("migrate", "--verbosity", "0", **owner, DATABASE_OWNER_URL=owner["DATABASE_URL"])
        assert (migrated.returncode, migrated.stderr) == (0, "")
    checked = manage("check", "--database", "default", **owner)
    assert "DATABASE_URL names a login that owns the tables" in checked.stderr
    program = "from designation.config import wsgi; from django.db import connection; connection.ensure_connection()"
    served = subprocess.run(
        [sys.executable, "-c", program],
        env={"PATH": os.environ["PATH"], **PRODUCTION, **owner},
        capture_output=True,
        text=True,
        check=False,
    )
    assert served.returncode == 1
    assert "DATABASE_URL names a login that owns the tables" in served.stderr


def test_dead_database_is_told_in_one_sentence_without_the_password():
    done = manage("migrate")
    assert done.returncode == 1
    assert done.stderr.startswith("The database does not answer; check DATABASE_URL")
    assert len(done.stderr.splitlines()) == 1
    assert "hidden" not in done.stderr
