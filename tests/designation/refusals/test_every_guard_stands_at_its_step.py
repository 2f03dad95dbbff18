"""A guard that several steps share stands at each of them, also where another mechanism holds the same."""

import pytest

from designation.demo.world import World
from tests.designation.refusals import worst_of_requests, worst_of_windows

TABLE = worst_of_requests.TABLE | worst_of_windows.TABLE


@pytest.mark.parametrize("place", sorted(TABLE), ids=".".join)
def test_it_refuses_at_its_own_step(demo_world: World, place: tuple[str, str]) -> None:
    way, codes = TABLE[place]
    assert way(demo_world) >= set(codes.split())
