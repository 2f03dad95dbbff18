"""The pseudonym under which insider-risk officers know a person until two of them unmask the person.

It is derived from the person's id with a key that only this site has. It is the same in every signal and case, so that
officers recognize a pattern, and nobody without the key can find the person from it.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.utils.crypto import salted_hmac

from designation.content.numbers import ALPHABET

SALT = "designation/signals/pseudonym"
NOBODY = "Nobody named"


def pseudonym(person: uuid.UUID | None) -> str:
    """Return the pseudonym of a person, such as P-7Q4K-92XM, or say that nobody is named.

    The earliest secret key that this site still knows is used, so that a new key changes no pseudonym.
    """
    if person is None:
        return NOBODY
    key = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS][-1]
    digest = salted_hmac(SALT, str(person), secret=key, algorithm="sha256").digest()
    letters = "".join(ALPHABET[byte % len(ALPHABET)] for byte in digest[:8])
    return f"P-{letters[:4]}-{letters[4:]}"
