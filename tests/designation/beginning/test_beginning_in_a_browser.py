"""The desks and the checklist of a site that begins, in a real browser, wide and narrow: axe-core finds nothing."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.db import connections

from designation.people.models import Organization, Person
from designation.roles import Role
from tests.designation.people.conftest import PASSWORD, build_world, office_of
from tests.screens import WIDE, Screens

from .conftest import Said

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def signed_in(page: "Page", address: str) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill(address)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", name="My desk").wait_for()


def look(screens: Screens, page: "Page", name: str) -> None:
    screens.look(page, name)
    page.set_viewport_size({"width": WIDE, "height": 900})


def test_an_operator_is_led_from_the_link_to_the_first_agency(
    page: "Page", screens: Screens, begin: Callable[..., Said], answers_file: Path
) -> None:
    link = re.findall(r"http://[^/]+(/accounts/\S+)", begin("--file", str(answers_file)).out)[0]
    connections.close_all()
    page.goto(link)
    for field in page.locator("input[type=password]").all():
        field.fill(PASSWORD)
    look(screens, page, "first-password")
    page.locator("main button[type=submit]").first.click()
    page.get_by_role("heading", name="My desk").wait_for()
    look(screens, page, "desk-of-a-new-operator")
    page.get_by_role("link", name="See the whole checklist").click()
    page.get_by_role("heading", name="Checklist").wait_for()
    look(screens, page, "checklist-of-a-new-site")
    page.get_by_role("link", name="Register an agency").click()
    page.get_by_label("Name", exact=True).fill("National Security Agency")
    page.get_by_label("Short name").fill("NSA")
    page.get_by_text("Government", exact=True).click()
    page.get_by_label("First office").fill("Administration")
    page.get_by_role("button", name="Register the organization").click()
    page.get_by_text("Now invite its first administrators").wait_for()
    page.goto("/checklist/")
    look(screens, page, "checklist-with-an-agency")
    assert Organization.objects.filter(name="National Security Agency").exists()


def test_an_editor_is_led_to_the_first_version(page: "Page", screens: Screens) -> None:
    world = build_world()
    editor = world.person(office_of(world.agency, "Policy"), "Paul Editor", Role.POLICY_EDITOR)
    address = Person.objects.get(pk=editor.pk).email
    connections.close_all()
    signed_in(page, address)
    look(screens, page, "desk-of-the-first-editor")
    page.get_by_role("link", name="Write the first version").first.click()
    look(screens, page, "first-version")
    page.get_by_role("button", name="Begin the draft").click()
    page.get_by_text("begins with the values that this software ships with").wait_for()
    page.goto("/")
    look(screens, page, "desk-with-a-draft")
    assert page.get_by_text("A complete policy version").count() == 1
