"""What this package adds to the page of an access window: the link to who could read there."""

from __future__ import annotations

from typing import Any

from designation.windows.matter import WindowMatter
from designation.windows.models import Grant
from designation.windows.rules.naming import NAMEABLE
from workflow.affordances import creation_affordance


def who_could_read(matter: WindowMatter) -> dict[str, Any]:
    """Return the address of the page that says who could read, for those who name evaluators."""
    names = matter.window.state in NAMEABLE and creation_affordance(
        Grant, "nominate", matter.window, matter.actor
    )
    return {"who_could_read_url": matter.link("who_could_read")} if names else {}


CONTEXT = (who_could_read,)
