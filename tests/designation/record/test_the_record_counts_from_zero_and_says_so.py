"""Entries are numbered from 0, as in the ledger and the bundle, and the record says so where it lists them."""

from collections.abc import Callable
from datetime import timedelta

from django.test import Client

from designation.demonstration import World
from tests.designation.walking import request_in
from workflow import clock


def test_the_list_says_that_entry_0_is_the_first(
    demo_world: World, as_person: Callable[[World, str], Client]
) -> None:
    demo_world.now = clock.now() - timedelta(minutes=1)
    request = request_in(demo_world, "draft")
    page = as_person(demo_world, "dana").get(f"/requests/{request.number}/record/").content.decode()
    assert "Request 0</a>" in page
    assert page.count("entry 0 is the first") == 1
