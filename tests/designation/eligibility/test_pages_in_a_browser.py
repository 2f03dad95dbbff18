"""The pages of eligibility in a real browser: accessible, no wider than 320 px, and usable by keyboard alone."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from designation.demo.world import World
from designation.models import EligibilityRecord, Window
from tests.conftest import serving
from tests.database_templates import Kept, copy_of_database
from tests.designation.eligibility.conftest import asks, entered, verified
from tests.designation.walking import at_present, catch_up, request_in, window_in
from tests.proved import proved
from tests.screens import Screens
from workflow import clock

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


@pytest.fixture
def site(people_kept: Kept, django_db_blocker: Any) -> Iterator[tuple[str, World]]:
    """An open window with its evaluator (eve), behind a live site. The policy asks readers for training."""
    with copy_of_database(django_db_blocker, of=people_kept.database), django_db_blocker.unblock():
        world = at_present(pickle.loads(people_kept.made))
        window_in(world, request_in(world, "covered"), "open", opens_in=0.01, days=10)
        asks(world, readers_need=["training", "identity"])
        catch_up(world)
        connections.close_all()
        with serving() as address:
            yield address, world


def sign_in(context: Any, address: str, world: World, key: str, **ago: int) -> None:
    client = proved(Client(), world.people[key], ago=timedelta(**ago))
    context.clear_cookies()
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": address}])


def test_one_enters_a_record_and_another_verifies_it(browser: Browser, site: tuple[str, World]) -> None:
    address, world = site
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    sign_in(context, address, world, "nora")
    page.goto(reverse("eligibility"))
    page.get_by_role("main").get_by_role("link", name="Enter a record").first.focus()
    page.keyboard.press("Enter")
    page.get_by_label("Person").select_option(label="Eve Laurent")
    page.get_by_text("Insider-risk training", exact=True).click()
    expires = clock.now() + timedelta(days=200)
    page.get_by_label("Expires").fill(expires.strftime("%Y-%m-%dT17:00"))
    page.get_by_label("What you saw").fill("Certificate 12, with Personnel.")
    page.get_by_role("button", name="Enter this record").focus()
    page.keyboard.press("Enter")
    page.get_by_text("somebody else must verify it").first.wait_for()
    sign_in(context, address, world, "neil")
    page.goto("/")
    record = EligibilityRecord.objects.get()
    page.locator(f'a[href="{reverse("eligibility_record", args=[record.number])}"]').first.click()
    page.get_by_role("link", name="Verify this record").click()
    page.get_by_role("button", name="Verify this record").click()
    page.get_by_text("You verified the record.").wait_for()
    assert EligibilityRecord.objects.get().state == "verified"
    context.close()


def test_every_page_is_accessible_and_fits(
    browser: Browser, site: tuple[str, World], screens: Screens
) -> None:
    address, world = site
    eve = world.people["eve"]
    context = browser.new_context(base_url=address)
    page = context.new_page()
    sign_in(context, address, world, "nora")
    page.goto(reverse("eligibility"))
    screens.look(page, "eligibility_empty")
    verified(world, "eve", "citizenship", value="us_citizen")
    verified(world, "eve", "training", expires_at=clock.now() + timedelta(days=20))
    waiting = entered(world, "eve", "clearance", value="secret")
    entered(world, "ravi", "conflict", value="holdings", with_whom="Meridian Labs")
    window = Window.objects.get(state="open")
    for name, at in {
        "eligibility": reverse("eligibility"),
        "eligibility_soon": reverse("eligibility") + "?show=soon",
        "eligibility_enter": reverse("eligibility_enter"),
        "person_eligibility": reverse("person_eligibility", args=[eve.pk]),
        "person": reverse("person", args=[eve.organization.pk, eve.pk]),
        "eligibility_record": reverse("eligibility_record", args=[waiting.number]),
    }.items():
        page.goto(at)
        screens.look(page, name)
    sign_in(context, address, world, "neil")
    page.goto(reverse("eligibility_step", args=[waiting.number, "verify"]))
    screens.look(page, "eligibility_verify")
    page.goto("/")
    screens.look(page, "desk_with_eligibility")
    sign_in(context, address, world, "ravi")
    page.goto(reverse("who_could_read", args=[window.request.number, window.number]))
    screens.look(page, "who_could_read")
    sign_in(context, address, world, "eve", hours=5)
    page.goto(reverse("own_eligibility"))
    screens.look(page, "own_eligibility")
    page.goto(reverse("prove") + "?next=/eligibility/mine/")
    screens.look(page, "prove")
    context.close()
