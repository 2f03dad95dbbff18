"""Health checks for monitoring, and for the notice that pages show while a part is down.

These pages are public, so they name no person, no matter and no details of errors.
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

from designation.web.access import public
from workflow.ledger import newest
from workflow.ledger.errors import LedgerError
from workflow.servers import Trouble, trouble

SILENCE_S = 10  # a heartbeat comes every 2 s, so five were missed
FULL_FOR_S = 60  # how long the database counts as full after it last reported so
REFUSED_FOR_S = 60  # how long the register counts as refused after sealing was last refused
PARTS = ("database", "redis", "worker", "beat", "register")
BAD = ("full", "refused")
OK = "ok"
REGISTER = {"register_behind": "older than what was signed", "newest_missing": "register.newest is missing"}
"""What is wrong with the register, by the code of the refusal."""


@public
@require_safe
def lives(request: HttpRequest) -> HttpResponse:
    """Return 200 while the process is alive, whatever else is down."""
    return HttpResponse("ok\n", content_type="text/plain")


@public
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """Return 200 if every part works, otherwise 503; the body has the state of each part."""
    found = states()
    is_ready = all(state == OK for state in found.values())
    return JsonResponse({"ready": is_ready, **found}, status=200 if is_ready else 503)


def states() -> dict[str, str]:
    """Return the state of each part in a word or two, or "ok" if it works."""
    checks: dict[str, Callable[[], str]] = {
        "database": _database,
        "redis": _redis_server,
        "worker": lambda: heard("worker"),
        "beat": lambda: heard("beat"),
        "register": _register,
    }
    return {part: checks[part]() for part in PARTS}


def record(part: str) -> None:
    """Record that a part is alive now. The record expires after `SILENCE_S` seconds."""
    with client() as server:
        server.set(_key(part), 1, ex=SILENCE_S)


def note_full() -> None:
    """Record that the database is full, so that every page can say so."""
    with suppress(redis.RedisError), client() as server:
        server.set(_key("full"), 1, ex=FULL_FOR_S)


def note_refused(why: str) -> None:
    """Record why sealing was refused, so that every page can say so, also on machines without the register's keys."""
    with suppress(redis.RedisError), client() as server:
        server.set(_key("refused"), why, ex=REFUSED_FOR_S)


def why_refused() -> str:
    """Return why a worker was refused to seal within the last minute; empty if none was."""
    with suppress(redis.RedisError), client() as server:
        found = server.get(_key("refused"))
        return found.decode() if isinstance(found, bytes) else ""
    return ""


def heard(part: str) -> str:
    """Return "ok" if the part reported recently, "silent" if it did not, or "unknown" if Redis cannot be reached."""
    try:
        with client() as server:
            return OK if server.exists(_key(part)) else "silent"
    except redis.RedisError:
        return "unknown"


def away() -> set[str]:
    """Return the parts that are down: the worker, the beat or Redis; "full" if the database is full; and "refused" if
    sealing is refused.

    For use by pages: it makes one round trip to Redis, with a timeout of 0.3 s.
    """
    try:
        with client(timeout_s=0.3) as server:
            worker, beat, *bad = server.mget([_key(part) for part in ("worker", "beat", *BAD)])
    except redis.RedisError:
        return {"redis"}
    silent = {name for name, heard_of in (("worker", worker), ("beat", beat)) if not heard_of}
    return silent | {name for name, is_so in zip(BAD, bad, strict=True) if is_so}


def client(*, timeout_s: float = 2) -> "redis.Redis":
    """Return a client of the installation's Redis with a short timeout and no retries."""
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
    """Return the state of Redis. The check writes a value, because a full Redis still answers reads."""
    try:
        with client() as server:
            server.set(_key("probe"), 1, ex=SILENCE_S)
    except redis.OutOfMemoryError:
        return "full"
    except redis.RedisError:
        return "does not answer"
    return OK


def _register() -> str:
    """Return whether the register in the database may be continued, as far as this machine can tell."""
    if not newest.is_kept_here():
        return "refused by a worker" if why_refused() else OK
    try:
        newest.checked()
    except LedgerError as error:
        return REGISTER.get(error.code, "cannot be checked")
    except (DatabaseError, InterfaceError):
        return "unknown"
    return OK


def _key(part: str) -> str:
    return f"heartbeat:{part}"
