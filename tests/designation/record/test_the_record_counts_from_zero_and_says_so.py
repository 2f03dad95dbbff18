"""Entries are numbered from 0, as in the ledger and the bundle; the record says so, and so does entry 0 in the feed."""

from collections.abc import Callable

from django.test import Client

from designation.demo.world import World
from tests.designation.walking import at_present, request_in


def test_the_list_says_that_entry_0_is_the_first(
    demo_world: World, as_person: Callable[[World, str], Client]
) -> None:
    at_present(demo_world)
    request = request_in(demo_world, "draft")
    client = as_person(demo_world, "dana")
    page = client.get(f"/requests/{request.number}/record/").content.decode()
    assert "Request, entry 0</a>" in page
    assert page.count("entry 0 is the first") == 1
    assert "entry 0, the first</p>" in client.get(f"/requests/{request.number}/").content.decode()
