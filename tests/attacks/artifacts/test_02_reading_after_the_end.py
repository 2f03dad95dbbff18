"""Attack 2: ask for a page's image, its text or the file after the end, though nobody swept and the page is open."""

from designation.demo.world import World
from designation.models import Window
from tests.designation.artifacts.reading import Reader, readings
from tests.designation.walking import fresh
from tests.proved import proved
from workflow import clock

WHY = "This is not between the window&#x27;s opening and its end."


def test_no_address_of_an_open_viewer_gives_anything_after_the_end(world: World, eve: Reader) -> None:
    image, window = eve.image_of(eve.opens(1)), eve.share.window
    addresses = [image, image.replace("zoom=1", "zoom=3"), *map(eve.address, ("share_read", "share_text"))]
    assert {eve.client.get(address).status_code for address in addresses} == {200}
    shown = len(readings(eve.share))
    _end_of(window)
    proved(eve.client, world.people["eve"])
    for address in [*addresses, eve.address("share_download"), eve.address("share_standing")]:
        answer = eve.client.get(address)
        assert answer.status_code == 403, address
        assert not answer["Content-Type"].startswith(("image/", "application/octet-stream"))
        assert "Larkspur is" not in answer.content.decode()
    assert len(readings(eve.share)) == shown
    assert fresh(window).state == "open", "Nobody swept."


def _end_of(window: Window) -> None:
    clock.advance(window.ends_at - clock.now())
