"""How allauth stores and names passkeys, authenticator apps and recovery codes on this site."""

from __future__ import annotations

import base64
import logging
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from designation.identity.factors import required

logger = logging.getLogger(__name__)
PURPOSE = b"designation.identity.factors"


class Adapter(DefaultMFAAdapter):
    """The allauth adapter for passkeys and codes."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "That did not match. Try again with a new code, or with your passkey.",
        "cannot_delete_authenticator": required.LAST_ONE,
        "cannot_generate_recovery_codes": "Set up a passkey or an authenticator app first.",
    }

    def encrypt(self, text: str) -> str:
        """Return a secret as it is stored. The key is derived from the site's secret key."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return a stored secret. If none of the site's secret keys encrypted it, no code fits what is returned."""
        try:
            return _cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            logger.error("The secret of an authenticator app was encrypted under a secret key that is gone.")
            return generate_totp_secret()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Return whether a person may remove this one. The last one stays while a role of theirs needs one."""
        return not required.is_last_needed(authenticator)

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        """Return the name of a new passkey whose owner gave it none."""
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return "Passkey" if number == 1 else f"Passkey {number}"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Return whom passkeys are for: always this site's own host, whatever host the browser sends."""
        return {"id": settings.PASSKEY_HOST, "name": settings.OPERATOR_NAME}


def _cipher() -> MultiFernet:
    """Return the cipher. It encrypts under the present secret key, and reads what earlier ones encrypted."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derived(key)) for key in keys])


def _derived(key: str) -> bytes:
    derived = HKDF(hashes.SHA256(), length=32, salt=None, info=PURPOSE).derive(key.encode())
    return base64.urlsafe_b64encode(derived)
