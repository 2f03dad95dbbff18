"""Whether the installation lives: for machines that watch it, and in a sentence on every page when something is away.

Nothing here names a person, a matter or an error's detail: these pages are public.
"""

from collections.abc import Callable
from contextlib import suppress

import redis
from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe
from redis.backoff import NoBackoff
from redis.retry import Retry

from workflow.servers import Trouble, trouble

SILENCE_S = 10  # heartbeats come every 2 s; five missed ones are silence
FULL_FOR_S = 60  # a database that had no room is called full for so long after it last said so
PARTS = ("database", "redis", "worker", "beat")
OK = "ok"


@require_safe
def lives(request: HttpRequest) -> HttpResponse:
    """Answer while the process lives, whatever else is down."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """Answer 200 when database, Redis, worker and beat all work, otherwise 503; with the state of each."""
    found = states()
    is_ready = all(state == OK for state in found.values())
    return JsonResponse({"ready": is_ready, **found}, status=200 if is_ready else 503)


def states() -> dict[str, str]:
    """Return the state of each part in a word or two; "ok" where it works."""
    checks: dict[str, Callable[[], str]] = {
        "database": _database,
        "redis": _redis_server,
        "worker": lambda: heard("worker"),
        "beat": lambda: heard("beat"),
    }
    return {part: checks[part]() for part in PARTS}


def record(part: str) -> None:
    """Record that the part is alive now; the record fades after `SILENCE_S`."""
    with client() as server:
        server.set(_key(part), 1, ex=SILENCE_S)


def note_full() -> None:
    """Note that the database had no room for what it was to write, so that the whole site can say so."""
    with suppress(redis.RedisError), client() as server:
        server.set(_key("full"), 1, ex=FULL_FOR_S)


def heard(part: str) -> str:
    """Return "ok" where a part was heard lately, "silent" where not, "unknown" where nobody can tell."""
    try:
        with client() as server:
            return OK if server.exists(_key(part)) else "silent"
    except redis.RedisError:
        return "unknown"


def away() -> set[str]:
    """Return what keeps work from being done in the background, or the database from taking anything in, briefly.

    Made for pages: one round trip to Redis, and no more than a moment where it does not answer.
    """
    try:
        with client(timeout_s=0.3) as server:
            worker, beat, full = server.mget([_key(part) for part in ("worker", "beat", "full")])
    except redis.RedisError:
        return {"redis"}
    return {name for name, is_away in (("worker", not worker), ("beat", not beat), ("full", full)) if is_away}


def client(*, timeout_s: float = 2) -> "redis.Redis":
    """Return a client of the installation's Redis that does not wait for long."""
    return redis.Redis.from_url(
        settings.REDIS_URL,
        socket_connect_timeout=timeout_s,
        socket_timeout=timeout_s,
        retry=Retry(NoBackoff(), retries=0),
    )


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('transaction_read_only') = 'on'")
            [(reads_only,)] = cursor.fetchall()
    except (DatabaseError, InterfaceError) as problem:
        return trouble(problem) or Trouble.AWAY
    if reads_only:
        return Trouble.READ_ONLY
    return Trouble.FULL if heard("full") == OK else OK


def _redis_server() -> str:
    """Ask it to take something in: a full one still answers."""
    try:
        with client() as server:
            server.set(_key("probe"), 1, ex=SILENCE_S)
    except redis.OutOfMemoryError:
        return "full"
    except redis.RedisError:
        return "does not answer"
    return OK


def _key(part: str) -> str:
    return f"heartbeat:{part}"
