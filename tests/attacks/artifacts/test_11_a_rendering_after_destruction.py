"""Attack 11: after destruction, fetch a rendering that somebody, or something between, kept."""

import pytest

from designation.demo.world import World
from tests.designation.artifacts.reading import Reader
from tests.designation.walking import fresh
from workflow import outbox
from workflow.models import Job


def destroys_the_artifact(world: World, eve: Reader) -> None:
    world.act(fresh(eve.share.artifact), "withdraw", "dana")
    world.act(fresh(eve.share.artifact), "destroy", "carl")
    assert outbox.deliver_one(Job.objects.get(kind="destroy_artifact").pk)


def destroys_the_window(world: World, eve: Reader) -> None:
    world.act(fresh(eve.share.window), "close", "carl")
    world.act(fresh(eve.share.window), "destroy", "carl")
    assert outbox.deliver_one(Job.objects.get(kind="destroy_window").pk)


@pytest.mark.parametrize("destroys", [destroys_the_artifact, destroys_the_window])
def test_no_address_gives_what_it_gave_before(world: World, eve: Reader, destroys: object) -> None:
    image = eve.image_of(eve.opens(1))
    addresses = [image, image.replace("zoom=1", "zoom=2"), eve.address("share_text")]
    before = {address: eve.client.get(address) for address in addresses}
    destroys(world, eve)
    for address, answer in before.items():
        assert answer.status_code == 200
        again = eve.client.get(address, headers={"if_modified_since": answer.get("Date", "")})
        assert again.status_code in (403, 404, 410), address
        assert again.content != answer.content


def test_nothing_between_may_keep_a_rendering(eve: Reader) -> None:
    for answer in (eve.opens(1), eve.sees(1), eve.client.get(eve.address("share_text"))):
        assert "no-store" in answer["Cache-Control"]
        assert not {"ETag", "Last-Modified"} & set(answer.headers)
