"""Browsers in which somebody has signed in before, so that failed attempts elsewhere do not shut the owner out.

A signed cookie says for which addresses the browser is known. It proves nothing and opens nothing: it only gives the
browser its own count of failed attempts, beside the count that strangers share.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.crypto import salted_hmac

from designation.people.models import normal_address

COOKIE = "known-device"
LASTS = timedelta(days=180)
SALT = "designation.known-device"
MOST = 5
"""How many people a browser remembers at most; the one who signed in longest ago goes first."""


def counted_as(request: HttpRequest | None, address: str) -> str:
    """Return the key under which attempts for an address are counted: the address, or this known browser's own key."""
    device, known = _read(request)
    plain = normal_address(address)
    return f"{plain}#{device}" if device and _digest(plain) in known else plain


def remember(request: HttpRequest, response: HttpResponseBase, address: str) -> None:
    """Let the response make the browser known for an address."""
    device, known = _read(request)
    digest = _digest(normal_address(address))
    kept = [one for one in known if one != digest][-(MOST - 1) :]
    value = signing.dumps([device or secrets.token_urlsafe(12), *kept, digest], salt=SALT)
    response.set_cookie(
        COOKIE,
        value,
        max_age=LASTS,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


def _read(request: HttpRequest | None) -> tuple[str, list[str]]:
    """Return the browser's own name and the digests of the addresses for which it is known."""
    text = request.COOKIES.get(COOKIE, "") if request is not None else ""
    try:
        device, *known = signing.loads(text, salt=SALT, max_age=LASTS)
    except (signing.BadSignature, ValueError, TypeError):
        return "", []
    return device, known


def _digest(address: str) -> str:
    return salted_hmac(SALT, address, algorithm=hashlib.sha256().name).hexdigest()[:32]
