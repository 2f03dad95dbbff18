"""What ends a running download, and what is recorded of its end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.test import Client
from django.urls import reverse

from designation.artifacts.queries import DOWNLOAD_ENDED
from tests.designation.artifacts.downloads.serving import wait_for
from tests.designation.artifacts.downloads.site import Site
from tests.proved import proved

WITHIN_S = 1.0
UNDER_WAY_BYTES = 512 * 1024
"""What the buffers of the system on both sides hold. It left the server before access ended."""


def one_click(what: str) -> Callable[[Site], None]:
    """Return what stops a share, a person or a window on the page of accesses."""

    def stop(site: Site) -> None:
        sam = Client()
        proved(sam, site.world.people["sam"])
        of = {"share": site.large.pk, "person": site.grant().pk, "window": ""}[what]
        address = reverse("access_stop", args=[site.window.request.number, site.window.number])
        assert sam.post(address, {"what": what, "id": str(of)}).status_code == 302

    return stop


def how_it_ended(site: Site) -> dict[str, Any]:
    """Wait for the second entry of the only download."""
    ends = site.entries(DOWNLOAD_ENDED, site.large)
    details: dict[str, Any] = wait_for(ends.first, "the end of the download is recorded").details
    return details
