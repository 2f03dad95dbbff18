"""The register for everybody to read, as C2SP `tlog-tiles` has it; no session, nothing to learn but growth.

Tiles never change, so they may be kept for ever; a checkpoint, under which witnesses add lines, for a moment only. The
one thing that is taken is a witness's cosignature.
"""

import base64

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from workflow.ledger import canonical, intake, newest, register, restored
from workflow.ledger.errors import LedgerError
from workflow.ledger.keys import public_keys
from workflow.ledger.tiles import NoSuchTile, Tile
from workflow.models import Checkpoint

FOR_EVER = "public, max-age=31536000, immutable"
FOR_A_MOMENT = "public, max-age=2"
WORDS = "text/plain; charset=utf-8"
HANDED_IN_PER_MINUTE = 60
STATUS = {
    "checkpoint_differs": 409,
    "cosignature_invalid": 422,
    "no_such_checkpoint": 404,
    "note_malformed": 400,
    "too_many_witnesses": 409,
    "unknown_witness": 403,
}


@require_safe
def checkpoint(request: HttpRequest) -> HttpResponse:
    """Answer with the newest checkpoint, or with the one of the size asked for, and who cosigned it: a C2SP note."""
    return _answer(register.cosigned(_checkpoint(request)).encode(), WORDS, FOR_A_MOMENT)


@require_safe
def second_signature(request: HttpRequest) -> HttpResponse:
    """Answer with the ML-DSA-87 signature of that checkpoint in base64."""
    signature = base64.b64encode(bytes(_checkpoint(request).mldsa87)) + b"\n"
    return _answer(signature, WORDS, FOR_EVER if "size" in request.GET else FOR_A_MOMENT)


@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """Answer with the keys file, for readers to compare with what they have from elsewhere."""
    return _answer(canonical.encode(public_keys().to_dict()), "application/json", "no-cache")


@require_safe
def declarations(request: HttpRequest) -> HttpResponse:
    """Answer with all declarations that the register was restored from a backup, oldest first; usually none."""
    return _answer(restored.encode(newest.declared()), "application/json", FOR_A_MOMENT)


@require_safe
def tile(request: HttpRequest, place: str) -> HttpResponse:
    """Answer with a tile of hashes or a bundle of entries that the newest checkpoint covers."""
    newest = register.latest()
    try:
        content = register.tile(Tile.parse(f"tile/{place}"), newest.size if newest else 0)
    except NoSuchTile as error:
        raise Http404 from error
    return _answer(content, "application/octet-stream", FOR_EVER)


@csrf_exempt
@require_POST
def cosignatures(request: HttpRequest) -> HttpResponse:
    """Take a cosigned checkpoint from a witness and answer with the checkpoint as it now stands."""
    if not _within_limit(request):
        return _refusal(429, "too_often: Too much was handed in from this address. Try again in a minute.")
    body = request.read(intake.LARGEST_BYTES + 1)
    if len(body) > intake.LARGEST_BYTES:
        return _refusal(413, f"too_large: A cosigned checkpoint has at most {intake.LARGEST_BYTES} bytes.")
    try:
        taken = intake.take(body.decode())
    except UnicodeDecodeError:
        return _refusal(400, "note_malformed: A checkpoint is UTF-8.")
    except LedgerError as error:
        return _refusal(STATUS[error.code], f"{error.code}: {error}")
    return _answer(register.cosigned(taken).encode(), WORDS, "no-store")


def _within_limit(request: HttpRequest) -> bool:
    """Count what an address hands in within a minute, for all processes together, and say whether it may go on."""
    key = f"cosignatures:{_address(request)}"
    cache.add(key, 0, timeout=60)
    try:
        return cache.incr(key) <= HANDED_IN_PER_MINUTE
    except ValueError:  # the minute ended between the two
        return True


def _address(request: HttpRequest) -> str:
    """Return who asks, as the nearest proxies that we trust tell it."""
    proxies: int = getattr(settings, "TRUSTED_PROXIES", 0)
    told = request.headers.get("X-Forwarded-For", "").split(",")
    return told[-proxies].strip() if 0 < proxies <= len(told) else str(request.META["REMOTE_ADDR"])


def _refusal(status: int, words: str) -> HttpResponse:
    answer = _answer(f"{words}\n".encode(), WORDS, "no-store")
    answer.status_code = status
    return answer


def _checkpoint(request: HttpRequest) -> Checkpoint:
    """Return the checkpoint asked for."""
    size = request.GET.get("size")
    if size is not None and not (size.isascii() and size.isdecimal() and len(size) < 19):
        raise Http404
    try:
        found = register.latest() if size is None else register.checkpoint_of(int(size))
    except register.NoSuchCheckpoint as error:
        raise Http404 from error
    if found is None:
        raise Http404
    return found


def _answer(content: bytes, content_type: str, caching: str) -> HttpResponse:
    headers = {
        "Cache-Control": caching,
        "X-Content-Type-Options": "nosniff",
        "Access-Control-Allow-Origin": "*",
    }
    return HttpResponse(content, content_type=content_type, headers=headers)


app_name = "register"
urlpatterns = [
    path("checkpoint", checkpoint, name="checkpoint"),
    path("checkpoint.mldsa87", second_signature, name="second_signature"),
    path("cosignatures", cosignatures, name="cosignatures"),
    path("declarations", declarations, name="declarations"),
    path("keys.json", keys, name="keys"),
    path("tile/<path:place>", tile, name="tile"),
]
