"""Short ways to ask for emergency access, to agree to it, to end and to review it."""

from __future__ import annotations

from datetime import timedelta

from designation.artifacts.may_read import may_download_now, may_read
from designation.artifacts.models import Share
from designation.break_glass import actions
from designation.demo.world import World
from designation.models import BreakGlass, Window
from tests.designation.walking import fresh
from workflow import clock

WHY = "The finding on page 2 has to be confirmed tonight."
FOUND = "The access was needed. Page 2 was read, and nothing else."


def asked(world: World, window: Window, key: str = "eve") -> BreakGlass:
    """Let an evaluator ask for emergency access."""
    return actions.ask(fresh(window), actor=world.actor(key), reason=WHY, now=world.now)


def opened_up(world: World, access: BreakGlass, *signers: str) -> BreakGlass:
    """Let one person of each side agree."""
    for key in signers or ("abel", "carl"):
        world.act(access, "approve", key)
    return access


def ended(world: World, access: BreakGlass, key: str = "sam") -> BreakGlass:
    """Let somebody end the access."""
    world.act(access, "end", key)
    return access


def reviewed(world: World, access: BreakGlass, *signers: str) -> BreakGlass:
    """Let two people who took no part in it review the access."""
    for key in signers or ("arno", "cyra"):
        world.act(access, "review", key, findings=FOUND)
    return access


def codes(world: World, share: Share, key: str = "eve") -> list[str]:
    """Return the reasons against downloading, which Python and the watch over streams give alike."""
    person = world.people[key].pk
    found = [one.code for one in may_read(person, share.pk, fresh(share.window), clock.now())]
    watched = may_download_now([(person, share.pk)])[person, share.pk].reasons
    assert set(found) == set(watched) - {"viewing_only"}
    return found


def later(world: World, span: timedelta) -> None:
    """Let time pass, for steps and for the database alike. No worker runs."""
    world.now += span
    clock.advance(max(world.now - clock.now(), timedelta(0)))
