"""The demonstration's suspension: an evaluator of CISA, whom its administrator suspended. One signature lifts it."""

from __future__ import annotations

from datetime import timedelta

from designation.demo.world import World
from designation.insider_risk import actions
from designation.insider_risk.models import Suspension
from workflow import clock

REASON = "An unknown device signed in with his password at 3:00 a.m. We are finding out whose it is."


def suspend_somebody(world: World) -> Suspension:
    """Suspend an evaluator, and have the other administrator sign to lift it. An insider-risk officer can sign next."""
    world.now = clock.now() - timedelta(days=2)
    suspension = actions.suspend_person(
        world.people["eli"], actor=world.actor("gwen"), reason=REASON, now=world.now
    )
    world.wait(hours=20)
    world.act(suspension, "lift", "glen")
    return suspension
