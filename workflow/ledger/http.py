"""The register for everybody to read, as C2SP `tlog-tiles` has it; plain GET, no session, nothing to learn but growth.

Tiles never change, so they may be kept for ever; the checkpoint may be kept for a moment only.
"""

import base64

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe

from workflow.ledger import canonical, register
from workflow.ledger.keys import public_keys
from workflow.ledger.tiles import NoSuchTile, Tile
from workflow.models import Checkpoint

FOR_EVER = "public, max-age=31536000, immutable"
FOR_A_MOMENT = "public, max-age=2"


@require_safe
def checkpoint(request: HttpRequest) -> HttpResponse:
    """Answer with the newest checkpoint, or with the one of the size asked for: a C2SP signed note."""
    found, caching = _checkpoint(request)
    return _answer(found.note.encode(), "text/plain; charset=utf-8", caching)


@require_safe
def second_signature(request: HttpRequest) -> HttpResponse:
    """Answer with the ML-DSA-87 signature of that checkpoint in base64."""
    found, caching = _checkpoint(request)
    signature = base64.b64encode(bytes(found.mldsa87)) + b"\n"
    return _answer(signature, "text/plain; charset=utf-8", caching)


@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """Answer with the keys file, for readers to compare with what they have from elsewhere."""
    return _answer(canonical.encode(public_keys().to_dict()), "application/json", "no-cache")


@require_safe
def tile(request: HttpRequest, place: str) -> HttpResponse:
    """Answer with a tile of hashes or a bundle of entries that the newest checkpoint covers."""
    newest = register.latest()
    try:
        content = register.tile(Tile.parse(f"tile/{place}"), newest.size if newest else 0)
    except NoSuchTile as error:
        raise Http404 from error
    return _answer(content, "application/octet-stream", FOR_EVER)


def _checkpoint(request: HttpRequest) -> tuple[Checkpoint, str]:
    """Return the checkpoint asked for and how long the answer may be kept."""
    size = request.GET.get("size")
    if size is None:
        found, caching = register.latest(), FOR_A_MOMENT
    else:
        known = size.isascii() and size.isdecimal() and len(size) < 19
        found, caching = Checkpoint.objects.filter(size=size).first() if known else None, FOR_EVER
    if found is None:
        raise Http404
    return found, caching


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
    path("keys.json", keys, name="keys"),
    path("tile/<path:place>", tile, name="tile"),
]
