"""Attack 3: stop access, then go on with the address of an image that was obtained and used before."""

import pytest

from designation.demo.world import World
from tests.designation.artifacts.reading import Reader, readings
from tests.designation.walking import fresh

STOPS = {
    "the share": lambda world, share: world.act(share, "end", "dana"),
    "the person": lambda world, share: world.act(
        share.window.grants.get(), "suspend", "sam", reason="Unknown."
    ),
    "the window": lambda world, share: world.act(fresh(share.window), "suspend", "sam", reason="Unknown."),
}


@pytest.mark.parametrize("stop", STOPS.values(), ids=STOPS)
def test_a_used_address_is_refused_once_access_was_stopped(world: World, eve: Reader, stop: object) -> None:
    address = eve.image_of(eve.opens(1))
    assert eve.client.get(address).status_code == 200
    stop(world, eve.share)
    assert eve.client.get(address).status_code == 403
    assert len(readings(eve.share)) == 1
