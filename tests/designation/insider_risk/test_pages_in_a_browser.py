"""The pages of suspensions in a real browser: accessible, no wider than 320 px, and usable without JavaScript."""

import pickle
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from designation.demo.world import World
from designation.insider_risk import actions
from designation.models import Suspension
from designation.web.actor import PROVED_AT, PROVED_BY
from tests.conftest import serving
from tests.database_templates import Kept, copy_of_database
from tests.designation.walking import at_present, catch_up, request_in, window_in
from tests.screens import Screens
from workflow import clock

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser
REASON = "Pages were opened at an odd hour."


@pytest.fixture
def site(people_kept: Kept, django_db_blocker: Any) -> Iterator[tuple[str, World]]:
    """An open window with its evaluator (eve), behind a live site."""
    with copy_of_database(django_db_blocker, of=people_kept.database), django_db_blocker.unblock():
        world = at_present(pickle.loads(people_kept.made))
        window_in(world, request_in(world, "covered"), "open", opens_in=0.01, days=10)
        catch_up(world)
        connections.close_all()
        with serving() as address:
            yield address, world


def sign_in(context: Any, address: str, world: World, key: str) -> None:
    client = Client()
    client.force_login(world.people[key])
    session = client.session
    session[PROVED_AT], session[PROVED_BY] = clock.now().isoformat(), "password"
    session.save()
    context.clear_cookies()
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": address}])


def test_an_officer_suspends_somebody_by_keyboard_without_javascript(
    browser: "Browser", site: tuple[str, World]
) -> None:
    address, world = site
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    sign_in(context, address, world, "ira")
    page.goto(reverse("suspensions"))
    page.get_by_role("link", name="Find a person or an organization").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Name or address").focus()
    page.keyboard.type("laurent")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Eve Laurent").focus()
    page.keyboard.press("Enter")
    everywhere = reverse("suspend_person_place", args=[world.people["eve"].pk])
    page.locator(f'a[href="{everywhere}"]').focus()
    page.keyboard.press("Enter")
    page.get_by_label("Reason").focus()
    page.keyboard.type(REASON)
    page.get_by_role("button", name="Suspend now").focus()
    page.keyboard.press("Enter")
    page.get_by_text("You suspended Eve Laurent.").wait_for()
    assert Suspension.objects.get().reason == REASON
    context.close()


def test_every_page_is_accessible_and_fits(
    browser: "Browser", site: tuple[str, World], screens: Screens
) -> None:
    address, world = site
    eve = world.people["eve"]
    context = browser.new_context(base_url=address)
    page = context.new_page()
    sign_in(context, address, world, "ira")
    page.goto(reverse("suspensions"))
    screens.look(page, "suspensions_empty")
    suspension = actions.suspend_person(eve, actor=world.actor("nora"), reason=REASON)
    window = world.people["eve"].grants.get().window
    for name, at in {
        "suspensions": reverse("suspensions"),
        "suspend_find": reverse("suspend_find") + "?q=e",
        "suspend_person": reverse("suspend_person", args=[eve.pk]),
        "suspend_organization": reverse("suspend_organization", args=[eve.organization.pk]),
        "suspend_place": reverse("suspend_person_place", args=[world.people["eli"].pk]),
        "suspend_in_window": reverse("suspend_in_window", args=[window.request.number, window.number]),
        "suspension": reverse("suspension", args=[suspension.number]),
        "suspension_lift": reverse("suspension_step", args=[suspension.number, "lift"]),
    }.items():
        page.goto(at)
        screens.look(page, name)
    sign_in(context, address, world, "eve")
    for name in ("own_suspension", "desk"):
        page.goto(reverse(name))
        page.get_by_text("Your access has been suspended").first.wait_for()
        screens.look(page, f"suspended_{name}")
    context.close()
