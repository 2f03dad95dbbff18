"""What this package adds to the page of an access window: what is shared there."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from designation.access.permissions import Permission
from designation.artifacts.rules.shares import SHAREABLE_IN
from designation.roles import DEVELOPER_ROLES
from designation.web.step_links import tag
from designation.windows.matter import WindowMatter


def shared_in(matter: WindowMatter) -> dict[str, Any]:
    """Return what is or was shared in the window, what can be read there, and what the reader may do."""
    is_owner = bool(matter.roles & DEVELOPER_ROLES)
    return {
        "shared": [
            _in_words(row, matter)
            for row in matter.window.shares.select_related("artifact").order_by("state", "shared_at", "pk")
        ],
        "may_share": is_owner and matter.window.state in SHAREABLE_IN,
        "may_stop": is_owner,
    }


def _in_words(row: Any, matter: WindowMatter) -> dict[str, Any]:
    artifact = row.artifact
    own_url = ""
    if matter.may(Permission.READ_ARTIFACTS):
        own_url = reverse("artifact", args=[matter.request.number, artifact.number])
    return {
        "title": artifact.title,
        "pages": artifact.pages,
        "legend": artifact.legend,
        "state": _state(row),
        "read_url": matter.link("share_read", row.pk) if row.state == "active" else "",
        "own_url": own_url,
        "id": row.pk,
        "at": row.shared_at,
    }


def _state(row: Any) -> dict[str, str]:
    """Return the state of a share as a tag. A quarantine of its artifact matters more."""
    artifact = row.artifact
    if artifact.state == "quarantined":
        return tag(artifact.state, artifact.get_state_display())
    return tag(row.state, row.get_state_display(), final=row.state == "ended")


CONTEXT = (shared_in,)
