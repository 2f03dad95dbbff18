"""Short ways to walk a request or a window into a state, through the real steps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from designation.demo import world as demonstration
from designation.demo.world import World, terms
from designation.demo.world import evaluator_ready as ready
from designation.frontier_models import actions as frontier_models
from designation.models import Request, Window
from designation.windows import actions as windows
from tests.fixture_cache import came_at, walked
from workflow import clock
from workflow.calendars import day_of
from workflow.errors import Refused
from workflow.guards import CLOCK
from workflow.models import Deadline
from workflow.perform import Pending, perform

QUESTION = [{"field": "evaluations", "text": "Which harness was used?"}]


def at_present(world: World) -> World:
    """Let the world's instant be one minute ago, so that pages and steps agree about the time."""
    world.now = max(world.now, clock.now() - timedelta(minutes=1))
    came_at(world, "now")
    return world


def request_in(world: World, state: str, codename: str = "Larkspur") -> Request:
    """Return a request that was walked into a state."""
    request: Request = walked(
        world, f"request {state} {codename}", lambda world: _walk(world, state, codename)
    )
    return request


def _walk(world: World, state: str, codename: str) -> Request:
    if state == "draft":
        return draft(world, codename)
    request = demonstration.filed(world, codename)
    if state == "submitted":
        return request
    if state == "clarification_requested":
        world.act(request, "ask_clarification", "ines", questions=QUESTION)
        return request
    if state in ("covered", "not_covered"):
        demonstration.determined(world, request, state)
        return request
    if state == "no_determination":
        fire(world, request, "completeness")
        return request
    if state in ("withdrawn", "closed", "concluded"):
        return _ended(world, request, state)
    world.act(request, "accept", "ines", lead=str(world.people["ravi"].pk))
    if state == "information_requested":
        world.act(request, "request_information", "ravi", questions=QUESTION)
    if state == "recommended":
        for row, key in zip(request.consultations.order_by("office__name"), ("cora", "omar"), strict=True):
            world.act(row, "concur", key)
        world.act(request, "recommend", "ravi", **recommendation(world))
    return request


def recommendation(world: World) -> dict[str, str]:
    """Return a recommendation, assessed on the world's day."""
    today = day_of(world.now).isoformat()
    return {"outcome": "covered", "date": today, "authority": "Director", "reference": "AR-1"}


def draft(world: World, codename: str = "Larkspur") -> Request:
    """Return a complete draft."""
    from designation.requests.actions import drafting as requests

    developer = world.organizations["developer"]
    model = frontier_models.register_model(
        developer, actor=world.actor("dana"), codename=codename, now=world.now
    )
    request = requests.begin(model, actor=world.actor("dana"), now=world.now)
    answers = demonstration.answers(world, variants=request.variants)
    requests.save_answers(request, actor=world.actor("dana"), answers=answers)
    return request


def _ended(world: World, request: Request, state: str) -> Request:
    if state == "withdrawn":
        world.act(request, "withdraw", "carl")
    if state == "closed":
        world.act(request, "ask_clarification", "ines", questions=QUESTION)
        fire(world, request, "answer")
    if state == "concluded":
        demonstration.determined(world, request, "not_covered")
        world.act(request, "conclude", "dana")
    return request


def fire(world: World, subject: Any, kind: str) -> None:
    """Let the time of a deadline come, and let the clock do what it then does."""
    row = Deadline.objects.get(subject_id=subject.pk, kind=kind, state="running")
    world.now = max(world.now, row.due_at)
    strike(world, subject)


def strike(world: World, subject: Any) -> None:
    """Let the clock do what is overdue in the subject's matter, and give the instance what that left."""
    world.strike(subject)
    now = fresh(subject)
    for field in subject._meta.concrete_fields:
        vars(subject)[field.attname] = getattr(now, field.attname)


def window_in(
    world: World, request: Request, state: str, *, opens_in: float = 2, days: float = 20, **other: Any
) -> Window:
    """Return a window of a covered request that was walked into a state; with an evaluator who is ready."""
    terms = {"opens_in": opens_in, "days": days, **other}
    if other:
        return _walk_window(world, request, state, **terms)
    name = f"window {state} {opens_in} {days}"
    window: Window = walked(
        world, name, lambda world, request: _walk_window(world, request, state, **terms), request
    )
    window.request = request
    return window


def _walk_window(
    world: World, request: Request, state: str, *, opens_in: float, days: float, **other: Any
) -> Window:
    window = windows.draft(request, actor=world.actor("dana"), now=world.now)
    if state == "draft":
        return window
    opens = world.now + timedelta(days=opens_in)
    content = terms(world, window, opens=opens, ends=opens + timedelta(days=days), **other)
    world.act(window, "propose", "carl", terms=content)
    if state == "countered":
        world.act(window, "counter", "ravi", terms=content | {"retention": "30 days."})
    if state in ("proposed", "countered"):
        return window
    ready(world, window)
    for key in ("abel", "arno"):
        world.act(window, "approve", key)
    if state == "scheduled":
        return window
    world.now = opens
    strike(world, window)
    if state == "suspended":
        world.act(window, "suspend", "sam", reason="An unknown address.")
    if state in ("closed", "destroying", "destroyed"):
        world.act(window, "close", "carl")
    if state in ("destroying", "destroyed"):
        world.act(window, "destroy", "carl")
    if state == "destroyed":
        perform(window, "note_destroyed", actor=CLOCK, now=world.now, inputs={"shares": []})
    return window


def fresh(subject: Any) -> Any:
    """Return a row as the database has it."""
    return type(subject)._base_manager.get(pk=subject.pk)


def catch_up(world: World) -> None:
    """Let the installation's clock reach the world's instant, so that pages see what steps have done."""
    behind = world.now - clock.now()
    if behind > timedelta(0):
        clock.advance(behind)


def appoint(world: World, key: str, role: str, signers: tuple[str, str] = ("nora", "neil")) -> None:
    """Give a person a further role, through their administrators."""
    demonstration.appoint(world, key, role, signers)


def refused(ask: Callable[[], Any]) -> tuple[str, ...]:
    """Return the codes with which a call was refused, or that a signature still lacks; none where all went well."""
    try:
        outcome = ask()
    except Refused as refusal:
        return refusal.codes
    return tuple(missing.code for missing in outcome.missing) if isinstance(outcome, Pending) else ()
