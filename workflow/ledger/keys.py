"""The register's keys in their folder: made once, read by whoever seals, shown to everybody in their public half.

`settings.LEDGER_KEYS` is the folder. `register.secret` holds the seeds of both keys and is for its owner alone (0600);
`register.public` is the keys file that readers pin. A register lives and dies with its keys: they are never replaced.
"""

import json
import secrets
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA87PrivateKey
from django.conf import settings

from workflow.ledger import canonical, files
from workflow.ledger.checkpoint import KeysMalformed, PublicKeys, SigningKeys, read_keys
from workflow.ledger.errors import LedgerError
from workflow.ledger.note import checked_name

SECRET, PUBLIC = "register.secret", "register.public"
SEED_BYTES = 32


class KeysMissing(LedgerError):
    """There are no keys, and this installation does not make them by itself."""

    code = "keys_missing"


class KeysExposed(LedgerError):
    """Others than the owner may read the secret keys."""

    code = "keys_exposed"


def signing_keys() -> SigningKeys:
    """Return the register's secret keys; a demonstration makes them at first use.

    Raises: KeysMissing, KeysExposed, KeysMalformed.
    """
    folder: Path = settings.LEDGER_KEYS
    try:
        return _read_secret(folder, settings.LEDGER_ORIGIN)
    except KeysMissing as missing:
        is_there = isinstance(missing.__cause__, PermissionError)
        if is_there or getattr(settings, "MODE", "production") == "production":
            raise
    make(folder, settings.LEDGER_ORIGIN)
    return _read_secret(folder, settings.LEDGER_ORIGIN)


def public_keys() -> PublicKeys:
    """Return the keys that everybody may have; needs only the public file where there is one.

    Raises: as `signing_keys`.
    """
    try:
        return _read_public(settings.LEDGER_KEYS)
    except FileNotFoundError:
        return signing_keys().public


def make(folder: Path, origin: str) -> PublicKeys:
    """Make keys for the register `origin` in `folder`, unless there are some, and return the public half.

    Several processes may try at once: all end up with the same keys.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    seeds = {name: secrets.token_bytes(SEED_BYTES).hex() for name in ("ed25519", "mldsa87")}
    files.create(folder / SECRET, canonical.encode(seeds), 0o600)
    keys = _read_secret(folder, checked_name(origin)).public
    files.create(folder / PUBLIC, canonical.encode(keys.to_dict()), 0o644)
    return keys


@cache
def _read_secret(folder: Path, origin: str) -> SigningKeys:
    path = folder / SECRET
    try:
        if path.stat().st_mode & 0o077:
            raise KeysExposed(f"Others may read {path}. Give it to its owner alone: chmod 600 {path}")
        seeds = json.loads(path.read_bytes())
        return SigningKeys(
            checked_name(origin),
            Ed25519PrivateKey.from_private_bytes(bytes.fromhex(seeds["ed25519"])),
            MLDSA87PrivateKey.from_seed_bytes(bytes.fromhex(seeds["mldsa87"])),
        )
    except FileNotFoundError as error:
        raise KeysMissing(
            f"There are no ledger keys in {folder}. Make them once with: manage.py make_ledger_keys"
        ) from error
    except PermissionError as error:
        raise _unreadable(path) from error
    except (ValueError, KeyError, TypeError) as error:
        raise KeysMalformed(f"{path} holds no ledger keys.") from error


@cache
def _read_public(folder: Path) -> PublicKeys:
    path = folder / PUBLIC
    try:
        return read_keys(path.read_bytes())
    except PermissionError as error:
        raise _unreadable(path) from error


def _unreadable(path: Path) -> KeysMissing:
    return KeysMissing(f"This process may not read {path}. Run it as the owner of that folder.")
