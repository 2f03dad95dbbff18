"""Ways to meet every refusal about resets of how somebody signs in."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator

from designation.demo.world import World
from designation.identity import actions
from designation.models import FactorReset
from designation.people.actions import organizations

WHY = "She called from the number on her badge."


def asked(world: World, about: str, by: str = "nora", *, ready: bool = True) -> FactorReset:
    if ready:
        Authenticator.objects.create(user=world.people[about], type="totp", data={"secret": "lost"})
    return actions.ask_for_reset(world.people[about], actor=world.actor(by), reason=WHY, now=world.now)


def asked_twice(world: World) -> Any:
    asked(world, "eve")
    return asked(world, "eve", ready=False)


def of_a_closed_account(world: World) -> Any:
    organizations.close_account(world.people["eve"], actor=world.actor("nora"))
    world.people["eve"].refresh_from_db()
    return asked(world, "eve")


TABLE = {
    ("identity", "no_open_account"): of_a_closed_account,
    ("identity", "own_reset"): lambda world: asked(world, "nora"),
    ("identity", "own_reset", "signing"): lambda world: world.act(asked(world, "neil"), "reset", "neil"),
    ("identity", "reset_asked"): asked_twice,
    ("identity", "nothing_set_up"): lambda world: asked(world, "eve", ready=False),
}
