"""Whether the installation lives, for machines that watch it, and what is said when a server behind it is away.

Nothing here names a person, a matter or an error's detail: these pages are public.
"""

import sys
from collections.abc import Callable

import redis
from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.defaults import server_error as plain_server_error

SILENCE_S = 10  # heartbeats come every 2 s; five missed ones are silence
PARTS = ("database", "redis", "worker", "beat")


@require_safe
def lives(request: HttpRequest) -> HttpResponse:
    """Answer while the process lives, whatever else is down."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """Answer 200 when database, Redis, worker and beat all work, otherwise 503; with the state of each."""
    found = states()
    is_ready = all(state == "ok" for state in found.values())
    return JsonResponse({"ready": is_ready, **found}, status=200 if is_ready else 503)


def states() -> dict[str, str]:
    """Return the state of each part in a word or two; "ok" where it works."""
    return {part: _state(part) for part in PARTS}


def record(part: str) -> None:
    """Record that the part is alive now; the record fades after `SILENCE_S`."""
    with _redis() as client:
        client.set(_key(part), timezone.now().isoformat(), ex=SILENCE_S)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer a request that failed: 503 with one sentence when a server is away, the plain error page otherwise."""
    problem = sys.exc_info()[1]
    if isinstance(problem, OperationalError | InterfaceError | redis.ConnectionError | redis.TimeoutError):
        sentence = "A part of this site is not answering. Nothing you sent was saved; please try again in a minute.\n"
        return HttpResponse(sentence, status=503, content_type="text/plain", headers={"Retry-After": "60"})
    return plain_server_error(request)


def _state(part: str) -> str:
    check: Callable[[], bool] = {"database": _database_answers, "redis": _redis_answers}.get(
        part, lambda: _was_heard(part)
    )
    try:
        return "ok" if check() else "silent"
    except (DatabaseError, InterfaceError):
        return "does not answer"
    except redis.RedisError:
        return "does not answer" if part == "redis" else "unknown"


def _database_answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))


def _redis_answers() -> bool:
    with _redis() as client:
        return bool(client.ping())


def _was_heard(part: str) -> bool:
    with _redis() as client:
        return bool(client.exists(_key(part)))


def _key(part: str) -> str:
    return f"heartbeat:{part}"


def _redis() -> "redis.Redis":
    return redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=2, socket_timeout=2)
