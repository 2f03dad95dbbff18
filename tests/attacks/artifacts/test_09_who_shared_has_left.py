"""Attack 9: remove the one who shared; what they shared goes on being served, and nobody can stop it.

A share belongs to the developer, not to the person who made it. The developer's other people see it and can stop it.
The person who left can do nothing with it.
"""

import pytest
from django.urls import reverse

from designation.demo.world import World
from designation.people.actions import appointments, organizations
from designation.roles import Role
from tests.attacks.conftest import Browser
from tests.designation.artifacts.reading import Reader
from tests.designation.walking import fresh


def closes_the_account(world: World) -> None:
    organizations.close_account(world.people["carl"], actor=world.actor("maya"), now=world.now)


def ends_the_roles(world: World) -> None:
    for role in world.people["carl"].appointments.filter(state="active"):
        appointments.end(role, actor=world.actor("maya"), now=world.now)


@pytest.mark.parametrize("leaves", [closes_the_account, ends_the_roles])
def test_whoever_is_left_stops_what_somebody_shared_before_they_left(
    world: World, eve: Reader, browser_of: Browser, leaves: object
) -> None:
    window, artifact = eve.share.window, eve.share.artifact
    image, carl = eve.image_of(eve.opens(1)), browser_of("carl")
    stop = reverse("access_stop", args=[window.request.number, window.number])
    page = reverse("artifact", args=[window.request.number, artifact.number])
    click = {"what": "share", "id": str(eve.share.pk)}
    leaves(world)
    assert carl.get(page).status_code in (302, 404, 410)
    assert carl.post(stop, click).status_code in (403, 404, 410)
    assert fresh(eve.share).state == "active", "Who left stops nothing either."
    dana = browser_of("dana")
    assert str(eve.share.pk) in dana.get(page).content.decode()
    dana.post(stop, click)
    assert eve.client.get(image).status_code == 403
    assert eve.opens(1).status_code == 403


def test_nobody_shares_for_an_officer_who_has_left(world: World, eve: Reader, browser_of: Browser) -> None:
    artifact, carl = eve.share.artifact, browser_of("carl")
    world.act(eve.share, "end", "dana")
    address = reverse("artifact_share", args=[artifact.request.number, artifact.number])
    role = world.people["carl"].appointments.get(role=Role.CERTIFYING_OFFICER)
    assert carl.get(address).status_code == 200
    appointments.end(role, actor=world.actor("maya"), now=world.now)
    assert carl.post(address, {"window": str(eve.share.window.number), "confirm": "1"}).status_code in (
        404,
        410,
    )
    assert not artifact.shares.filter(state="active").exists()
