"""A person at the viewer of a shared artifact."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from designation.artifacts.models import Share
from designation.artifacts.queries import OPENED
from workflow.models import Entry

IMAGE = re.compile(r'<img class="fd-reader__image[^"]*" src="([^"]+)"')


@dataclass
class Reader:
    """A browser of somebody, and the share that they read."""

    client: Client
    share: Share

    def address(self, name: str = "share_read", *args: Any) -> str:
        window = self.share.window
        return reverse(name, args=[window.request.number, window.number, self.share.pk, *args])

    def opens(self, page: int = 1, **query: str) -> HttpResponse:
        """Ask for the viewer at a page."""
        return self.client.get(self.address(), {"page": page, **query})

    def image_of(self, viewer: HttpResponse) -> str:
        """Return the address of the image that the viewer shows."""
        found = IMAGE.search(viewer.content.decode())
        assert found is not None, viewer.content.decode()[:500]
        return unescape(found.group(1))

    def sees(self, page: int = 1, **query: str) -> HttpResponse:
        """Open the viewer at a page and return the answer for its image."""
        return self.client.get(self.image_of(self.opens(page, **query)))


def readings(share: Share) -> list[tuple[str, int]]:
    """Return who opened which page of a share, in order."""
    entries = Entry.objects.filter(subject_id=share.pk, event=OPENED).order_by("index")
    return [(entry.actor, entry.details["page"]) for entry in entries]
