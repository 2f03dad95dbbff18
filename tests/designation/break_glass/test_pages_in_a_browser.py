"""Emergency access in a real browser: from the refusal to the review by keyboard, accessible, no wider than 320 px."""

import pickle
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from designation.demo.world import World
from designation.models import BreakGlass, Window
from designation.web.actor import PROVED_AT, PROVED_BY
from tests.conftest import serving
from tests.database_templates import Kept, copy_of_database
from tests.designation.artifacts.agreeing import in_force
from tests.designation.break_glass.emergency import FOUND, WHY
from tests.designation.walking import at_present, catch_up, request_in, window_in
from tests.screens import Screens
from workflow import clock

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser


@pytest.fixture
def site(people_kept: Kept, django_db_blocker: Any) -> Iterator[tuple[str, World, Window]]:
    """An open window whose evaluator (eve) has not accepted an agreement yet, behind a live site."""
    with copy_of_database(django_db_blocker, of=people_kept.database), django_db_blocker.unblock():
        world = at_present(pickle.loads(people_kept.made))
        request = request_in(world, "covered")
        window = window_in(world, request, "open", opens_in=0.01, days=10, break_glass="yes")
        in_force(world, request)
        catch_up(world)
        connections.close_all()
        with serving() as address:
            yield address, world, window


def sign_in(page: "Page", address: str, world: World, key: str) -> None:
    client = Client()
    client.force_login(world.people[key])
    session = client.session
    session[PROVED_AT], session[PROVED_BY] = clock.now().isoformat(), "password"
    session.save()
    page.context.clear_cookies()
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": address}]
    )


def press(page: "Page", role: Any, name: str) -> None:
    """Press a link or a button by the keyboard."""
    page.get_by_role(role, name=name).first.focus()
    page.keyboard.press("Enter")


def test_from_the_refusal_to_the_review(
    browser: "Browser", site: tuple[str, World, Window], screens: Screens
) -> None:
    address, world, window = site
    at = [window.request.number, window.number]
    context = browser.new_context(base_url=address)
    page = context.new_page()
    sign_in(page, address, world, "eve")
    page.goto(reverse("window", args=at))
    screens.look(page, "emergency_offered")
    press(page, "link", "Ask for emergency access")
    page.get_by_label("Why you cannot wait").fill(WHY)
    screens.look(page, "emergency_ask")
    press(page, "button", "Ask now")
    page.get_by_text("You asked for emergency access.").wait_for()
    screens.look(page, "emergency_requested")
    for key in ("abel", "carl"):
        sign_in(page, address, world, key)
        page.goto(reverse("desk"))
        press(page, "link", "Read why")
        press(page, "link", "Agree to emergency access")
        page.get_by_role("button", name="Agree to emergency access").wait_for()
        screens.look(page, f"emergency_agree_{key}")
        press(page, "button", "Agree to emergency access")
        page.get_by_text("You signed." if key == "abel" else "emergency access is open").first.wait_for()
    screens.look(page, "emergency_open")
    sign_in(page, address, world, "eve")
    page.goto(reverse("desk"))
    page.get_by_text("Your emergency access is open").wait_for()
    access = BreakGlass.objects.get()
    page.goto(reverse("break_glass_step", args=[*at, access.pk, "end"]))
    press(page, "button", "End emergency access")
    page.get_by_text("Emergency access has ended.").wait_for()
    sign_in(page, address, world, "arno")
    page.goto(reverse("break_glass_step", args=[*at, access.pk, "review"]))
    page.get_by_label("Findings").fill(FOUND)
    screens.look(page, "emergency_review")
    page.goto(reverse("window", args=at))
    screens.look(page, "emergency_in_the_window")
    context.close()
