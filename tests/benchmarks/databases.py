"""Databases of the benchmark's own on the server that it runs beside, and quick loading of many rows into them."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql


def database(name: str, setting: str = "DATABASE_OWNER_URL") -> str:
    """Return the address of a database of the benchmark's own, as the tables' owner or as `setting` says."""
    return urlunsplit(urlsplit(os.environ[setting])._replace(path=f"/{name}"))


def make(name: str, template: str = "template1") -> None:
    """Make a database anew, as a copy of another."""
    with psycopg.connect(database("postgres"), autocommit=True) as session:
        session.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        session.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )


def drop(*names: str) -> None:
    """Drop databases, so that their files make room for the next row's."""
    with psycopg.connect(database("postgres", "DATABASE_SUPERUSER_URL"), autocommit=True) as session:
        for name in names:
            session.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def loading(name: str, *tables: str) -> Iterator["psycopg.Connection[tuple[object, ...]]"]:
    """Yield a superuser's session in which these tables take rows without triggers and with few indexes.

    Afterwards every trigger and index is back as it was, and the planner knows the tables. What is loaded this way has
    the shape of real rows and none of the ledger's proofs: for measuring, and for nothing else.
    """
    address = database(name, "DATABASE_SUPERUSER_URL")
    with psycopg.connect(address, autocommit=True) as session:
        session.execute("SET maintenance_work_mem = '1GB'")
        triggers = session.execute(
            "SELECT tgrelid::regclass::text, tgname, tgenabled FROM pg_trigger "
            "WHERE NOT tgisinternal AND tgrelid::regclass::text = ANY(%s)",
            [list(tables)],
        ).fetchall()
        indexes = session.execute(
            "SELECT c.relname, pg_get_indexdef(c.oid) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid "
            "WHERE i.indrelid::regclass::text = ANY(%s) AND NOT i.indisprimary "
            "AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = c.oid)",
            [list(tables)],
        ).fetchall()
        for table in tables:
            session.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
        for index, _definition in indexes:
            session.execute(f"DROP INDEX {index}")
        yield session
        for _index, definition in indexes:
            session.execute(str(definition))
        for table in tables:
            session.execute(f"ALTER TABLE {table} ENABLE TRIGGER ALL")
        for table, trigger, enabled in triggers:
            if enabled == "A":
                session.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {trigger}")
        for table in tables:
            session.execute(f"VACUUM ANALYZE {table}")
