"""One step with all its duties, beside django-fsm-2 with django-fsm-log: the same step locked, saved and logged."""

import os
from collections.abc import Iterator
from subprocess import run
from sys import executable
from typing import Any

from tests.benchmarks.pairs import compare

BAR = 2.0
"""With all its duties, a step is to cost half of the peer's without them. Not met yet; the ratio is shown as it is."""


def rows(rounds: int, seconds: float) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the rows of this comparison: one client, and eight at once."""
    for module in ("ours", "peer"):
        run([executable, "-m", f"tests.benchmarks.{module}.prepare"], check=True)
    for clients in (1, 8):
        sides = ("tests.benchmarks.ours.client", "tests.benchmarks.peer.client")
        many = f"{clients} client{'s' if clients > 1 else ''}"
        yield (
            f"a step, {many}, against django-fsm-2 with django-fsm-log",
            compare(*sides, clients=clients, rounds=rounds, seconds=seconds, bar=BAR),
        )


def database(name: str) -> str:
    """Return the address of a database of the benchmark's own on the tests' server."""
    from urllib.parse import urlsplit, urlunsplit

    return urlunsplit(urlsplit(os.environ["DATABASE_OWNER_URL"])._replace(path=f"/{name}"))


def make(name: str) -> None:
    """Make a database anew, for whoever prepares one side."""
    import psycopg
    from psycopg import sql

    with psycopg.connect(database("postgres"), autocommit=True) as session:
        session.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        session.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
