"""The vault of this installation: its key store, its objects, its renderer and the key that signs manifests.

Keys lie outside the database, so that a backup of the database cannot bring back what was destroyed. The content key
of an artifact is wrapped for the developer's own use (under the request's key) and for each share (under the window's
key), each time together with the artifact's own key: to destroy either of the two ends that access.
"""

from __future__ import annotations

import secrets
from contextlib import suppress
from functools import cache
from pathlib import Path
from uuid import UUID, uuid5

from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA87PrivateKey
from django.conf import settings

from designation.artifacts.models import Artifact, Credential, Share
from designation.requests.models import Request
from designation.vault import manifest, short_secrets
from designation.vault.content import Reader, content_aad
from designation.vault.errors import KeyExists, KeyLost, MasterKeyRefused
from designation.vault.folder_keys import FolderKeys, create_key_folder
from designation.vault.keys import KeyStore, new_dek, wrapping_context
from designation.vault.master_key import create_master_key
from designation.vault.objects import FolderObjects
from designation.vault.rendering.client import Renderer
from designation.windows.models import Window
from workflow.ledger import files

VERSION = 1
"""An artifact has one version of its content. A corrected file is another artifact."""
MANIFEST_KEY = "manifests.secret"


def keys() -> KeyStore:
    """Return the key store. A demonstration makes its folder and its master key at first use.

    Raises: MasterKeyRefused, KeyFolderMissing.
    """
    folder = settings.VAULT_DIR / "keys"
    if settings.MODE != "production" and not (folder.exists() and settings.VAULT_MASTER_KEY.exists()):
        with suppress(MasterKeyRefused):  # another process makes it at this moment
            make_keys()
    return _keys(folder, settings.VAULT_MASTER_KEY)


def objects() -> FolderObjects:
    """Return the store of encrypted content."""
    return _objects(settings.VAULT_DIR / "objects")


def renderer() -> Renderer:
    """Return the client of the renderer process."""
    return Renderer(settings.RENDERER_SOCKET)


def make_keys() -> None:
    """Make the key folder, the master key and the key that signs manifests, unless they are there.

    Raises: MasterKeyRefused.
    """
    create_key_folder(settings.VAULT_DIR / "keys")
    _make_signing_key(settings.VAULT_DIR)
    if not settings.VAULT_MASTER_KEY.exists():
        settings.VAULT_MASTER_KEY.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        create_master_key(settings.VAULT_MASTER_KEY)


def is_made() -> bool:
    """Return whether this installation has a vault yet."""
    return bool((settings.VAULT_DIR / "keys").exists())


def signing_key() -> MLDSA87PrivateKey:
    """Return the key that signs manifests and certificates. A demonstration makes it at first use.

    Raises: KeyLost if the key is missing.
    """
    if settings.MODE != "production":
        _make_signing_key(settings.VAULT_DIR)
    return _signing_key(settings.VAULT_DIR)


def key_of_request(request: Request) -> str:
    """Return the id of the key under which the developer keeps its own copies."""
    return f"request-{request.pk}"


def key_of_window(window: Window) -> str:
    """Return the id of a window's key."""
    return f"window-{window.pk}"


def key_of_artifact(artifact: UUID) -> str:
    """Return the id of an artifact's own key."""
    return f"artifact-{artifact}"


def ensure(key_id: str) -> None:
    """Make a key unless it exists. Raises: KeyExists if it was destroyed."""
    try:
        keys().create(key_id)
    except KeyExists:
        if keys().is_destroyed(key_id):
            raise


def wrap_for_request(artifact: UUID, request: Request, content_key: bytes) -> bytes:
    """Return an artifact's content key, wrapped for the developer's own use."""
    return _wrap(artifact, key_of_request(request), content_key, "owner")


def wrap_for_window(artifact: Artifact, window: Window) -> bytes:
    """Return an artifact's content key, wrapped for a window."""
    return _wrap(artifact.pk, key_of_window(window), content_key_of(artifact), "share")


def key_of_credential(credential: UUID) -> str:
    """Return the id of a credential's own key."""
    return f"credential-{credential}"


