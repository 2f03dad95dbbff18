"""What people do with artifacts outside of steps: upload one, share one in a window, and agree on how it is used."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from designation.artifacts import agreement_text, storage
from designation.artifacts.models import Acceptance, Agreement, Artifact, Credential, Share
from designation.artifacts.receiving import Received
from designation.requests.models import Request
from designation.vault.content import new_header
from designation.vault.keys import new_dek
from designation.windows.models import Grant, Window
from workflow import clock, outbox
from workflow.creating.create import create, require
from workflow.guards import Actor
from workflow.jobs import NewJob
from workflow.ledger import canonical
from workflow.sql import snapshot

SEAL = "seal_artifact"


@dataclass(frozen=True)
class Declared:
    """What is said of a file before its content arrives."""

    file_name: str
    length_bytes: int
    title: str
    description: str = ""
    legend: str = ""
    folder: str = ""


def upload(
    request: Request,
    received: Received,
    *,
    actor: Actor,
    title: str,
    description: str = "",
    legend: str = "",
    folder: str = "",
    now: datetime | None = None,
) -> Artifact:
    """Create an artifact of content that was received encrypted, and have it sealed. Raises: Refused.

    If this raises, nothing refers to the content, and the caller removes it.
    """
    length = received.length_bytes
    declared = Declared(received.file_name, length, title, description, legend, folder)
    stored = {"object_id": received.object_id, "received_bytes": length}
    ids = (received.artifact, received.content_key)
    with transaction.atomic():
        artifact = _create(request, "upload", declared, ids, stored, actor=actor, now=now)
        outbox.add(
            [NewJob(SEAL)],
            log_id=artifact.log_id,
            machine=Artifact.machine(),
            subject_id=artifact.pk,
            event="artifact.received",
            now=artifact.uploaded_at,
        )
    return artifact


def begin_upload(
    request: Request, declared: Declared, *, actor: Actor, now: datetime | None = None
) -> Artifact:
    """Create an artifact whose content will arrive in pieces (`resumable.receive_piece`). Raises: Refused."""
    key, artifact_id = new_dek(), uuid.uuid4()
    stored = {"content_header": new_header(key, storage.associated(artifact_id))}
    return _create(request, "begin_upload", declared, (artifact_id, key), stored, actor=actor, now=now)


def _create(
    request: Request,
    name: str,
    declared: Declared,
    ids: tuple[uuid.UUID, bytes],
    stored: dict[str, Any],
    *,
    actor: Actor,
    now: datetime | None,
) -> Artifact:
    """Create an artifact in one of its two ways. `ids` are its own id and its content key. Raises: Refused."""
    artifact_id, content_key = ids
    with transaction.atomic():
        row = snapshot.locked(request, actor, request.log_ids())
        require(Artifact, name, row, actor=actor, now=now)
        storage.ensure(storage.key_of_request(row))
        storage.ensure(storage.key_of_artifact(artifact_id))
        artifact = Artifact(
            id=artifact_id,
            request=row,
            log_id=row.log_id,
            number=(row.artifacts.aggregate(last=Max("number"))["last"] or 0) + 1,
            title=declared.title.strip(),
            description=declared.description.strip(),
            file_name=declared.file_name,
            folder=declared.folder,
            legend=declared.legend,
            wrapped_key=storage.wrap_for_request(artifact_id, row, content_key),
            length_bytes=declared.length_bytes,
            uploaded_by_id=actor.id,
            uploaded_at=now or clock.now(),
            **stored,
        )
        described = {
            "title": declared.title,
            "description": declared.description,
            "file_name": declared.file_name,
            "folder": declared.folder,
        }
        details = {
            "artifact": artifact.number,
            "length_bytes": artifact.length_bytes,
            "legend": artifact.legend,
        }
        create(artifact, name, actor=actor, inputs=described, details=details, now=now)
    return artifact


def share(artifact: Artifact, window: Window, *, actor: Actor, now: datetime | None = None) -> Share:
    """Share a sealed artifact in a window. Raises: Refused."""
    with transaction.atomic():
        row = snapshot.locked(window, actor, window.log_ids())
        require(Share, "share", row, actor=actor, now=now)
        one = Artifact.objects.select_related("request").get(pk=artifact.pk)
        is_open = one.state == "sealed" and one.request_id == row.request_id
        if is_open:
            storage.ensure(storage.key_of_window(row))
        made = Share(
            window=row,
            artifact=one,
            log_id=row.log_id,
            wrapped_key=storage.wrap_for_window(one, row) if is_open else b"",
            shared_by_id=actor.id,
            shared_at=now or clock.now(),
        )
        details = {"artifact": str(one.pk), "sha256": one.sha256, "legend": one.legend}
        create(made, "share", actor=actor, details=details, now=now)
    return made


def add_credential(
    window: Window,
    *,
    actor: Actor,
    label: str,
    address: str,
    secret: str,
    grant: Grant | None = None,
    now: datetime | None = None,
) -> Credential:
    """Add the credential of a hosted endpoint to a window. Raises: Refused."""
    with transaction.atomic():
        row = snapshot.locked(window, actor, window.log_ids())
        require(Credential, "add", row, actor=actor, now=now)
        made = Credential(
            window=row, log_id=row.log_id, label=label.strip(), address=address.strip(), grant=grant
        )
        if secret:
            storage.ensure(storage.key_of_window(row))
            storage.ensure(storage.key_of_credential(made.pk))
            made.encrypted, made.wrapped_key = storage.encrypt_secret(made.pk, row, secret)
        inputs = {"encrypted": bytes(made.encrypted).hex() if secret else ""}
        create(made, "add", actor=actor, inputs=inputs, details={"for_all": grant is None}, now=now)
    return made


def write_agreement(
    request: Request, *, actor: Actor, title: str, text: str, now: datetime | None = None
) -> Agreement:
    """Write the next version of a request's agreement. A certifying officer puts it into force. Raises: Refused."""
    with transaction.atomic():
        row = snapshot.locked(request, actor, request.log_ids())
        require(Agreement, "write", row, actor=actor, now=now)
        title, text = " ".join(agreement_text.plain(title).split()), agreement_text.plain(text)
        made = Agreement(
            request=row,
            log_id=row.log_id,
            title=title,
            text=text,
            digest=agreement_text.digest(title, text),
            written_by_id=actor.id,
            written_at=now or clock.now(),
        )
        details = {"title": title, "agreement_digest": made.digest}
        create(made, "write", actor=actor, inputs={"title": title, "text": text}, details=details, now=now)
    return made


def accept_agreement(
    grant: Grant,
    agreement: Agreement,
    *,
    actor: Actor,
    shown: str,
    accepted: bool,
    now: datetime | None = None,
) -> Acceptance:
    """Record that an evaluator accepts a version of an agreement. `shown` is the token of the page that showed it.

    Raises: Refused.
    """
    with transaction.atomic():
        row = snapshot.locked(grant, actor, grant.log_ids())
        require(Acceptance, "accept", row, actor=actor, now=now)
        at = now or clock.now()
        present = Agreement.objects.get(pk=agreement.pk)
        about = {"person": actor.id, "grant": row.pk, "agreement": present.pk, "digest": present.digest}
        made = Acceptance(
            window=row.window,
            log_id=row.log_id,
            grant=row,
            agreement=present,
            digest=present.digest,
            shown_at=agreement_text.shown_at(shown, now=at, **about) or at,
            accepted_at=at,
        )
        details = {
            "agreement": present.number,
            "agreement_digest": present.digest,
            "shown_at": canonical.instant(made.shown_at),
        }
        inputs = {"shown": shown, "accepted": accepted}
        create(made, "accept", actor=actor, inputs=inputs, details=details, now=now)
    return made
