"""Short ways to bring a case into a state, through the real steps."""

from __future__ import annotations

from typing import Any

from designation.cases import actions
from designation.demo.world import World, appoint
from designation.models import Case, Person
from tests.designation.walking import fresh, request_in, window_in

WHY = "A pattern that needs a look."


def officers(world: World) -> None:
    """Appoint two more insider-risk officers: Iris at CISA and Ivo at NSA."""
    for key, name, organization, office in (
        ("iris", "Iris Webb", "cisa", "Directorate"),
        ("ivo", "Ivo Pace", "nsa", "Audit"),
    ):
        if key not in world.people:
            place = world.office(organization, office)
            world.people[key] = Person.objects.create_user(f"{key}@risk.example", name=name, office=place)
            signers = ("gwen", "glen") if organization == "cisa" else ("nora", "neil")
            appoint(world, key, "insider_risk_officer", signers)


def reported(world: World, whom: str = "eve", by: str = "rosa") -> Case:
    """Report a concern about somebody who evaluates in an open window."""
    officers(world)
    window_in(world, request_in(world, "covered"), "open", opens_in=0.1)
    address = world.people[whom].email if whom else ""
    return actions.report_concern(reporter=world.people[by], address=address, text=WHY, now=world.now)


def act(world: World, case: Case, step: str, *keys: str, **inputs: Any) -> Case:
    """Let people take a step of a case, each for themselves."""
    for key in keys:
        world.act(fresh(case), step, key, **inputs)
    return fresh(case)


def contained(world: World) -> Case:
    return act(world, reported(world), "contain", "ira", reason=WHY)


def in_inquiry(world: World) -> Case:
    return act(world, contained(world), "inquire", "ira", "iris")


def asked_to_unmask(world: World) -> Case:
    return act(world, in_inquiry(world), "ask_to_unmask", "ira", reason=WHY)


def unmasked(world: World) -> Case:
    return act(world, asked_to_unmask(world), "unmask", "ira", "iris")


def referred(world: World) -> Case:
    return act(world, in_inquiry(world), "refer", "ira", "iris")


def lifted(world: World, case: Case) -> None:
    """Lift the suspension that contains a case."""
    left = case.suspension_left()
    for key in ("iris", "ivo") if left is not None else ():
        world.act(fresh(left), "lift", key)


def closed(world: World) -> Case:
    case = act(world, in_inquiry(world), "tell_owner", "ira")
    lifted(world, case)
    return act(world, case, "close", "ira", "iris")
