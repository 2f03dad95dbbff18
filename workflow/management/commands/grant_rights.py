"""`manage.py grant_rights --login NAME`: what the application's login may do.

It owns nothing, cannot rewrite the record, and cannot make tables, not even temporary ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection, transaction

from workflow.sql.triggers import fixed_columns

APPEND_ONLY = ("entry", "registerleaf", "registernode", "checkpoint", "cosignature", "restoration")


class Command(BaseCommand):
    help = "Grant the application's login what it needs, and nothing that could rewrite the ledger."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the name of the login."""
        parser.add_argument(
            "--login", default="app", help="The database role that the application signs in with."
        )

    def handle(self, *args: Any, login: str, **options: Any) -> None:
        """Grant and revoke in one transaction, so that nothing is open in between."""
        name = connection.ops.quote_name(login)
        database = connection.ops.quote_name(connection.settings_dict["NAME"])
        statements = [
            f"GRANT USAGE ON SCHEMA public TO {name}",
            f"REVOKE CREATE ON SCHEMA public FROM {name}",
            f"REVOKE TEMPORARY ON DATABASE {database} FROM PUBLIC",
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {name}",
            f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {name}",
            f"REVOKE DELETE, TRUNCATE ON workflow_log FROM {name}",
            f"REVOKE UPDATE, TRUNCATE ON workflow_personal FROM {name}",
            *(f"REVOKE UPDATE, DELETE, TRUNCATE ON workflow_{table} FROM {name}" for table in APPEND_ONLY),
            f"REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON django_migrations FROM {name}",
            *_updates(name),
        ]
        with transaction.atomic(), connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
        self.stdout.write(f"{login} may use the tables and cannot rewrite the ledger.")


def _updates(login: str) -> Iterator[str]:
    """Yield the statements that let the login update what may change, in tables of which some columns never do."""
    for model in apps.get_models():
        columns = [str(field.column) for field in model._meta.local_concrete_fields]
        fixed = fixed_columns(model, columns)
        if fixed:
            changing = ", ".join(connection.ops.quote_name(one) for one in columns if one not in fixed)
            yield f"REVOKE UPDATE ON {model._meta.db_table} FROM {login}"
            if changing:
                yield f"GRANT UPDATE ({changing}) ON {model._meta.db_table} TO {login}"
