"""A window's page and the form of its terms open with at most twelve queries, in every state and for everybody."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from designation.demo.world import World
from designation.models import Window
from tests.designation.walking import at_present, catch_up, request_in, window_in

LIMIT = 12
STATES = [state for state in Window.State.values if state not in ("declined", "canceled")]


@pytest.mark.parametrize("state", STATES)
def test_it_opens(demo_world: World, as_person: Callable[[World, str], Client], state: str) -> None:
    at_present(demo_world)
    window = window_in(demo_world, request_in(demo_world, "covered"), state, opens_in=0.1)
    catch_up(demo_world)
    opened = 0
    for key in ("carl", "dana", "ravi", "abel", "ira", "eve"):
        client = as_person(demo_world, key)
        client.get("/about/")  # the first page of a session also renews it
        for name in ("window", "window_terms", "window_who_signs"):
            address = reverse(name, args=[window.request.number, window.number])
            with CaptureQueriesContext(connection) as caught:
                status = client.get(address).status_code
            assert status in (200, 404, 410)
            opened += status == 200
            assert len(caught) <= LIMIT, (
                name,
                key,
                len(caught),
                [q["sql"][:90] for q in caught.captured_queries],
            )
    assert opened
