"""Signed in on one machine is signed in on all: sessions and links end by the clock that they share."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from django.test import Client

from designation.demo.cast import PASSWORD
from designation.demo.world import World
from designation.identity.actions import new_password_link
from designation.sessions.models import Session
from workflow import clock

A_DAY = timedelta(days=1)


@pytest.fixture(params=[A_DAY, -A_DAY], ids=["ahead", "behind"])
def other_machine(request: pytest.FixtureRequest) -> Iterator[time_machine.travel]:
    """A machine whose clock is wrong by longer than a session or a link lasts."""
    return time_machine.travel(datetime.now(UTC) + request.param)


def signs_in(client: Client, world: World) -> bool:
    login = {"login": world.people["carl"].email, "password": PASSWORD}
    return bool(client.post("/accounts/login/", login).status_code == 302)


def test_a_session_of_one_machine_holds_on_another(
    demo_world: World, other_machine: time_machine.travel
) -> None:
    client, elsewhere = Client(), Client()
    assert signs_in(client, demo_world)
    with other_machine:
        assert client.get("/").status_code == 200
        assert signs_in(elsewhere, demo_world)
    assert elsewhere.get("/").status_code == 200
    ends = [session.expire_date - clock.now() for session in Session.objects.all()]
    assert all(timedelta(hours=11) < left <= timedelta(hours=12) for left in ends)


def test_a_link_for_a_new_password_is_good_for_an_hour_everywhere(
    demo_world: World, other_machine: time_machine.travel
) -> None:
    made_here = urlsplit(new_password_link(demo_world.people["carl"])).path
    with other_machine:
        made_there = urlsplit(new_password_link(demo_world.people["carl"])).path
        assert works(made_here)
    assert works(made_there)
    clock.advance(timedelta(minutes=61))
    assert not works(made_there)
    with other_machine:
        assert not works(made_here)


def works(link: str) -> bool:
    page = Client().get(link, follow=True).content.decode()
    return "no longer works" not in page and 'name="password1"' in page
