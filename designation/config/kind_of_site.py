"""Production does not work over the database of a demonstration, nor a demonstration over that of a real site.

The database carries its kind (`Site`), which is written once and never changes. In a demonstration, everybody knows the
passwords, mail is readable on a page, and the clock can be moved.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core import checks
from django.db import connections
from django.db.backends.signals import connection_created
from django.db.utils import OperationalError

from designation.config.environment import SettingProblem
from designation.people.guards import KIND_OF_SITE, SITE_EXISTS

SENTENCES = {
    (
        "production",
        "demonstration",
    ): "DATABASE_URL names the database of a demonstration. Set it to a database that only production uses.",
    (
        "demonstration",
        "real",
    ): "DATABASE_URL names the database of a real site; a demonstration needs a database of its own.",
    ("test", "real"): "DATABASE_URL names the database of a real site. Tests need a database of their own.",
}
"""What is wrong, by the mode of this installation and the kind of site that the database belongs to."""


def refuse_at_start() -> None:
    """Raise SettingProblem if the database belongs to another kind of site.

    If the database does not answer, the process starts all the same, and `refuse_connections` decides later.
    """
    connection = connections["default"]
    try:
        sentence = _problem(connection)
    except OperationalError:
        return
    finally:
        connection.close()
    if sentence:
        raise SettingProblem(sentence)


def refuse_connections() -> None:
    """Make this process refuse every new connection to a database that belongs to another kind of site."""
    if settings.MODE in {mode for mode, _kind in SENTENCES}:
        connection_created.connect(_refuse, dispatch_uid="designation.config.kind_of_site")


def _refuse(connection: Any, **_: Any) -> None:
    """Close a connection to a database of another kind. Raises: SettingProblem."""
    if sentence := _problem(connection):
        connection.close()
        raise SettingProblem(sentence)


def _problem(connection: Any) -> str:
    """Return the sentence that says what is wrong with the database, or "".

    It asks psycopg, because Django warns of a query before its applications are loaded.
    """
    connection.ensure_connection()
    asked = connection.connection
    if not asked.execute(SITE_EXISTS).fetchone()[0]:
        return ""
    row = asked.execute(KIND_OF_SITE).fetchone()
    return SENTENCES.get((settings.MODE, row[0]), "") if row else ""


@checks.register(checks.Tags.database)
def check_kind_of_site(app_configs: Any, databases: Any = None, **kwargs: Any) -> list[checks.CheckMessage]:
    """Return an error if the database belongs to another kind of site (`manage.py check --database default`)."""
    found = [_problem(connections[alias]) for alias in databases or ()]
    return [checks.Error(sentence) for sentence in found if sentence]
