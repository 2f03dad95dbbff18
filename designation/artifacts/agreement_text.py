"""The text of an agreement as it is stored, shown and digested, and proof that it was shown to a person."""

from __future__ import annotations

import hashlib
import unicodedata
import uuid
from datetime import datetime, timedelta
from typing import NamedTuple

from django.core import signing

from workflow.ledger import canonical

TITLE_LENGTH, TEXT_LENGTH = 160, 60_000
SHOWN_WITHIN = timedelta(hours=12)
"""How long a page that showed an agreement can be used to accept it."""
_SALT = "designation/artifacts/agreement-shown/v1"


def plain(text: str) -> str:
    """Return text with ordinary line breaks and without characters that cannot be seen.

    Nothing can hide in what is accepted, and the digest covers what people read.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    ").split("\n")
    shown = ("".join(one for one in line if unicodedata.category(one) not in ("Cc", "Cf")) for line in lines)
    return "\n".join(line.rstrip() for line in shown).strip()


def as_file(title: str, text: str) -> bytes:
    """Return an agreement as the bytes of a text file. Its SHA-384 digest is the agreement's."""
    return f"{title}\n\n{text}\n".encode()


def digest(title: str, text: str) -> str:
    """Return the SHA-384 digest of an agreement's title and text, in hex: that of `as_file`."""
    return hashlib.sha384(as_file(title, text)).hexdigest()


class Shown(NamedTuple):
    """Which agreement a page showed in full, to whom and when."""

    person: str
    grant: str
    agreement: str
    digest: str
    at: str


def token(
    *, person: uuid.UUID | None, grant: uuid.UUID, agreement: uuid.UUID, digest: str, at: datetime
) -> str:
    """Return the signed statement that a page shows this agreement in full to this person."""
    shown = Shown(str(person), str(grant), str(agreement), digest, canonical.instant(at))
    return signing.dumps(list(shown), salt=_SALT)


def shown_at(
    text: object,
    *,
    person: uuid.UUID | None,
    grant: uuid.UUID,
    agreement: uuid.UUID,
    digest: str,
    now: datetime,
) -> datetime | None:
    """Return when a page showed exactly this agreement to this person, or None unless a token says so lately."""
    try:
        shown = Shown(*signing.loads(str(text), salt=_SALT))
        at = datetime.fromisoformat(shown.at)
    except (signing.BadSignature, TypeError, ValueError):
        return None
    wanted = (str(person), str(grant), str(agreement), digest)
    return at if shown[:4] == wanted and at <= now <= at + SHOWN_WITHIN else None
