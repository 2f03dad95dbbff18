"""The Django cache backend that counts attempts, stored in PostgreSQL.

Signing in needs the database and no other server, and rate limits on it should not need another server
either. If Redis is down, full or restarted empty, nobody is locked out and no count is lost. If the database
is read-only or full, attempts cannot be counted, so nobody can sign in. All times are by the database clock.
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import connection

_PUT = """
WITH ended AS (
    DELETE FROM {table} WHERE key IN (
        SELECT key FROM {table} WHERE ends_at <= clock_timestamp() AND key <> %s
        LIMIT 10 FOR UPDATE SKIP LOCKED))
INSERT INTO {table} AS present (key, value, ends_at) VALUES (%s, %s, clock_timestamp() + %s)
ON CONFLICT (key) DO UPDATE SET value = excluded.value, ends_at = excluded.ends_at
"""
_UNLESS_PRESENT = " WHERE present.ends_at <= clock_timestamp()"


class Attempts(BaseCache):
    """The part of Django's cache API that Django and allauth's rate limits use. Values are stored as JSON."""

    def __init__(self, _location: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Set a value unless the key has one, and return True if it was set. Only one concurrent caller succeeds."""
        return self._put(_PUT + _UNLESS_PRESENT, key, value, timeout, version)

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """Set a value that expires after `timeout` seconds, and delete up to ten expired ones."""
        self._put(_PUT, key, value, timeout, version)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """Return the value, or `default` if there is none or it has expired."""
        row = self._row(
            "SELECT value::text FROM {table} WHERE key = %s AND ends_at > clock_timestamp()",
            [self.make_and_validate_key(key, version)],
        )
        return default if row is None else json.loads(row[0])

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """Add to a number and return the sum; the expiry does not change. Raises: ValueError, if there is no number."""
        row = self._row(
            "UPDATE {table} SET value = to_jsonb(value::bigint + %s) "
            "WHERE key = %s AND ends_at > clock_timestamp() RETURNING value::bigint",
            [delta, self.make_and_validate_key(key, version)],
        )
        if row is None:
            raise ValueError(f"Nothing is counted under {key}.")
        return int(row[0])

    def delete(self, key: str, version: int | None = None) -> bool:
        """Delete a value. Return False if there was none."""
        row = self._row(
            "DELETE FROM {table} WHERE key = %s RETURNING ends_at > clock_timestamp()",
            [self.make_and_validate_key(key, version)],
        )
        return row is not None and bool(row[0])

    def clear(self) -> None:
        """Delete all values."""
        with connection.cursor() as cursor:
            cursor.execute(_in_table("DELETE FROM {table}"))

    def _put(self, statement: str, key: str, value: Any, timeout: Any, version: int | None) -> bool:
        made = self.make_and_validate_key(key, version)
        seconds = self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout
        length: Any = timedelta(seconds=seconds)
        with connection.cursor() as cursor:
            cursor.execute(_in_table(statement), [made, made, json.dumps(value), length])
            return bool(cursor.rowcount == 1)

    def _row(self, statement: str, parameters: list[Any]) -> Any:
        with connection.cursor() as cursor:
            cursor.execute(_in_table(statement), parameters)
            return cursor.fetchone()


def _in_table(statement: str) -> str:
    """Return a statement with the table's name filled in.

    The model is imported here, because Django creates this cache before it loads models.
    """
    from designation.identity.models import Attempts as Counts

    return statement.format(table=Counts._meta.db_table)
