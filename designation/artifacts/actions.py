"""What people do with artifacts outside of steps: upload one, and share one in a window."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from designation.artifacts import storage
from designation.artifacts.models import Artifact, Credential, Share
from designation.artifacts.receiving import Received
from designation.requests.models import Request
from designation.windows.models import Grant, Window
from workflow import clock, outbox
from workflow.creating.create import create, require
from workflow.guards import Actor
from workflow.jobs import NewJob
from workflow.sql import snapshot

SEAL = "seal_artifact"


def upload(
    request: Request,
    received: Received,
    *,
    actor: Actor,
    title: str,
    description: str = "",
    legend: str = "",
    now: datetime | None = None,
) -> Artifact:
    """Create an artifact of content that was received encrypted, and have it sealed. Raises: Refused.

    If this raises, nothing refers to the content, and the caller removes it.
    """
    with transaction.atomic():
        row = snapshot.locked(request, actor, request.log_ids())
        require(Artifact, "upload", row, actor=actor, now=now)
        at = now or clock.now()
        storage.ensure(storage.key_of_request(row))
        storage.ensure(storage.key_of_artifact(received.artifact))
        artifact = Artifact(
            id=received.artifact,
            request=row,
            log_id=row.log_id,
            number=(row.artifacts.aggregate(last=Max("number"))["last"] or 0) + 1,
            title=title.strip(),
            description=description.strip(),
            file_name=received.file_name,
            legend=legend,
            object_id=received.object_id,
            wrapped_key=storage.wrap_for_request(received.artifact, row, received.content_key),
            length_bytes=received.length_bytes,
            uploaded_by_id=actor.id,
            uploaded_at=at,
        )
        described = {"title": title, "description": description, "file_name": received.file_name}
        create(
            artifact,
            "upload",
            actor=actor,
            inputs=described,
            details={"artifact": artifact.number, "length_bytes": artifact.length_bytes, "legend": legend},
            now=now,
        )
        outbox.add(
            [NewJob(SEAL)],
            log_id=row.log_id,
            machine=Artifact.machine(),
            subject_id=artifact.pk,
            event="artifact.received",
            now=at,
        )
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
