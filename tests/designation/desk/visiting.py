"""Short ways to visit a desk, and to let something happen between two visits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.test import Client

from designation.demo.world import World
from designation.models import Request
from workflow import clock

Browser = Callable[[World, str], Client]
HOURS = timedelta(hours=6)


def act(world: World, subject: Any, step: str, key: str, **inputs: Any) -> None:
    """Take a step now, on the clock that the pages read."""
    world.now = clock.now()
    world.act(subject, step, key, **inputs)


def accept(world: World, request: Request) -> None:
    """Let the government do something that both sides read."""
    act(world, request, "accept", "ines", lead=str(world.people["ravi"].pk))


def new(client: Client) -> list[str]:
    """What the desk marks as new."""
    return [line.what for line, is_new in client.get("/").context["news"].lines if is_new]
