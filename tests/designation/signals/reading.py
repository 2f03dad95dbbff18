"""Recording readings as the evaluator does, at chosen instants and without drawing any page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from designation.artifacts.models import Share
from designation.demo.world import World
from tests.designation.walking import fresh
from workflow.perform import perform

CODE = "ABCDEFGH"


def opens(world: World, share: Share, pages: int = 1, *, by: str = "eve", every_s: float = 1) -> None:
    """Open pages one after the other; the world's instant moves along."""
    for _number in range(pages):
        world.now += timedelta(seconds=every_s)
        inputs: dict[str, Any] = {"page": 1, "code": CODE}
        perform(fresh(share), "open_page", actor=world.actor(by), inputs=inputs, now=world.now)
