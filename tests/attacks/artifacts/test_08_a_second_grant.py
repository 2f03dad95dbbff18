"""Attack 8: remove a person from a window and let them read on through a second, older grant in the same matter."""

import pytest

from designation.artifacts import actions
from designation.artifacts.may_read import may_read
from designation.artifacts.models import Share
from designation.demo.world import World
from designation.models import Request, Window
from tests.attacks.conftest import Browser
from tests.designation.artifacts.reading import Reader
from tests.designation.walking import catch_up, fresh, window_in
from workflow import clock


@pytest.fixture
def older(world: World, covered: Request, renderer: object) -> Window:
    """A window to come, in which the evaluator was named and accepted the terms first."""
    return window_in(world, covered, "scheduled", opens_in=15, days=5)


@pytest.fixture
def opened(world: World, older: Window) -> Window:
    """The window that opened a moment ago."""
    return window_in(world, older.request, "open", opens_in=0.01, days=10)


def test_an_older_grant_opens_nothing_in_the_window_that_one_was_removed_from(
    world: World, older: Window, eve: Reader
) -> None:
    image = eve.image_of(eve.opens(1))
    assert eve.client.get(image).status_code == 200
    world.act(eve.share.window.grants.get(), "end", "sam")
    assert older.grants.get().state == "active"
    against = may_read(world.people["eve"].pk, eve.share.pk, fresh(eve.share.window), clock.now())
    assert [one.code for one in against] == ["not_named"]
    for address in (
        image,
        *map(eve.address, ("share_read", "share_text", "share_download", "share_standing")),
    ):
        assert eve.client.get(address).status_code in (403, 410), address


def test_what_is_shared_in_the_window_to_come_is_not_read_yet(
    world: World, older: Window, eve: Reader, browser_of: Browser
) -> None:
    shared: Share = actions.share(eve.share.artifact, older, actor=world.actor("carl"), now=world.now)
    catch_up(world)
    assert Reader(eve.client, shared).opens(1).status_code == 403
