"""Removes what transactions left in the vault when they were rolled back, and pieces of uploads that nobody counted.

Files and keys cannot be rolled back with the database. So whatever the database does not name, and was last written
more than `AGE` ago, is removed. The age is judged by the file system's clock. A piece that is arriving is never that
old, because its file is written to all the time.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from uuid import UUID

from designation.artifacts import storage
from designation.artifacts.models import Artifact, Credential
from designation.requests.models import Request
from designation.windows.models import Window

AGE = timedelta(days=2)
MOST_KEYS = 50
"""More keys than this are never orphaned by accident: rather, this is not the database that belongs to the vault."""

log = logging.getLogger(__name__)


def clean() -> int:
    """Remove old objects, unfinished files and keys that nothing refers to, and return how many there were.

    Keys are destroyed before content is deleted. Nothing at all is removed if there are more than `MOST_KEYS` keys to
    destroy, because a database that was restored or mistaken must not cost the vault its keys.
    """
    if not storage.is_made():
        return 0
    old = storage.objects().now() - AGE
    key_ids = storage.keys().orphans(_known_keys(), old)
    if len(key_ids) > MOST_KEYS:
        log.error(
            "%d keys of the vault belong to nothing in this database, so nothing is removed. Is it the right one?",
            len(key_ids),
        )
        return 0
    for key_id in key_ids:
        storage.keys().destroy(key_id)
    object_ids = storage.objects().orphans(_known_objects(), old)
    for object_id in object_ids:
        storage.objects().delete(object_id)
    return len(key_ids) + len(object_ids) + len(storage.objects().remove_unfinished(old))


def _known_keys() -> set[str]:
    return {
        *(storage.key_of_artifact(pk) for pk in Artifact.objects.values_list("pk", flat=True)),
        *(storage.key_of_credential(pk) for pk in Credential.objects.values_list("pk", flat=True)),
        *(storage.key_of_request(row) for row in Request.objects.only("pk")),
        *(storage.key_of_window(row) for row in Window.objects.only("pk")),
    }


def _known_objects() -> set[UUID]:
    known: set[UUID] = set()
    rows = Artifact.objects.exclude(state="destroyed").values_list("object_id", "parts")
    for object_id, parts in rows.iterator():
        known |= {object_id, storage.tags_object(object_id), *parts}
    return known
