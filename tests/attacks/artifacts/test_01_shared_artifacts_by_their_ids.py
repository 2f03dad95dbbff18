"""Attack 1: load an artifact, a share or a credential by its id from another party's matter. It does not exist."""

import pytest
from django.urls import reverse

from designation.artifacts import actions
from designation.demo.world import World
from designation.models import Request, Window
from tests.attacks.conftest import Browser, statuses
from tests.designation.artifacts.reading import Reader
from tests.designation.walking import catch_up, request_in, window_in

OF_SHARES = ("share_read", "share_text", "share_download", "share_standing")


@pytest.fixture
def own(world: World, eve: Reader) -> Window:
    """A window of another matter, in which the evaluator may read as well."""
    other = request_in(world, "covered", codename="Juniper")
    return window_in(world, other, "open", opens_in=0.01, days=3, permitted_uses="Other uses.")


def test_a_share_is_not_reached_through_ones_own_window_of_another_matter(eve: Reader, own: Window) -> None:
    assert eve.client.get(reverse("window", args=[own.request.number, own.number])).status_code == 200
    theirs = [own.request.number, own.number, eve.share.pk]
    addresses = [reverse(name, args=theirs) for name in OF_SHARES]
    addresses.append(reverse("share_page", args=[*theirs, 1]))
    assert set(statuses(eve.client, addresses).values()) == {404}
    assert set(statuses(eve.client, addresses, "post").values()) == {404}


def test_a_credential_is_not_reached_through_ones_own_window_of_another_matter(
    world: World, eve: Reader, own: Window
) -> None:
    window = eve.share.window
    made = actions.add_credential(
        window, actor=world.actor("sam"), label="Key", address="", secret="canary", now=world.now
    )
    catch_up(world)
    assert "canary" in eve.client.post(_show(window, made.pk)).content.decode()
    assert eve.client.post(_show(own, made.pk)).status_code == 404


def _show(window: Window, credential: object) -> str:
    return reverse("credential_show", args=[window.request.number, window.number, credential])


@pytest.mark.parametrize("key", ["hope", "eve", "ravi", "abel", "olga", "maya"])
def test_no_artifact_of_a_developer_exists_for_anybody_else(
    eve: Reader, own: Window, browser_of: Browser, key: str
) -> None:
    artifact = eve.share.artifact
    for request in (artifact.request, own.request):
        found = statuses(browser_of(key), _pages_of(request, artifact.number))
        assert set(found.values()) == {404}


def _pages_of(request: Request, number: int) -> list[str]:
    names = (
        "artifact",
        "artifact_progress",
        "artifact_share",
        "artifact_certificate",
        "artifact_certificate_file",
    )
    return [reverse(name, args=[request.number, number]) for name in names]
