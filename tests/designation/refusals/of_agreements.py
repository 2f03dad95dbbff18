"""Ways to meet every refusal about agreements and their acceptance."""

from __future__ import annotations

from typing import Any

from designation.artifacts import actions, agreement_text
from designation.artifacts.models import Agreement
from designation.demo.world import World
from designation.models import Grant, Request
from designation.windows import actions as windows
from tests.designation.walking import request_in, window_in


def written(world: World, state: str = "covered", *, title: str = "Use", text: str = "Keep it.") -> Agreement:
    return of(world, request_in(world, state), title=title, text=text)


def of(world: World, request: Request, *, title: str = "Use", text: str = "Keep it.") -> Agreement:
    return actions.write_agreement(request, actor=world.actor("dana"), title=title, text=text, now=world.now)


def in_force(world: World, request: Request, text: str = "Keep it.") -> Agreement:
    made = of(world, request, text=text)
    world.act(made, "put_in_force", "carl")
    return made


def written_again(world: World, *, in_between: bool) -> Any:
    request = request_in(world, "covered")
    if in_between:
        in_force(world, request)
    else:
        of(world, request)
    return of(world, request)


def granted(world: World) -> Grant:
    grant: Grant = window_in(world, request_in(world, "covered"), "open", opens_in=0.1, days=9).grants.get()
    return grant


def accept(
    world: World, grant: Grant, agreement: Agreement, *, accepted: bool = True, key: str = "eve"
) -> Any:
    person = world.people[key].pk
    about = {"person": person, "grant": grant.pk, "agreement": agreement.pk, "digest": agreement.digest}
    return actions.accept_agreement(
        grant,
        agreement,
        actor=world.actor(key),
        shown=agreement_text.token(**about, at=world.now),
        accepted=accepted,
        now=world.now,
    )


def accepted(world: World, times: int = 1, **other: Any) -> Any:
    grant = granted(world)
    agreement = in_force(world, grant.window.request)
    return [accept(world, grant, agreement, **other) for _ in range(times)]


def accepted_while_nominated(world: World) -> Any:
    window = window_in(world, request_in(world, "covered"), "proposed")
    agreement = in_force(world, window.request)
    grant = windows.nominate(window, actor=world.actor("ravi"), person=world.people["eve"], now=world.now)
    return accept(world, grant, agreement)


def accepted_after_withdrawal(world: World) -> Any:
    grant = granted(world)
    agreement = in_force(world, grant.window.request)
    world.act(agreement, "withdraw", "carl", reason="Over.")
    return accept(world, grant, agreement)


def accepted_an_old_version(world: World) -> Any:
    grant = granted(world)
    old = in_force(world, grant.window.request)
    in_force(world, grant.window.request, "Another text.")
    return accept(world, grant, old)


def accepted_unread(world: World) -> Any:
    grant = granted(world)
    agreement = in_force(world, grant.window.request)
    return actions.accept_agreement(
        grant, agreement, actor=world.actor("eve"), shown="", accepted=True, now=world.now
    )


TABLE = {
    ("artifacts", "takes_no_agreements"): lambda w: written(w, "withdrawn"),
    ("artifacts", "draft_waits"): lambda w: written_again(w, in_between=False),
    ("artifacts", "agreement_unchanged"): lambda w: written_again(w, in_between=True),
    ("artifacts", "agreement_title_missing"): lambda w: written(w, title=" "),
    ("artifacts", "agreement_text_missing"): lambda w: written(w, text="\u200b"),
    ("artifacts", "agreement_too_long"): lambda w: written(w, text="x" * 60_001),
    ("artifacts", "no_grant"): accepted_while_nominated,
    ("artifacts", "no_agreement"): accepted_after_withdrawal,
    ("artifacts", "agreement_not_in_force"): accepted_an_old_version,
    ("artifacts", "agreement_accepted_already"): lambda w: accepted(w, times=2),
    ("artifacts", "text_not_shown"): accepted_unread,
    ("artifacts", "agreement_not_confirmed"): lambda w: accepted(w, accepted=False),
}
