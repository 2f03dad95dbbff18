"""The developer's pages of artifacts: the list, one artifact with its shares, and its steps."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from designation.access.permissions import Permission
from designation.artifacts import queries, scanning
from designation.artifacts.models import Artifact, Share
from designation.artifacts.views.sharing import shareable
from designation.requests.matter import Matter, for_request
from designation.sessions.middleware import background
from designation.web.step_links import steps_for, tag
from designation.web.step_views import step_page, take_back_page
from workflow.affordances import creation_affordance

OVER = ("destroyed",)


def state_of(row: Artifact) -> dict[str, str]:
    """Return an artifact's state as a tag. An upload that is not finished says so."""
    label = "Upload not finished" if row.is_unfinished else row.get_state_display()
    return tag(row.state, label, final=row.state in OVER)


def in_list(row: Artifact, matter: Matter) -> dict[str, Any]:
    """Return an artifact as a row of a list."""
    return {
        "number": row.number,
        "title": row.title,
        "url": matter.link_to("artifact", row.number),
        "state": state_of(row),
        "kind": row.get_kind_display(),
        "pages": row.pages,
        "length_bytes": row.length_bytes,
        "uploaded_at": row.uploaded_at,
        "windows": [
            share.window.title
            for share in row.shares.all()
            if share.state == "active" and share.window.log_id in matter.request.window_logs
        ],
    }


@for_request(Permission.READ_ARTIFACTS)
def artifact_list(http: HttpRequest, matter: Matter) -> HttpResponse:
    """List the artifacts of a request, the newest first."""
    rows = matter.request.artifacts.prefetch_related("shares__window").order_by("-number")
    offer = creation_affordance(Artifact, "upload", matter.request, matter.actor, now=matter.now)
    context = matter.context(
        "artifacts",
        page_title="Artifacts",
        artifacts=[in_list(row, matter) for row in rows],
        agreement=matter.request.agreements.filter(state="in_force").first(),
        may_upload=offer is not None and offer.allowed,
        upload_reasons=[refusal.reason for refusal in offer.refusals] if offer else [],
    )
    return render(http, "artifacts/list.html", context)


@for_request(Permission.READ_ARTIFACTS)
def artifact_page(http: HttpRequest, matter: Matter, artifact: int) -> HttpResponse:
    """Show one artifact: what it is, where it is shared, and who opened it."""
    row = _artifact(matter, artifact)
    shares = row.shares.filter(window__log__in=matter.request.window_logs)
    shares = shares.select_related("window__request", "shared_by").order_by("-shared_at")
    context = matter.context(
        "artifacts",
        page_title=row.title,
        heading=row.title,
        state=state_of(row),
        crumbs=_crumbs(matter),
        artifact=row,
        facts=_facts(row),
        shares=[_share_in_words(share, matter) for share in shares],
        may_share=row.state == "sealed" and bool(shareable(matter, row)),
        steps=steps_for(
            row,
            matter,
            lambda name: matter.link_to("artifact_step", row.number, name),
            without=_beside_the_point(row),
        ),
        accesses=queries.accesses_of(row, matter.side, matter.request.window_logs)[:20],
        clocks=matter.clock_facts(row),
    )
    return render(http, "artifacts/page.html", context)


@background
@for_request(Permission.READ_ARTIFACTS)
def artifact_progress(http: HttpRequest, matter: Matter, artifact: int) -> HttpResponse:
    """Return how far sealing has come, for the page that shows it. The page is loaded again when it is done."""
    row = _artifact(matter, artifact)
    response = render(http, "artifacts/progress.html", {"artifact": row, "matter": matter})
    if row.state != "receiving":
        response["HX-Refresh"] = "true"
    return response


@for_request(Permission.READ_ARTIFACTS)
def artifact_step(http: HttpRequest, matter: Matter, artifact: int, step: str) -> HttpResponse:
    """Take one step of an artifact."""
    row = _artifact(matter, artifact)
    return step_page(http, matter, row, step, back=matter.link_to("artifact", row.number))


@for_request(Permission.READ_ARTIFACTS)
def artifact_take_back(http: HttpRequest, matter: Matter, artifact: int, step: str) -> HttpResponse:
    """Take back the reader's signature under a step of an artifact."""
    row = _artifact(matter, artifact)
    return take_back_page(http, matter, row, step, back=matter.link_to("artifact", row.number))


def _artifact(matter: Matter, number: int) -> Artifact:
    """Return one artifact of the request, with the reader's roles. Raises: Http404."""
    found: Artifact = get_object_or_404(
        Artifact.with_roles(matter.actor.id).select_related("uploaded_by"),
        request=matter.request,
        number=number,
    )
    found.request = matter.request
    return found


def _share_in_words(share: Share, matter: Matter) -> dict[str, Any]:
    window = share.window
    return {
        "window": window.title,
        "window_url": matter.link_to("window", window.number),
        "state": tag(share.state, share.get_state_display(), final=share.state == "ended"),
        "by": share.shared_by.name,
        "at": share.shared_at,
        "stop_url": matter.link_to("access_stop", window.number) if share.state == "active" else "",
        "id": share.pk,
    }


def _facts(row: Artifact) -> list[tuple[str, Any]]:
    facts = [
        ("Description", row.description),
        ("Legend", row.get_legend_display() if row.legend else ""),
        ("File", row.file_name),
        ("Folder", row.folder),
        ("Kind", row.get_kind_display()),
        ("Pages", row.pages or ""),
        ("Markings", scanning.in_words(row)),
        ("Reader's marks", _marks(row)),
        ("SHA-256", row.sha256),
        ("Uploaded by", row.uploaded_by.name),
    ]
    return [(label, value) for label, value in facts if value]


def _beside_the_point(row: Artifact) -> set[str]:
    """Return the steps about waivers that make no sense for this file, so that its page does not explain them."""
    steps = {"waive_marks"} if row.pages or row.marks_waiver else set()
    return steps if row.marks_waiver else steps | {"end_waiver"}


def _marks(row: Artifact) -> str:
    """Return whether pages carry the reader's mark, or why they need not."""
    if row.sha256 == "":
        return ""
    if row.pages:
        return "Burned into every page that is shown"
    return f"Waived: {row.marks_waiver}" if row.marks_waiver else "Cannot be burned in, and not waived"


def _crumbs(matter: Matter) -> list[tuple[str, str]]:
    return [*matter.crumbs(), ("Artifacts", matter.link_to("artifacts"))]
