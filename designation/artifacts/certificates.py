"""What a destruction certificate states, and what the system asks for after a window is destroyed."""

from __future__ import annotations

import hashlib
import json
import uuid
from datetime import datetime
from typing import Any

from django.conf import settings

from designation.artifacts import storage
from designation.artifacts.models import Artifact, Attestation, Destruction
from designation.vault import certificate
from designation.windows.models import Window
from workflow.creating.create import create
from workflow.guards import CLOCK, StepContext
from workflow.ledger import canonical
from workflow.models import Entry

OPENED, DOWNLOADED = "share.page_opened", "share.downloaded"
CHECKED = (
    "Each key was removed from the key store, and the store was looked at again afterward: the key is absent."
)


def issue(window: Window, context: StepContext) -> None:
    """Issue the certificate of a window's destruction, and ask those who read for attestations.

    Nothing is issued where nothing was shared. An effect of the window's step `note_destroyed`.
    """
    if not window.shares.exists():
        return
    facts = of_window(window, context.now)
    encoded = certificate.encode(facts)
    signature = certificate.sign(encoded, storage.signing_key()).hex()
    made = Destruction(
        window=window, log_id=window.log_id, at=context.now, certificate=encoded.decode(), signature=signature
    )
    create(
        made, "issue", actor=CLOCK, details={"sha256": hashlib.sha256(encoded).hexdigest()}, within=context
    )
    for grant in _grants_that_read(window):
        create(
            Attestation(window=window, log_id=window.log_id, grant=grant), "ask", actor=CLOCK, within=context
        )


def read(encoded: str) -> dict[str, Any]:
    """Return what a stored certificate states, with its times as instants, and the titles of what the keys opened."""
    facts: dict[str, Any] = json.loads(encoded)
    facts["destroyed_at"] = datetime.fromisoformat(facts["destroyed_at"])
    facts["remains"]["key_backups_until"] = datetime.fromisoformat(facts["remains"]["key_backups_until"])
    titles = Artifact.objects.in_bulk([one["artifact"] for one in facts.get("content", [])])
    for one in facts.get("content", []):
        one["title"] = titles[uuid.UUID(one["artifact"])].title
    return facts


def of_window(window: Window, now: datetime) -> dict[str, Any]:
    """Return what the certificate of a window's destruction states."""
    shares = window.shares.select_related("artifact").order_by("shared_at", "pk")
    return {
        "scope": "window",
        "request": window.request.number,
        "window": window.number,
        "log": str(window.log_id),
        "destroyed_at": canonical.instant(now),
        "keys": [storage.key_of_window(window)],
        "checked": CHECKED,
        "content": [
            {
                "artifact": str(share.artifact_id),
                "sha256": share.artifact.sha256,
                "shared_at": canonical.instant(share.shared_at),
            }
            for share in shares
        ],
        "remains": {
            "downloads": _downloads(window),
            "key_backups_until": canonical.instant(now + settings.VAULT_KEY_BACKUPS),
        },
    }


def of_artifact(artifact: Artifact, now: datetime) -> dict[str, Any]:
    """Return what the certificate of an artifact's destruction states."""
    return {
        "scope": "artifact",
        "request": artifact.request.number,
        "artifact": str(artifact.pk),
        "sha256": artifact.sha256,
        "length_bytes": artifact.length_bytes,
        "destroyed_at": canonical.instant(now),
        "keys": [storage.key_of_artifact(artifact.pk)],
        "objects": [str(artifact.object_id), str(storage.tags_object(artifact.object_id))],
        "checked": CHECKED,
        "remains": {
            "downloads": [
                one for share in artifact.shares.all() for one in _downloads(share.window, share.pk)
            ],
            "key_backups_until": canonical.instant(now + settings.VAULT_KEY_BACKUPS),
        },
    }


def _downloads(window: Window, share: Any = None) -> list[dict[str, str]]:
    """Return the downloads made in a window, each by the id of the grant under which it was made."""
    entries = Entry.objects.filter(log=window.log_id, event=DOWNLOADED)
    if share is not None:
        entries = entries.filter(subject_id=share)
    return [
        {"share": str(entry.subject_id), "by": entry.actor, "at": canonical.instant(entry.at)}
        for entry in entries.order_by("index")
    ]


def _grants_that_read(window: Window) -> list[Any]:
    """Return the grants under which anything was opened or downloaded in a window."""
    events = Entry.objects.filter(log=window.log_id, event__in=[OPENED, DOWNLOADED])
    actors = set(events.order_by().values_list("actor", flat=True).distinct())
    return [grant for grant in window.grants.order_by("pk") if str(grant.pk) in actors]
