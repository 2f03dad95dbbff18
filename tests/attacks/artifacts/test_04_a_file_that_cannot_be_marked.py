"""Attack 4: where the terms allow marked viewing only, ask for a file that cannot be marked, and get the original."""

import pytest
from django.urls import reverse

from designation.artifacts import actions, receiving, sealing
from designation.artifacts.models import Artifact, Share
from designation.demo.world import World
from designation.models import Window
from tests.attacks.conftest import Browser
from tests.designation.artifacts.reading import Reader
from tests.designation.walking import fresh, refused
from tests.overwriting import overwrite


@pytest.fixture
def weights(world: World, opened: Window, renderer: object) -> Artifact:
    """A sealed file of which no page can be shown."""
    content = receiving.receive([bytes(1000)], "weights.bin")
    made = actions.upload(opened.request, content, actor=world.actor("dana"), title="Weights", now=world.now)
    sealing.seal(made, now=world.now)
    return fresh(made)


def test_a_file_without_pages_is_not_shared_for_viewing(
    world: World, weights: Artifact, opened: Window, browser_of: Browser
) -> None:
    address = reverse("artifact_share", args=[opened.request.number, weights.number])
    assert browser_of("carl").post(address, {"window": str(opened.number)}).status_code == 404
    codes = refused(lambda: actions.share(weights, opened, actor=world.actor("carl"), now=world.now))
    assert codes == ("cannot_be_shown", "cannot_be_marked")
    assert not Share.objects.exists()


@pytest.mark.parametrize("pages", [0, 1])
def test_a_share_that_turns_out_unshowable_gives_no_original(eve: Reader, pages: int) -> None:
    """However it came about: the file behind a share is of a kind of which no picture can be made."""
    image = eve.image_of(eve.opens(1))
    overwrite(Artifact.objects.filter(pk=eve.share.artifact_id), kind="other", pages=pages)
    for address in (image, *map(eve.address, ("share_read", "share_text", "share_download"))):
        answer = eve.client.get(address)
        assert not answer.streaming, address
        assert b"%PDF-" not in answer.content, address
    assert eve.client.get(image).status_code in (403, 503)
