"""Startup of every process: which database and login it works with, and how to report a problem in one sentence."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from designation.config.environment import SettingProblem

connects_as_owner = False
"""Whether this process runs a command that changes tables or rights, for which it connects as the tables' owner."""
OWNER_COMMANDS = ("migrate", "grant_rights", "write_catalog", "flush", "dbshell", "back_up", "restore")


def owner_for_migrations(arguments: list[str]) -> None:
    """Make commands that change tables or rights connect as the tables' owner, if DATABASE_OWNER_URL is set."""
    global connects_as_owner
    if arguments and arguments[0] in OWNER_COMMANDS and os.environ.get("DATABASE_OWNER_URL"):
        connects_as_owner = True
        os.environ["DATABASE_URL"] = os.environ["DATABASE_OWNER_URL"]


@contextmanager
def exit_with_message() -> Iterator[None]:
    """Turn a malformed setting or an unreachable server into one sentence on stderr and exit status 1."""
    try:
        import designation.config.settings  # noqa: F401  (imported first, so that its errors are caught here)

        yield
    except SettingProblem as problem:
        sys.exit(f"Setting: {problem}")
    except Exception as problem:
        if (sentence := _unreachable(problem)) is None:
            raise
        sys.exit(sentence)


def refuse_another_sites_database() -> None:
    """End the start of a process, in one sentence, if its database belongs to another kind of site."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "designation.config.settings")
    from designation.config import kind_of_site

    with exit_with_message():
        kind_of_site.refuse_at_start()


def guard_connections() -> None:
    """Make this process refuse connections to a wrong database, or with a login that owns the tables."""
    from designation.config import kind_of_site, rights

    rights.refuse_owner_connections()
    kind_of_site.refuse_connections()


def _unreachable(problem: Exception) -> str | None:
    """Return a sentence if a server cannot be reached, or None for every other problem."""
    from django.db.utils import OperationalError
    from redis.exceptions import ConnectionError as RedisConnectionError

    if isinstance(problem, OperationalError):
        why = " ".join(str(problem).split())
        return f"The database does not answer; check DATABASE_URL and that PostgreSQL runs there ({why})."
    if isinstance(problem, RedisConnectionError):
        return f"Redis does not answer; check REDIS_URL and that Redis runs there ({problem})."
    return None
