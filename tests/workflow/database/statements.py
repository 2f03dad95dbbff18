"""Raw SQL as different logins would send it, over a database whose rows are committed."""

import os
from contextlib import contextmanager
from urllib.parse import parse_qsl, urlsplit

import psycopg
from django.core.management import call_command
from django.db import connection

LOGINS = {"application": "DATABASE_URL", "owner": "DATABASE_OWNER_URL", "superuser": "DATABASE_SUPERUSER_URL"}


@contextmanager
def signed_in(login):
    """Yield a connection of one login to the test's own database; its transaction is rolled back."""
    url = urlsplit(os.environ[LOGINS[login]])
    host = dict(parse_qsl(url.query)).get("host") or url.hostname
    if login == "application":
        call_command("grant_rights", login=url.username, verbosity=0)
    facts = {"user": url.username, "password": url.password, "host": host, "port": url.port}
    name = connection.settings_dict["NAME"]
    with psycopg.connect(dbname=name, **{k: v for k, v in facts.items() if v}) as session:
        if login == "superuser":
            session.execute("SET session_replication_role = replica")
        yield session
        session.rollback()


def refusal(login, *statements):
    """Return the message with which PostgreSQL refuses one of the statements, or nothing where it refuses none."""
    with signed_in(login) as session:
        try:
            for statement in statements:
                session.execute(statement)
        except psycopg.Error as error:
            return str(error).split("\n")[0]
        return ""
