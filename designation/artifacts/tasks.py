"""Whose task a quarantined artifact is."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from designation.artifacts.models import Artifact
from designation.declared import Duty, TaskSource
from designation.roles import Role

DUTIES = (
    Duty(
        ("quarantined",),
        frozenset({Role.CERTIFYING_OFFICER, Role.SECURITY_CONTACT}),
        "An artifact is quarantined: withdraw it, or agree to release it",
        "Read why",
        "artifact",
    ),
)


def _artifact(row: Any, _duty: Duty | None) -> tuple[str, str]:
    request = row.request
    matter = f"{request.number} “{request.model.codename}”, artifact {row.number}"
    return matter, reverse("artifact", args=[request.number, row.number])


SOURCES = (
    TaskSource(
        "artifacts",
        Artifact,
        rows=lambda _reader: Artifact.objects.select_related("request__model"),
        duties=DUTIES,
        describe=_artifact,
        untimed=frozenset({"quarantined"}),
    ),
)
