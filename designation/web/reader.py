"""Whoever reads a page and takes steps on it: what the pages of steps ask of them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from workflow.guards import Actor
from workflow.models import Approval, Entry, Stateful


class Reader:
    """A person at one instant. `side` is the one for which they read; pages without sides leave it empty."""

    actor: Actor
    now: datetime
    side: str = ""

    @property
    def is_developer(self) -> bool:
        """Whether the reader stands on the developer's side."""
        return False

    def context(self, _tab: str, /, **more: Any) -> dict[str, Any]:
        """Return what the reader's pages show around their content."""
        return {"now": self.now} | more

    def crumbs(self) -> list[tuple[str, str]]:
        """Return the way to the page of a step."""
        return []

    def each_approval(self) -> Iterable[Approval] | None:
        """Return open signatures that were read already; None where there are none."""
        return None

    def way_back(self, url: str) -> str:
        """Return where to go after a step: `url`, unless the reader may no longer open it."""
        return url

    def state_of(self, subject: Stateful) -> str:
        """Return the state of a subject as the reader's side knows it."""
        return str(vars(subject)["state"])

    def version_of(self, subject: Stateful) -> int:
        """Return the newest version of a subject that the reader's side may know of."""
        return subject.version

    def names_of(self, subject: Stateful) -> Mapping[uuid.UUID, str]:
        """Return what the reader calls people whose own names are not for them, by their ids."""
        return {}

    def clocks_started(self, subject: Stateful, step: Any) -> list[str]:
        """Return when what a step starts is due, in sentences."""
        return []


def newest_version(subject: Stateful, side: str) -> int | None:
    """Return the newest version of which an entry tells this side."""
    told = Entry.objects.filter(subject_id=subject.pk, audience__in=["all", side])
    newest = told.order_by("-version").values_list("version", flat=True).first()
    return None if newest is None else int(newest)
