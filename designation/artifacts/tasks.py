"""Whose task a certification or an attestation is."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from designation.artifacts.models import Attestation, Destruction
from designation.declared import Duty, TaskSource
from designation.roles import Role

CERTIFY = Duty(
    ("issued", "overdue"),
    frozenset({Role.CUSTODIAN}),
    "Certify the destruction of what was shared",
    "Read the certificate",
    "destruction",
)
ATTEST = Duty(
    ("due", "overdue"),
    frozenset({Role.EVALUATOR}),
    "Attest that you keep nothing of what was shared",
    "Attest",
    "attestation",
)


def _window(row: Any) -> str:
    request = row.window.request
    return f"{request.number} “{request.model.codename}”, window {row.window.number}"


def _destruction(row: Any, _duty: Duty | None) -> tuple[str, str]:
    return _window(row), reverse("destruction", args=[row.window.request.number, row.window.number])


def _attestation(row: Any, _duty: Duty | None) -> tuple[str, str]:
    return _window(row), reverse("attestation", args=[row.pk])


SOURCES = (
    TaskSource(
        "destructions",
        Destruction,
        rows=lambda _reader: Destruction.objects.select_related("window__request__model"),
        duties=(CERTIFY,),
        describe=_destruction,
        waits_for={"issued": "two custodians to certify", "overdue": "two custodians to certify, overdue"},
        untimed=frozenset({"overdue"}),
    ),
    TaskSource(
        "attestations",
        Attestation,
        rows=lambda reader: Attestation.objects.filter(grant__person=reader.id).select_related(
            "window__request__model"
        ),
        duties=(ATTEST,),
        describe=_attestation,
        untimed=frozenset({"overdue"}),
        in_matters=False,
    ),
)
