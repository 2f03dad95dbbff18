"""Ways to meet every refusal about insider-risk cases."""

from __future__ import annotations

from typing import Any

from designation.cases import actions
from designation.demo import shared
from designation.demo.world import World
from designation.models import Case, Signal, Window
from tests.designation.cases import steps
from tests.designation.cases.steps import WHY, act
from tests.designation.walking import request_in, window_in


def noted(world: World, whom: str = "eve", window: Window | None = None) -> Signal:
    """Note a signal about somebody, as if they had opened a canary."""
    window = window or window_in(world, request_in(world, "covered"), "open", opens_in=0.1)
    artifact = shared.uploaded(world, window.request, "larkspur-refusals.png", "A chart")
    return Signal.objects.create(
        person=world.people[whom], window=window, artifact=artifact, pattern="canary", severity="high",
        at=world.now, once=f"canary/{artifact.pk}",
    )  # fmt: skip


def opened(world: World, whom: str = "eve", by: str = "ira", times: int = 1) -> list[Case]:
    steps.officers(world)
    signal = noted(world, whom)
    return [
        actions.open_from_signal(signal, actor=world.actor(by), reason=WHY, now=world.now)
        for _time in range(times)
    ]


def without_officers(world: World) -> Any:
    return actions.report_concern(reporter=world.people["rosa"], address="", text=WHY, now=world.now)


def refused_once(world: World) -> Case:
    case = act(world, steps.asked_to_unmask(world), "refuse_unmasking", "ivo", reason=WHY)
    return act(world, case, "ask_to_unmask", "ira", reason=WHY)


def refused_twice(world: World) -> Any:
    case = act(world, refused_once(world), "refuse_unmasking", "iris", reason=WHY)
    return act(world, case, "ask_to_unmask", "ira", reason=WHY)


def delayed(world: World) -> Case:
    return act(world, steps.reported(world), "delay_notice", "ira", "iris")


def challenged(world: World, times: int = 1) -> Any:
    case = steps.contained(world)
    for _time in range(times):
        case = act(world, case, "challenge", "eve", reason=WHY)
    return case


TABLE = {
    ("cases", "cases_are_off"): without_officers,
    ("cases", "case_is_open"): lambda world: opened(world, times=2),
    ("cases", "about_yourself"): lambda world: opened(world, whom="ira"),
    ("cases", "nobody_is_named"): lambda world: act(
        world, steps.reported(world, whom=""), "contain", "ira", reason=WHY
    ),
    ("cases", "unmasked_already"): lambda world: act(
        world, steps.unmasked(world), "ask_to_unmask", "ira", reason=WHY
    ),
    ("cases", "asked_already"): lambda world: act(
        world, steps.asked_to_unmask(world), "ask_to_unmask", "iris", reason=WHY
    ),
    ("cases", "refused_twice"): refused_twice,
    ("cases", "not_asked"): lambda world: act(world, steps.in_inquiry(world), "unmask", "ira"),
    ("cases", "refused_before"): lambda world: act(world, refused_once(world), "unmask", "ivo"),
    ("cases", "you_asked"): lambda world: act(
        world, steps.asked_to_unmask(world), "refuse_unmasking", "ira", reason=WHY
    ),
    ("cases", "owner_told_already"): lambda world: act(
        world, steps.reported(world), "tell_owner", "ira", "iris"
    ),
    ("cases", "delayed_already"): lambda world: act(world, delayed(world), "delay_notice", "ira"),
    ("cases", "owner_not_told"): lambda world: act(world, steps.reported(world), "close", "ira"),
    ("cases", "still_suspended"): lambda world: act(world, steps.contained(world), "close", "ira"),
    ("cases", "challenged_already"): lambda world: challenged(world, times=2),
    ("cases", "no_challenge"): lambda world: act(
        world, steps.contained(world), "answer_challenge", "ira", reason=WHY
    ),
}
