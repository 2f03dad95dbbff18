"""The jobs that destroy keys: of one artifact, everywhere, or of one window. They can be repeated after any crash.

The key goes first, and its absence is verified, before anything is recorded (`vault.keys`).
"""

from __future__ import annotations

from datetime import datetime

from designation.artifacts import certificates, storage
from designation.artifacts.models import Artifact
from designation.vault import certificate
from designation.windows.models import Window
from workflow import clock
from workflow.guards import CLOCK
from workflow.models import Job
from workflow.perform import perform

OF_ARTIFACT = "destroy_artifact"
OF_WINDOW = "destroy_window"


def destroy_artifact(job: Job) -> None:
    """Destroy what a job is about, unless that is done. Raises: VaultError."""
    rows = Artifact.objects.select_related("request")
    artifact = rows.filter(pk=job.subject_id, state="destroying").first()
    if artifact is not None:
        destroy_key(artifact, key=job.key)


def destroy_key(artifact: Artifact, *, key: str | None = None, now: datetime | None = None) -> None:
    """Destroy an artifact's key, delete its content, and record that with a certificate.

    Once its request is over, the key of the developer's own copies is destroyed as well. `key` and `now` are those of
    `perform`. Raises: VaultError.
    """
    storage.keys().destroy(storage.key_of_artifact(artifact.pk))
    for object_id in (artifact.object_id, storage.tags_object(artifact.object_id), *artifact.parts):
        storage.objects().delete(object_id)
    if not artifact.request.is_live:
        _destroy_if_there(storage.key_of_request(artifact.request))
    encoded = certificate.encode(certificates.of_artifact(artifact, now or clock.now()))
    signature = certificate.sign(encoded, storage.signing_key()).hex()
    inputs = {"certificate": encoded.decode(), "signature": signature}
    perform(artifact, "note_destroyed", actor=CLOCK, inputs=inputs, key=key, now=now)


def _destroy_if_there(key_id: str) -> None:
    """Destroy a key that may have been destroyed before, together with another artifact of the same request."""
    if storage.keys().exists(key_id):
        storage.keys().destroy(key_id)


def destroy_window(job: Job) -> None:
    """Destroy what a job is about, unless that is done. Raises: VaultError."""
    window = Window.objects.filter(pk=job.subject_id, state="destroying").first()
    if window is not None:
        destroy(window, key=job.key)


def destroy(window: Window, *, key: str | None = None, now: datetime | None = None) -> None:
    """Destroy a window's key, if anything was ever shared in it, and record that.

    `key` and `now` are those of `perform`. Raises: VaultError.
    """
    shares = [str(share) for share in window.shares.values_list("pk", flat=True)]
    if shares:
        storage.keys().destroy(storage.key_of_window(window))
    perform(window, "note_destroyed", actor=CLOCK, inputs={"shares": shares}, key=key, now=now)