def encrypt_secret(credential: UUID, window: Window, secret: str) -> tuple[bytes, bytes]:
    """Return a secret encrypted under a new content key, and that key wrapped for the window."""
    engagement, own, content_key = key_of_window(window), key_of_credential(credential), new_dek()
    context = _context(credential, engagement, "credential")
    return short_secrets.encrypt(content_key, secret, context), keys().wrap(
        engagement, own, content_key, context
    )


def replace_secret(credential: Credential, secret: str) -> bytes:
    """Return a new secret, encrypted under the content key that the credential has. Raises: VaultError."""
    content_key, context = _content_key_of(credential)
    return short_secrets.encrypt(content_key, secret, context)


def secret_of(credential: Credential) -> str:
    """Return the secret of a credential. Raises: VaultError."""
    content_key, context = _content_key_of(credential)
    return short_secrets.decrypt(content_key, bytes(credential.encrypted), context)


def _content_key_of(credential: Credential) -> tuple[bytes, bytes]:
    engagement = key_of_window(credential.window)
    context = _context(credential.pk, engagement, "credential")
    own = key_of_credential(credential.pk)
    return keys().unwrap(engagement, own, bytes(credential.wrapped_key), context), context


def content_key_of(artifact: Artifact) -> bytes:
    """Return an artifact's content key. Raises: KeyDestroyed, KeyLost, Tampered."""
    return _unwrap(artifact.pk, key_of_request(artifact.request), artifact.wrapped_key, "owner")


def open_share(share: Share) -> Reader:
    """Return a reader of shared content, by the window's copy of its key. Raises: VaultError."""
    artifact = share.artifact
    key = _unwrap(artifact.pk, key_of_window(share.window), share.wrapped_key, "share")
    return _open(artifact, key)


def open_artifact(artifact: Artifact) -> Reader:
    """Return a reader of a sealed artifact, by its developer's key. Raises: VaultError."""
    return _open(artifact, content_key_of(artifact))


def associated(artifact: UUID) -> bytes:
    """Return what binds encrypted content to its artifact."""
    return content_aad(artifact=artifact, version=VERSION, purpose="content")


def tags_object(object_id: UUID) -> UUID:
    """Return the id of the object that holds the list of segment tags of another object."""
    return uuid5(object_id, "tags")


def _open(artifact: Artifact, key: bytes) -> Reader:
    encoded, signature = artifact.manifest.encode(), bytes.fromhex(artifact.manifest_signature)
    verified = manifest.verify(encoded, signature, signing_key().public_key())
    return manifest.open_content(verified, objects(), key, associated(artifact.pk))


def _wrap(artifact: UUID, engagement: str, content_key: bytes, purpose: str) -> bytes:
    return keys().wrap(
        engagement, key_of_artifact(artifact), content_key, _context(artifact, engagement, purpose)
    )


def _unwrap(artifact: UUID, engagement: str, wrapped: bytes, purpose: str) -> bytes:
    context = _context(artifact, engagement, purpose)
    return keys().unwrap(engagement, key_of_artifact(artifact), bytes(wrapped), context)


def _context(artifact: UUID, engagement: str, purpose: str) -> bytes:
    return wrapping_context(artifact=artifact, engagement=engagement, version=VERSION, purpose=purpose)


@cache
def _keys(folder: Path, master_key: Path) -> FolderKeys:
    return FolderKeys(folder, master_key)


@cache
def _objects(folder: Path) -> FolderObjects:
    return FolderObjects(folder)


def _make_signing_key(folder: Path) -> None:
    """Make the key that signs manifests, unless it is there."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not (folder / MANIFEST_KEY).exists():
        files.create(folder / MANIFEST_KEY, secrets.token_bytes(32).hex().encode(), 0o600)


@cache
def _signing_key(folder: Path) -> MLDSA87PrivateKey:
    try:
        seed = (folder / MANIFEST_KEY).read_text()
    except FileNotFoundError as error:
        raise KeyLost(
            "There is no key that signs manifests. Make it with: manage.py make_vault_keys"
        ) from error
    return MLDSA87PrivateKey.from_seed_bytes(bytes.fromhex(seed))
