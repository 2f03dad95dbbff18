"""Where attempts are counted: the cache, kept in PostgreSQL.

Signing in needs the database anyway and nothing else, so a limit on it should need nothing else either. Redis may be
away, full, or restarted empty: nobody is locked out and no count is forgotten. Where the database takes nothing in,
nothing can be counted, and so nobody is let in. Time is the database's, as everywhere.
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
    """What Django's cache and the limits of allauth ask for; values are JSON."""

    def __init__(self, _location: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Set a value unless there is one; True where it was set. Of callers at the same instant one succeeds."""
        return self._put(_PUT + _UNLESS_PRESENT, key, value, timeout, version)

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """Set a value for so many seconds, and drop a few that have ended."""
        self._put(_PUT, key, value, timeout, version)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """Return the value, or `default` where there is none or it has ended."""
        row = self._row(
            "SELECT value::text FROM {table} WHERE key = %s AND ends_at > clock_timestamp()",
            [self.make_and_validate_key(key, version)],
        )
        return default if row is None else json.loads(row[0])

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """Add to a number and return the sum; its end stays. Raises: ValueError where there is none."""
        row = self._row(
            "UPDATE {table} SET value = to_jsonb(value::bigint + %s) "
            "WHERE key = %s AND ends_at > clock_timestamp() RETURNING value::bigint",
            [delta, self.make_and_validate_key(key, version)],
        )
        if row is None:
            raise ValueError(f"Nothing is counted under {key}.")
        return int(row[0])

    def delete(self, key: str, version: int | None = None) -> bool:
        """Forget a value; False where there was none."""
        row = self._row(
            "DELETE FROM {table} WHERE key = %s RETURNING ends_at > clock_timestamp()",
            [self.make_and_validate_key(key, version)],
        )
        return row is not None and bool(row[0])

    def clear(self) -> None:
        """Forget everything."""
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
    """Return a statement about the table that keeps the counts. Settings name this cache before models are loaded."""
    from designation.identity.models import Attempts as Counts

    return statement.format(table=Counts._meta.db_table)
