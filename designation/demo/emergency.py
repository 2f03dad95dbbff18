"""The demonstration's emergency access: it is over, and one more signature completes its review."""

from __future__ import annotations

from datetime import timedelta

from designation.artifacts import actions as artifacts
from designation.artifacts.models import Agreement, Share
from designation.break_glass import actions
from designation.break_glass.models import BreakGlass
from designation.demo.shared import accepted, read
from designation.demo.world import World
from designation.requests.models import Request
from designation.windows.models import Window
from workflow import clock

REASON = (
    "A vulnerability that the model found is being exploited tonight. I need the refusals chart to tell the operators "
    "which prompts to block, before I can read the new agreement with counsel."
)
FINDINGS = (
    "The access was needed. One page was read in 10 minutes, and the evaluator ended it right after that."
)

MORE = "9. Urgent findings. You tell Meridian Labs on the same day if the model can help to attack critical services."


def break_the_glass(world: World, request: Request, window: Window) -> BreakGlass:
    """Have an evaluator read before accepting a new agreement, end the access, and have one of two people review it."""
    world.now = clock.now() - timedelta(hours=15)
    agreement = _stricter(world, request)
    world.wait(hours=2)
    access = actions.ask(window, actor=world.actor("eve"), reason=REASON, now=world.now)
    for key in ("abel", "sam"):
        world.wait(minutes=3)
        world.act(access, "approve", key)
    share = Share.objects.filter(window=window, artifact__title="Refusals by category").get()
    read(world, share, "eve", 1)
    world.wait(minutes=10)
    world.act(access, "end", "eve")
    world.wait(hours=3)
    accepted(world, agreement, window, "eve")
    world.wait(hours=2)
    world.act(access, "review", "ira", findings=FINDINGS)
    return access


def _stricter(world: World, request: Request) -> Agreement:
    """Have the developer put a second version of its agreement into force, which evaluators have to accept anew."""
    first = request.agreements.get(state="in_force")
    made = artifacts.write_agreement(
        request,
        actor=world.actor("dana"),
        title=first.title,
        text=f"{first.text}\n\n{MORE}",
        now=world.now,
    )
    world.wait(minutes=10)
    world.act(made, "put_in_force", "carl")
    return made
