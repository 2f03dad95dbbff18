"""The terms form in a browser: who signs follows the agencies, errors lead to their fields, two people lose nothing."""

from collections.abc import Callable

import pytest
from django.db import connections

from designation.demo.world import World
from designation.models import Appointment, Window
from designation.people.actions import appointments
from designation.roles import Role
from designation.windows import actions as windows
from tests.designation.walking import fresh, request_in
from tests.journeys.conftest import Desk
from workflow import clock

pytestmark = pytest.mark.browser


@pytest.fixture
def draft(live_world: World) -> Window:
    """A draft of terms, where CISA has nobody who could sign."""
    live_world.now = clock.now()
    request = request_in(live_world, "covered")
    official = Appointment.objects.get(person=live_world.people["arno"], role=Role.APPROVING_OFFICIAL)
    appointments.end(official, actor=live_world.actor("gwen"), now=live_world.now)
    window = windows.draft(request, actor=live_world.actor("dana"), now=live_world.now)
    connections.close_all()
    return window


def at_terms(desk: Desk, window: Window, name: str) -> Desk:
    return desk.go(f"/requests/{window.request.number}/windows/{window.number}/terms/", name)


def test_who_signs_follows_the_agencies_at_once(journey: Callable[[str], Desk], draft: Window) -> None:
    dana = at_terms(journey("dana"), draft, "terms").says("It has no approving official who could sign.")
    with dana.page.expect_response(lambda answer: "who-signs" in answer.url):
        dana.choose("Cybersecurity and Infrastructure")
    panel = dana.page.locator("#who-signs")
    panel.get_by_text("Cybersecurity").wait_for(state="detached")
    assert "National Security Agency" in panel.inner_text()
    dana.see("terms-one-agency")


def test_the_summary_of_errors_leads_to_each_clause(journey: Callable[[str], Desk], draft: Window) -> None:
    carl = at_terms(journey("carl"), draft, "terms")
    carl.page.set_viewport_size({"width": 320, "height": 640})
    carl.fill(logs="Both sides see every reading.").press("Continue to signature").says(
        "This clause is empty."
    )
    assert carl.page.evaluate("document.documentElement.scrollWidth") <= 320
    assert carl.page.evaluate("document.activeElement.id") == "errors"
    for name in ("opens_at", "retention"):
        carl.page.locator(f"#errors a[href='#id_{name}']").click()
        assert carl.page.evaluate("document.activeElement.id") == f"id_{name}"
        assert carl.page.locator(f"#id_{name}_error").is_visible()
        top = carl.page.locator(f"#id_{name}_error").bounding_box()["y"]
        assert top >= 0, (name, top)
    assert carl.page.locator("[name=logs]").input_value() == "Both sides see every reading."


def test_two_people_at_one_clause_lose_nothing(journey: Callable[[str], Desk], draft: Window) -> None:
    dana, carl = (at_terms(journey(key), draft, "terms") for key in ("dana", "carl"))
    dana.fill(logs="Dana's words.")
    dana.page.get_by_text("Saved", exact=True).wait_for()
    carl.fill(logs="Carl's words.")
    carl.page.locator("[data-autosave-state]").get_by_text("Dana's words.").wait_for()
    carl.press("Save the draft").says("Dana's words.")
    assert carl.page.locator("[name=logs]").input_value() == "Carl's words."
    carl.press("Save the draft").says("The draft is saved.")
    assert fresh(draft).draft_terms["logs"] == "Carl's words."
