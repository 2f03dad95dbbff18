"""The pages of what follows an end: destruction certificates, their certification, and attestations."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives import serialization
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from designation.access.permissions import Permission
from designation.artifacts import certificates, storage
from designation.artifacts.models import Artifact, Attestation, Destruction
from designation.people.signers import signed_so_far, signers_of
from designation.requests.matter import Matter, for_request
from designation.web.access import signed_in
from designation.web.actor import actor_of
from designation.web.reader import Reader
from designation.web.step_links import steps_for, tag
from designation.web.step_views import step_page, take_back_page
from designation.windows.matter import WindowMatter, for_window
from workflow import clock
from workflow.guards import Actor
from workflow.models import Entry, Stateful
from workflow.steps import step_of


@for_request(Permission.READ_ARTIFACTS)
def artifact_certificate(http: HttpRequest, matter: Matter, artifact: int) -> HttpResponse:
    """Show the certificate of an artifact's destruction, on one printed sheet."""
    row = _destroyed(matter, artifact)
    context = matter.context(
        "artifacts",
        state=None,
        heading="Destruction certificate",
        page_title=f"Destruction certificate: {row.title}",
        crumbs=[*matter.crumbs(), (row.title, matter.link_to("artifact", row.number))],
        title=row.title,
        facts=certificates.read(row.certificate),
        file_url=matter.link_to("artifact_certificate_file", row.number),
        public_key=_public_key(),
    )
    return render(http, "artifacts/certificate.html", context)


@for_request(Permission.READ_ARTIFACTS)
def artifact_certificate_file(http: HttpRequest, matter: Matter, artifact: int) -> HttpResponse:
    """Return the signed certificate of an artifact's destruction as a file."""
    row = _destroyed(matter, artifact)
    return _file(row.certificate, row.certificate_signature, f"{matter.request.number}-artifact-{row.number}")


@for_window(Permission.READ_WHOLE_LOG)
def destruction(http: HttpRequest, matter: WindowMatter) -> HttpResponse:
    """Show the certificate of a window's destruction, who certified it, and who attested."""
    row = _of_window(matter)
    certified = Entry.objects.filter(subject_id=row.pk, event="destruction.certified").first()
    given = [one for one in matter.approvals if one.subject_id == row.pk]
    context = matter.context(
        "windows",
        state=tag(row.state, row.get_state_display(), final=row.state == "certified"),
        heading="Destruction certificate",
        page_title=f"Destruction certificate: {matter.window.in_words}",
        crumbs=matter.crumbs(),
        title=f"{matter.window.title}, request {matter.request.number}",
        facts=certificates.read(row.certificate),
        file_url=matter.link("destruction_file"),
        public_key=_public_key(),
        signers=signers_of(certified) if certified else signed_so_far(given, matter.now),
        steps=steps_for(row, matter, lambda _name: matter.link("destruction_step")),
        attestations=_attestations(matter),
        clocks=matter.clock_facts(row),
    )
    return render(http, "artifacts/certificate.html", context)


@for_window(Permission.READ_WHOLE_LOG)
def destruction_file(http: HttpRequest, matter: WindowMatter) -> HttpResponse:
    """Return the signed certificate of a window's destruction as a file."""
    row = _of_window(matter)
    return _file(row.certificate, row.signature, f"{matter.request.number}-window-{matter.window.number}")


@for_window(Permission.READ_WHOLE_LOG)
def destruction_step(http: HttpRequest, matter: WindowMatter) -> HttpResponse:
    """Certify the destruction."""
    return step_page(http, matter, _of_window(matter), "certify", back=matter.link("destruction"))


@for_window(Permission.READ_WHOLE_LOG)
def destruction_take_back(http: HttpRequest, matter: WindowMatter) -> HttpResponse:
    """Take back one's own certification."""
    return take_back_page(http, matter, _of_window(matter), "certify", back=matter.link("destruction"))


@dataclass
class Holder(Reader):
    """A person who is asked to attest. Their part in the window may have ended."""

    attestation: Any
    actor: Actor
    now: datetime
    side: str

    def crumbs(self) -> list[tuple[str, str]]:
        """Return the breadcrumbs to the page."""
        return []

    def names_of(self, subject: Stateful) -> Mapping[uuid.UUID, str]:
        """Return the names to show for people whose own names the reader may not see."""
        return subject.names_for(self.side)


@signed_in
def attestation(http: HttpRequest, attestation: uuid.UUID) -> HttpResponse:
    """Attest that nothing is kept. Anybody who is not asked gets 404."""
    actor = actor_of(http)
    rows = Attestation.with_roles(actor.id).select_related("window__request__model", "grant__person__office")
    row = get_object_or_404(rows, pk=attestation)
    if not {one.role for one in row.held_roles} & step_of(Attestation, "attest").who:
        raise Http404
    holder = Holder(row, actor, clock.now(), row.held_roles[0].side)
    what = f"{row.window.in_words} of request {row.window.request.number}"
    return step_page(
        http, holder, row, "attest", back=reverse("desk"), context={"heading": f"Attest for {what}"}
    )


def _attestations(matter: WindowMatter) -> list[dict[str, Any]]:
    rows = matter.window.attestations.select_related("grant__person__office__organization").order_by("pk")
    return [
        {
            "name": row.grant.name_for(matter.side),
            "organization": row.grant.person.organization.short_name,
            "state": tag(row.state, row.get_state_display(), final=row.state == "attested"),
        }
        for row in rows
    ]


def _of_window(matter: WindowMatter) -> Any:
    """Return the certificate of the window, with the reader's roles. Raises: Http404 if there is none."""
    found = get_object_or_404(Destruction.with_roles(matter.actor.id), window=matter.window)
    found.window = matter.window
    return found


def _destroyed(matter: Matter, number: int) -> Artifact:
    return get_object_or_404(Artifact, request=matter.request, number=number, state="destroyed")


def _public_key() -> str:
    raw = (
        storage.signing_key()
        .public_key()
        .public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    )
    return raw.hex()


def _file(encoded: str, signature: str, name: str) -> HttpResponse:
    content = {
        "certificate": encoded,
        "signature": signature,
        "algorithm": "ML-DSA-87",
        "context": "designation/destruction-certificate/v1",
        "public_key": _public_key(),
    }
    response = HttpResponse(json.dumps(content, indent=1), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="destruction-{name}.json"'
    return response
