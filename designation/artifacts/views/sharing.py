"""Sharing an artifact in a window: first choose the window, then read who can read there, and confirm."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from designation.access.permissions import Permission
from designation.artifacts import actions
from designation.artifacts.forms import ShareForm
from designation.artifacts.models import Artifact, Share
from designation.artifacts.rules.reading import allows_text
from designation.artifacts.rules.shares import SHAREABLE_IN, allows_downloads
from designation.content.instants import written
from designation.requests.matter import Matter, for_request
from designation.web.action_page import ActionPage, action_page
from designation.windows.models import Grant, Window
from workflow.affordances import creation_affordance

STANDING = {
    "active": "can read while the window is open",
    "concurred": "can read after they accept the terms",
    "nominated": "can read after you concur and they accept the terms",
    "suspended": "suspended: cannot read until the suspension is lifted",
}
"""What a named evaluator can do, by the state of the grant."""
AT = {"scheduled": "when the window opens", "open": "at once", "suspended": "when access is resumed"}
"""When those who may read can begin, by the state of the window."""


@for_request(Permission.READ_ARTIFACTS)
def artifact_share(http: HttpRequest, matter: Matter, artifact: int) -> HttpResponse:
    """Share an artifact in a window."""
    row = get_object_or_404(
        Artifact.objects.select_related("request"), request=matter.request, number=artifact
    )
    windows = shareable(matter, row)
    if row.state != "sealed" or not windows:
        raise Http404
    form, back = ShareForm(row, windows, http.POST or None), matter.link_to("artifact", row.number)

    def chosen() -> Window:
        return form.windows[form.cleaned_data["window"]]

    def preview() -> dict[str, Any]:
        window = chosen()
        form.keep_the_choice()
        return {"facts": _facts(row, window, matter), "consequences": _consequences(window), "is_fixed": True}

    def done(_made: Share) -> str:
        window = chosen()
        return (
            f"You shared “{row.title}” in {window.in_words}. Evaluators who accepted the terms can "
            f"{_can(row, window)} while the window is open; you see every time that they do."
        )

    page = ActionPage(
        form=form,
        gentle=True,
        heading=f"Share “{row.title}”",
        button="Share this artifact",
        back=back,
        crumbs=[*matter.crumbs(), ("Artifacts", matter.link_to("artifacts")), (row.title, back)],
        act=lambda: actions.share(row, chosen(), actor=matter.actor),
        preview=preview,
        done=done,
        context=matter.context(
            "artifacts",
            state=None,
            heading=f"Share “{row.title}”",
            page_title="Share an artifact",
            preview_button="Continue",
            note=f"This file cannot carry marks. They are waived: {row.marks_waiver}"
            if row.marks_waiver
            else "",
        ),
        template="artifacts/share.html",
    )
    return action_page(http, page)


def shareable(matter: Matter, artifact: Artifact) -> list[Window]:
    """Return the windows in which the reader could share the artifact, as far as can be said without asking."""
    shared = artifact.shares.filter(state="active").values("window")
    rows = Window.with_roles(matter.actor.id).filter(request=matter.request, state__in=SHAREABLE_IN)
    found = []
    for window in rows.exclude(pk__in=shared).select_related("terms", "partner").order_by("-number"):
        if artifact.lacks_marks or (not artifact.pages and not allows_downloads(window)):
            continue
        offer = creation_affordance(Share, "share", window, matter.actor, now=matter.now)
        if offer is not None and offer.allowed:
            found.append(window)
    return found


def _facts(artifact: Artifact, window: Window, matter: Matter) -> list[tuple[str, Any]]:
    """Return where the artifact is shared, who can read it there, and what they can do with it."""
    named = Grant.objects.filter(window=window, state__in=STANDING).select_related(
        "person__office__organization"
    )
    readers = [
        f"{one.name_for(matter.side)}, {one.person.organization.name}: {STANDING[one.state]}"
        for one in named.order_by("state", "pk")
    ]
    ways = []
    if artifact.pages:
        ways.append("Read it page by page. Every page carries the reader’s mark.")
    if artifact.pages and allows_text(window):
        ways.append("See and copy the text of its pages.")
    ways.append("Download it." if allows_downloads(window) else "They cannot download it.")
    agreement = matter.request.agreements.filter(state="in_force").first()
    return [
        ("Artifact", artifact.title),
        ("Shared in", window.title),
        ("Open", [f"From {_when(window.opened_at or window.opens_at)}", f"Until {_when(window.ends_at)}"]),
        ("Who can read it", readers or "Nobody yet: no evaluator is named."),
        ("What they can do", ways),
        *(
            [("What they accept first", f"“{agreement.title}”, version {agreement.number}")]
            if agreement
            else []
        ),
    ]


def _when(at: Any) -> str:
    return written(at) if at else "a date that is not set"


def _consequences(window: Window) -> list[str]:
    """Return what follows from sharing."""
    return [
        f"Evaluators who accepted the terms can read the artifact {AT[window.state]}.",
        "Evaluators who are named later can read it as well, after you concur and they accept the terms.",
        "You see each time that somebody opens it, and you can stop sharing it at any time.",
    ]


def _can(artifact: Artifact, window: Window) -> str:
    """Return what evaluators can do with an artifact in a window."""
    ways = ["read it"] if artifact.pages else []
    return " and ".join([*ways, "download it"] if allows_downloads(window) else ways)
