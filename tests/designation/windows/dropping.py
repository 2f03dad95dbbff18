"""Ways in which terms stop naming an agency."""

from __future__ import annotations

from designation.demo.world import World
from designation.models import Window
from tests.designation.walking import fire
from workflow import outbox
from workflow.models import Job


def naming(world: World, window: Window, *keys: str) -> dict[str, object]:
    """The present terms of a window, naming other agencies."""
    return window.terms.content | {"agencies": [str(world.organizations[key].pk) for key in keys]}


def drop(world: World, window: Window, step: str) -> None:
    """Let a step drop CISA from the matter, or end the window that names it."""
    match step:
        case "revise":
            world.act(window, "revise", "carl", terms=naming(world, window, "nsa"))
        case "counter":
            world.act(window, "counter", "ravi", terms=naming(world, window, "nsa"))
        case "cancel":
            world.act(window, "cancel", "dana")
        case "decline":
            world.act(window, "decline", "abel", reason="Too short.")
        case "expire":
            fire(world, window, "expiry")
        case "withdraw":
            world.act(window.request, "withdraw", "carl")


STEPS = ["revise", "counter", "cancel", "decline", "expire", "withdraw"]


def deliver() -> None:
    Job.objects.filter(state="queued").update(next_at="2000-01-01T00:00:00Z")
    while outbox.deliver():
        pass
