"""Ways to meet every refusal about suspensions."""

from __future__ import annotations

from typing import Any

from designation.demo import roster, shared
from designation.demo.world import World
from designation.insider_risk import actions
from designation.models import Suspension
from tests.designation.walking import request_in

WHY = "An odd pattern."


def suspended(world: World, whom: str, by: str = "ira") -> Suspension:
    return actions.suspend_person(world.people[whom], actor=world.actor(by), reason=WHY, now=world.now)


def lifted(world: World, whom: str, by: str, *signers: str) -> Any:
    suspension = suspended(world, whom, by)
    return [world.act(suspension, "lift", key) for key in signers][-1]


def suspended_artifact_that_is_gone(world: World) -> Any:
    request = request_in(world, "covered")
    artifact = shared.uploaded(world, request, "larkspur-refusals.png", "A chart")
    world.act(artifact, "withdraw", "dana")
    return actions.suspend_artifact(artifact, actor=world.actor("dana"), reason=WHY, now=world.now)


def of_one_person(world: World) -> Any:
    roster.activated(world)
    return lifted(world, "tess", "ira", "tess")


TABLE = {
    ("insider_risk", "not_yours_to_suspend"): lambda world: suspended(world, "eve", "maya"),
    ("insider_risk", "about_yourself"): lambda world: suspended(world, "nora", "nora"),
    ("insider_risk", "suspended_already"): lambda world: [suspended(world, "eve") for _time in range(2)],
    ("insider_risk", "nobody_could_leave"): lambda world: suspended(world, "hope", "hana"),
    ("insider_risk", "nothing_to_suspend"): suspended_artifact_that_is_gone,
    ("insider_risk", "placed_it"): lambda world: lifted(world, "eve", "ira", "ira"),
    ("insider_risk", "second_officer"): lambda world: lifted(world, "eve", "ira", "nora"),
    ("insider_risk", "second_of_organization"): lambda world: lifted(world, "eve", "nora", "ira"),
    ("insider_risk", "partner_and_roster"): of_one_person,
}
