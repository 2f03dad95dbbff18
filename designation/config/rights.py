"""Checks that a production process does not connect as the owner of the tables.

The owner could disable the triggers that protect the ledger.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core import checks
from django.db import connections
from django.db.backends.signals import connection_created

from designation.config import starting
from designation.config.environment import SettingProblem
from workflow.models import Entry

SENTENCE = (
    "DATABASE_URL names a login that owns the tables or is a superuser, and could switch the ledger's triggers off. "
    "Name the login that owns nothing there, and the owner in DATABASE_OWNER_URL."
)
_OWNS = """SELECT EXISTS (SELECT 1 FROM pg_class WHERE relname = %s AND relkind = 'r'
AND pg_has_role(current_user, relowner, 'member'))"""


def refuse_owner_connections() -> None:
    """In production, make this process refuse every new database connection as the tables' owner."""
    if settings.PRODUCTION:
        connection_created.connect(_refuse, dispatch_uid="designation.config.rights")


def _refuse(connection: Any, **_: Any) -> None:
    """Close a connection whose login owns the tables or is a superuser. Raises: SettingProblem."""
    if _owns(connection):
        connection.close()
        raise SettingProblem(SENTENCE)


def _owns(connection: Any) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_OWNS, [Entry._meta.db_table])
        return bool(cursor.fetchone()[0])


@checks.register(checks.Tags.database)
def check_not_owner(app_configs: Any, databases: Any = None, **kwargs: Any) -> list[checks.CheckMessage]:
    """Return an error if a production DATABASE_URL names an owner (`manage.py check --database default`).

    `migrate` runs the checks too, and it has to connect as the owner.
    """
    if not settings.PRODUCTION or starting.connects_as_owner:
        return []
    return [checks.Error(SENTENCE) for alias in databases or () if _owns(connections[alias])]
