"""A client of the tus protocol, as plain as can be, and what the vault stores."""

from __future__ import annotations

import base64
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from designation.artifacts import actions
from designation.artifacts.models import Artifact
from designation.models import Request
from workflow import outbox
from workflow.models import Job

MIB = 1 << 20
PIECE = "application/offset+octet-stream"
CANARY = b"the canary sings at 14409 o'clock"


def content_of(length: int) -> bytes:
    """Return content of a length that begins with the canary."""
    return (CANARY + os.urandom(length))[:length]


def encoded(**metadata: str | None) -> str:
    """Return metadata as the protocol has it. None is a key without a value."""
    pairs = (
        key if value is None else f"{key} {base64.b64encode(value.encode()).decode()}"
        for key, value in metadata.items()
    )
    return ",".join(pairs)


@dataclass
class Tus:
    """Somebody who uploads to a request."""

    client: Client
    request: Request

    def send(self, method: str, address: str, data: bytes = b"", **headers: Any) -> HttpResponse:
        """Send one request of the protocol. Headers are named with underscores; None leaves one away."""
        named = {"Tus_Resumable": "1.0.0"} | headers
        kept = {name.replace("_", "-"): str(value) for name, value in named.items() if value is not None}
        kind = kept.pop("Content-Type", "application/octet-stream")
        described = {"CONTENT_TYPE": kind, "CONTENT_LENGTH": str(len(data))}
        return self.client.generic(method, address, data, headers=kept, **described)

    def create(self, length: int | str | None = MIB, **headers: Any) -> HttpResponse:
        headers = {"Upload_Length": length, "Upload_Metadata": encoded(filename="report.pdf")} | headers
        return self.send("POST", reverse("uploads", args=[self.request.number]), **headers)

    def begun(self, length: int, **headers: Any) -> str:
        """Begin an upload and return its address."""
        answer = self.create(length, **headers)
        assert answer.status_code == 201, (answer.status_code, answer.content)
        return str(answer["Location"])

    def patch(self, address: str, data: bytes, offset: int | str | None = 0, **headers: Any) -> HttpResponse:
        headers = {"Upload_Offset": offset, "Content_Type": PIECE} | headers
        return self.send("PATCH", address, data, **headers)

    def offset(self, address: str) -> int:
        answer = self.send("HEAD", address)
        assert answer.status_code == 200, answer.status_code
        assert "no-store" in answer["Cache-Control"]
        return int(answer["Upload-Offset"])


def artifact_at(address: str) -> Artifact:
    """Return the artifact of an upload's address, as the database has it."""
    return Artifact.objects.select_related("request").get(pk=UUID(address.rstrip("/").rpartition("/")[2]))


def sealed(address: str) -> Artifact:
    """Run the sealing job of an upload and return the artifact."""
    job = Job.objects.get(kind=actions.SEAL, subject_id=artifact_at(address).pk)
    assert outbox.deliver_one(job.pk), Job.objects.get(pk=job.pk).last_error
    artifact = artifact_at(address)
    assert artifact.state == "sealed"
    return artifact


def stored() -> set[Path]:
    """Return every file in the vault's object folder."""
    return {path for path in (settings.VAULT_DIR / "objects").rglob("*") if path.is_file()}
