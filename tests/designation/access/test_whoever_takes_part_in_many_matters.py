"""Whoever takes part in many matters sees the same pages as if these were few; only how they are read differs."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from designation.access import participation
from designation.demo.world import World
from designation.models import Person
from tests.designation.walking import request_in, window_in
from tests.timeless import timeless
from workflow import clock

ADDRESSES = ("/", "/requests/", "/requests/?q=state", "/review/?show=mine")
KEYS = ("dana", "carl", "ines", "ravi", "dora", "cora", "abel", "eve")


@pytest.fixture
def world(demo_world: World) -> World:
    """Rows of every kind that waits for somebody."""
    demo_world.now = clock.now() - timedelta(days=2)
    for state in ("draft", "submitted", "clarification_requested", "recommended", "withdrawn"):
        request_in(demo_world, state, f"State {state}")
    covered = request_in(demo_world, "covered", "Covered")
    for place, state in enumerate(("draft", "proposed", "countered", "scheduled")):
        window_in(demo_world, covered, state, opens_in=5 + 6 * place, days=4)
    return demo_world


def shown(client: Client, address: str) -> str:
    """Return a page as its reader sees it, but for what is new in each answer."""
    answer = client.get(address)
    text = re.sub(
        r'(name="csrfmiddlewaretoken" value|nonce|data-idle-s|data-absolute-s)="[^"]*"',
        "",
        answer.content.decode(),
    )
    return f"{answer.status_code} {timeless(text)}"


def test_pages_are_the_same(
    world: World, as_person: Callable[[World, str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = {}
    for many in (False, True):
        if many:
            monkeypatch.setattr(participation, "FEW_MATTERS", 0)
            Person.objects.update(desk_seen_at=None, desk_left_at=None)  # nobody has been at their desk yet
        for key in KEYS:
            client = as_person(world, key)
            seen[many, key] = [shown(client, address) for address in ADDRESSES]
    for key in KEYS:
        for address, few, many in zip(ADDRESSES, seen[False, key], seen[True, key], strict=True):
            assert many == few, (key, address)
