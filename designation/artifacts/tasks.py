"""Whose task an agreement, a quarantined artifact, a credential to cut, a certification or an attestation is."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from designation.artifacts.may_read import lacks_acceptance
from designation.artifacts.models import Agreement, Artifact, Attestation, Credential, Destruction
from designation.declared import Duty, TaskSource
from designation.roles import DEVELOPER_ROLES, Role
from designation.windows.models import Grant

CERTIFY = Duty(
    ("issued", "overdue"),
    frozenset({Role.CUSTODIAN}),
    "Certify the destruction of what was shared",
    "Read the certificate",
    "destruction",
)
ATTEST = Duty(
    ("due", "overdue"),
    frozenset({Role.EVALUATOR, Role.PARTNER_EVALUATOR}),
    "Attest that you keep nothing of what was shared",
    "Attest",
    "attestation",
)


def _window(row: Any) -> str:
    request = row.window.request
    return f"{request.number} “{request.model.codename}”, {row.window.in_words}"


def _destruction(row: Any, _duty: Duty | None) -> tuple[str, str]:
    return _window(row), reverse("destruction", args=[row.window.request.number, row.window.number])


def _attestation(row: Any, _duty: Duty | None) -> tuple[str, str]:
    return _window(row), reverse("attestation", args=[row.pk])


CUT = Duty(
    ("to_cut", "overdue"),
    DEVELOPER_ROLES,
    "Cut a credential at its endpoint, and confirm that",
    "Open the window",
    "window",
)


def _window_of(row: Any, _duty: Duty | None) -> tuple[str, str]:
    return _window(row), reverse("window", args=[row.window.request.number, row.window.number])


QUARANTINED = Duty(
    ("quarantined",),
    frozenset({Role.CERTIFYING_OFFICER, Role.SECURITY_CONTACT}),
    "An artifact is quarantined: withdraw it, or agree to release it",
    "Read why",
    "artifact",
)


def _artifact(row: Any, _duty: Duty | None) -> tuple[str, str]:
    request = row.request
    matter = f"{request.number} “{request.model.codename}”, artifact {row.number}"
    return matter, reverse("artifact", args=[request.number, row.number])


PUT_IN_FORCE = Duty(
    ("draft",),
    frozenset({Role.CERTIFYING_OFFICER}),
    "Put the agreement for evaluators into force, or discard it",
    "Read the agreement",
    "agreement",
)
ACCEPT = Duty(
    ("active",),
    frozenset({Role.EVALUATOR, Role.PARTNER_EVALUATOR}),
    "Read and accept the agreement",
    "Open the window",
    "window",
    whose="person",
)


def _agreement(row: Any, _duty: Duty | None) -> tuple[str, str]:
    request = row.request
    matter = f"{request.number} “{request.model.codename}”"
    return matter, reverse("agreement", args=[request.number, row.pk])


SOURCES = (
    TaskSource(
        "agreements",
        Agreement,
        rows=lambda _reader: Agreement.objects.select_related("request__model"),
        duties=(PUT_IN_FORCE,),
        describe=_agreement,
        untimed=frozenset({"draft"}),
        rare=True,
    ),
    TaskSource(
        "acceptances",
        Grant,
        rows=lambda reader: Grant.objects.filter(lacks_acceptance(), person=reader.id).select_related(
            "window__request__model"
        ),
        duties=(ACCEPT,),
        describe=_window_of,
        untimed=frozenset({"active"}),
        rare=True,
    ),
    TaskSource(
        "credentials",
        Credential,
        rows=lambda _reader: Credential.objects.select_related("window__request__model", "window__partner"),
        duties=(CUT,),
        describe=_window_of,
        untimed=frozenset({"overdue"}),
        rare=True,
    ),
    TaskSource(
        "destructions",
        Destruction,
        rows=lambda _reader: Destruction.objects.select_related("window__request__model", "window__partner"),
        duties=(CERTIFY,),
        describe=_destruction,
        untimed=frozenset({"overdue"}),
        rare=True,
    ),
    TaskSource(
        "attestations",
        Attestation,
        rows=lambda reader: Attestation.objects.filter(grant__person=reader.id).select_related(
            "window__request__model", "window__partner"
        ),
        duties=(ATTEST,),
        describe=_attestation,
        untimed=frozenset({"overdue"}),
        rare=True,
        in_matters=False,
    ),
    TaskSource(
        "artifacts",
        Artifact,
        rows=lambda _reader: Artifact.objects.select_related("request__model"),
        duties=(QUARANTINED,),
        describe=_artifact,
        untimed=frozenset({"quarantined"}),
        rare=True,
    ),
)
