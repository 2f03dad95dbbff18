"""What this package adds to the page of an access window: what is shared there."""

from __future__ import annotations

import uuid
from typing import Any

from django.urls import reverse

from designation.access.permissions import Permission
from designation.artifacts.may_read import SENTENCES, Answer, may_download_now
from designation.artifacts.rules.shares import SHAREABLE_IN
from designation.roles import DEVELOPER_ROLES
from designation.web.step_links import tag
from designation.windows.matter import WindowMatter


def shared_in(matter: WindowMatter) -> dict[str, Any]:
    """Return what is or was shared in the window, what can be read there, and what the reader may do."""
    is_owner = bool(matter.roles & DEVELOPER_ROLES)
    rows = list(matter.window.shares.select_related("artifact").order_by("state", "shared_at", "pk"))
    answers = _downloads(matter, rows)
    return {
        "shared": [_in_words(row, matter, answers.get(row.pk)) for row in rows],
        "may_share": is_owner and matter.window.state in SHAREABLE_IN,
        "may_stop": is_owner,
    }


def _downloads(matter: WindowMatter, rows: list[Any]) -> dict[uuid.UUID, Answer]:
    """Return for each active share what stands against its download, for an evaluator of the window."""
    person = matter.actor.id
    if person is None or matter.window.own_grant is None:
        return {}
    pairs = [(person, row.pk) for row in rows if row.state == "active"]
    return {share: answer for (_, share), answer in may_download_now(pairs).items()} if pairs else {}


def _in_words(row: Any, matter: WindowMatter, download: Answer | None) -> dict[str, Any]:
    artifact = row.artifact
    own_url = ""
    if matter.may(Permission.READ_ARTIFACTS):
        own_url = reverse("artifact", args=[matter.request.number, artifact.number])
    return {
        "title": artifact.title,
        "pages": artifact.pages,
        "legend": artifact.legend,
        "state": tag(row.state, row.get_state_display(), final=row.state == "ended"),
        "is_active": row.state == "active",
        "read_url": matter.link("share_read", row.pk) if row.state == "active" and artifact.pages else "",
        "download_url": matter.link("share_download", row.pk) if download and not download.reasons else "",
        "against_download": [SENTENCES[code] for code in download.reasons if code in SENTENCES]
        if download
        else [],
        "own_url": own_url,
        "id": row.pk,
        "at": row.shared_at,
    }


CONTEXT = (shared_in,)
