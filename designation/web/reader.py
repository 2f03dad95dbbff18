"""The reader of a page, as the step pages need to know them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from designation.roles import HasSide
from workflow.guards import Actor
from workflow.models import Approval, Stateful
from workflow.staleness import newest_seen
from workflow.steps import Step


class Reader(HasSide):
    """A person who reads a page and takes steps on it, at one instant.

    `side` is the side for which they read. It is empty on pages that do not depend on sides.
    """

    actor: Actor
    now: datetime
    side: str = ""

    def context(self, _tab: str, /, **more: Any) -> dict[str, Any]:
        """Return the context that the reader's pages show around their content."""
        return {"now": self.now} | more

    def crumbs(self) -> list[tuple[str, str]]:
        """Return the breadcrumbs to a step's page."""
        return []

    def each_approval(self) -> Iterable[Approval] | None:
        """Return open signatures that were already loaded, or None if none were loaded."""
        return None

    def way_back(self, url: str) -> str:
        """Return the URL to go to after a step: `url`, unless the reader may no longer open it."""
        return url

    def state_of(self, subject: Stateful) -> str:
        """Return the state of a subject, as the reader's side may know it."""
        return str(vars(subject)["state"])

    def comes_next(self, _subject: Stateful) -> str:
        """Return whom a subject waits for after a step and until when, as far as the reader may know it."""
        return ""

    def seen_of(self, subject: Stateful) -> int:
        """Return the index of the newest entry about a subject that the reader's side may open."""
        return newest_seen(subject, [self.side] if self.side else [])

    def names_of(self, subject: Stateful) -> Mapping[uuid.UUID, str]:
        """Return the names to show for people whose own names the reader may not see, by their ids."""
        return {}

    def colleagues(self, subject: Stateful, step: Step) -> Sequence[Any]:
        """Return people whose names the reader may know and who might sign a step, by name."""
        return ()

    def nobody_can_sign(self, subject: Stateful, step: Step) -> str:
        """Return who can mend it if nobody else can sign a step, as far as the reader may know who could."""
        return ""

    def clock_facts(self, subject: Any = None) -> list[dict[str, Any]]:
        """Return the deadlines of a subject that the reader may know about, as includes/deadline.html expects them."""
        return []

    def clocks_started(self, subject: Stateful, step: Any) -> list[str]:
        """Return sentences that say when the deadlines that a step starts are due."""
        return []
