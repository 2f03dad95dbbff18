"""The jobs that destroy keys: of one artifact, everywhere, or of one window. They can be repeated after any crash.

The key goes first, and its absence is verified, before anything is recorded (`vault.keys`).
"""

from __future__ import annotations

from designation.artifacts import storage
from designation.artifacts.models import Artifact
from designation.windows.models import Window
from workflow.guards import CLOCK
from workflow.models import Job
from workflow.perform import perform

OF_ARTIFACT = "destroy_artifact"
OF_WINDOW = "destroy_window"


def destroy_artifact(job: Job) -> None:
    """Destroy an artifact's key, delete its content, and record that. Raises: VaultError, and is tried again."""
    artifact = Artifact.objects.filter(pk=job.subject_id, state="destroying").first()
    if artifact is None:
        return
    storage.keys().destroy(storage.key_of_artifact(artifact.pk))
    for object_id in (artifact.object_id, storage.tags_object(artifact.object_id), *artifact.parts):
        storage.objects().delete(object_id)
    perform(artifact, "note_destroyed", actor=CLOCK, key=job.key)


def destroy_window(job: Job) -> None:
    """Destroy a window's key, if anything was ever shared in it, and record that. Raises: VaultError."""
    window = Window.objects.filter(pk=job.subject_id, state="destroying").first()
    if window is None:
        return
    shares = [str(share) for share in window.shares.values_list("pk", flat=True)]
    if shares:
        storage.keys().destroy(storage.key_of_window(window))
    perform(window, "note_destroyed", actor=CLOCK, inputs={"shares": shares}, key=job.key)
