"""Whose task an agreement, a quarantined artifact, a credential to cut, a certification or an attestation is."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.template.defaultfilters import filesizeformat
from django.urls import reverse

from designation.artifacts.may_read import lacks_acceptance
from designation.artifacts.models import Agreement, Artifact, Attestation, Credential, Destruction, Share
from designation.declared import Duty, Kind, TaskSource
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
    "View the window",
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


def _arriving(row: Artifact) -> str:
    """Return how far an upload or the sealing of what arrived has come."""
    size = filesizeformat(row.length_bytes)
    if row.is_unfinished:
        return f"An upload is not finished: {filesizeformat(row.received_bytes)} of {size} arrived"
    return f"An artifact is being sealed: {filesizeformat(row.checked_bytes)} of {size} checked"


def _arrived(row: Artifact) -> tuple[int, int]:
    return (row.received_bytes if row.is_unfinished else row.checked_bytes), row.length_bytes


ARRIVING = Duty(
    ("receiving",),
    DEVELOPER_ROLES,
    _arriving,
    "Open",
    "artifact",
    kind=Kind.UNDER_WAY,
    clock="",
    progress=_arrived,
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
    "View the window",
    "window",
    whose="person",
)


def _agreement(row: Any, _duty: Duty | None) -> tuple[str, str]:
    request = row.request
    matter = f"{request.number} “{request.model.codename}”"
    return matter, reverse("agreement", args=[request.number, row.pk])


SHARE = Duty(
    ("open",),
    frozenset({Role.CERTIFYING_OFFICER, Role.SECURITY_CONTACT}),
    "Share artifacts: nothing is shared in this open window yet",
    "View the window",
    "window",
    where=~Q(Exists(Share.objects.filter(window=OuterRef("pk")))),
    kind=Kind.NEXT,
    clock="Closes",
)
MORE_DUTIES = (("windows", SHARE),)
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
        duties=(QUARANTINED, ARRIVING),
        describe=_artifact,
        untimed=frozenset({"quarantined", "receiving"}),
        rare=True,
    ),
)
