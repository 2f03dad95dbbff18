"""A rural hospital with one employee, from its nomination to reading a page, in a real browser and on a phone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest

from designation.artifacts import actions as artifacts
from designation.demo import roster, shared
from designation.demo.cast import PASSWORD
from designation.demo.world import World, determined, filed
from designation.models import Invitation, Partner, Request, Selection, Window
from designation.partners import actions as partners
from designation.people.actions import invitations
from tests.journeys.conftest import Desk, Watched
from tests.journeys.test_from_application_to_closed_window import typed
from workflow import clock
from workflow.ledger import canonical
from workflow.sweep import sweep

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("renderer")]
PHONE = {"width": 390, "height": 844}
NAME = str(roster.HOSPITAL["name"])


@pytest.fixture
def phone(browser: Any, live_site: str, journey: Callable[[str], Desk]) -> Any:
    """The telephone of the hospital's only employee, who has no account yet."""
    watched: Watched = journey("carl").watched
    context = browser.new_context(base_url=live_site, viewport=PHONE)
    context.set_default_timeout(10_000)
    page = context.new_page()
    watched.listen(page)
    yield Desk("tess", page, watched)
    context.close()


def test_a_rural_hospital_gets_early_access(
    journey: Callable[[str], Desk], phone: Desk, live_world: World
) -> None:
    nominate(journey)
    answer(phone)
    activate(journey)
    join(phone)
    request = covered(live_world)
    choose(journey, request)
    agree(journey, phone)
    read(journey, phone, live_world, request)
    stop(journey, phone)


def nominate(journey: Callable[[str], Desk]) -> None:
    carl = journey("carl").follow("Trusted partners").follow("Nominate an organization")
    carl.fill(name=NAME, city="Driggs", contact_name="Tess Lowry", contact_email="tess@tetonvalley.example")
    carl.page.locator("[name=us_state]").select_option("ID")
    carl.choose("Rural hospital", "One person").press("Nominate").says("Nominated")
    journey("rhea").says("Start vetting an organization").follow("Read").follow("Start vetting").press(
        "Start vetting"
    )


def answer(phone: Desk) -> None:
    """The contact opens the link in the mail, and answers ten plain questions."""
    phone.page.goto(urlsplit(partners.contact_link(Partner.objects.get())).path)
    phone.see("questions")
    phone.press("Send the answers").says("Fill this in")
    for name, text in roster.ANSWERS.items():
        if text in ("yes", "no"):
            label = {"yes": "Yes", "no": "No"}[text]
            group = phone.page.locator(f"fieldset:has([name={name}])")
            group.get_by_text(label, exact=True).click()
        else:
            phone.fill(**{name: text})
    phone.press("Send the answers").says("We have your answers")


def activate(journey: Callable[[str], Desk]) -> None:
    rhea = journey("rhea").go("/", "desk-vetting").follow("Open the checks")
    for check in Partner.objects.get().checks:
        rhea.follow("Record a check").choose(check["label"])
        rhea.page.get_by_text("Met", exact=True).click()
        rhea.fill(note="Called the main number.").press("Record a check")
    rhea.follow("Activate").press("Activate").says("You signed.")
    journey("rolf").follow("Open the checks").follow("Activate").press("Activate").says("Active")


def join(phone: Desk) -> None:
    """The contact opens the invitation, chooses a password and signs in."""
    phone.page.goto(urlsplit(invitations.link(Invitation.objects.get())).path)
    phone.see("invitation")
    for field in phone.page.locator("input[type=password]").all():
        field.fill(PASSWORD)
    with phone.page.expect_navigation():
        phone.page.locator("main button[type=submit]").click()
    if phone.page.locator("[name=login]").count():
        phone.fill(login="tess@tetonvalley.example", password=PASSWORD)
        with phone.page.expect_navigation():
            phone.page.locator("main button[type=submit]").click()
    phone.go("/partners/own/", "own").says("Attested until")
    phone.go("/early-access/", "nothing-yet").says("has no invitations")


def covered(world: World) -> Request:
    release = canonical.instant(world.now + timedelta(days=1))
    request = filed(world, "Alder", partner_release=release, public_release="")
    determined(world, request)
    return request


def choose(journey: Callable[[str], Desk], request: Request) -> None:
    carl = journey("carl").go(f"/requests/{request.number}/partners/", "board").follow("Propose a partner")
    carl.page.locator("[name=partner]").select_option(Partner.objects.get().number)
    carl.fill(ends_at=typed(clock.now() + timedelta(days=40)), people="1")
    carl.sign(f"Propose {NAME}").says("Proposed")
    abel = journey("abel").says("A partner is proposed").follow("Read the proposal").follow("^Concur")
    abel.press(f"Concur in selecting {NAME}").says("Invited")


def agree(journey: Callable[[str], Desk], phone: Desk) -> None:
    phone.go("/", "desk-invited").says("You are invited to early access").follow("Read the terms")
    phone.follow("Agree and name people").choose("Tess Lowry").press("Continue to signature").tick("accepted")
    phone.press("Agree for my organization").says("Agreed")
    carl = journey("carl").go("/", "desk-named").says("Concur with a named evaluator")
    carl.follow("Read").follow("^Concur with").press("Concur with Tess Lowry")
    phone.go("/", "desk-accept").follow("Read").follow("Accept the conditions").tick("conditions")
    phone.press("Accept version 1").says("Scheduled")


def read(journey: Callable[[str], Desk], phone: Desk, world: World, request: Request) -> None:
    clock.advance(timedelta(days=1, minutes=5))
    sweep()
    window = Window.objects.get(partner__isnull=False)
    assert window.state == "open"
    world.now = clock.now()
    report = shared.uploaded(world, request, "larkspur-report.pdf", "Model report")
    artifacts.share(report, window, actor=world.actor("carl"), now=world.now)
    phone.go(f"/requests/{request.number}/windows/{window.number}/", "early-access").says("Model report")
    phone.follow("^Read").says("Model report")
    phone.page.locator("img").first.wait_for()
    journey("carl").go(f"/requests/{request.number}/accesses/", "feed").says("Tess Lowry")


def stop(journey: Callable[[str], Desk], phone: Desk) -> None:
    """An insider-risk officer suspends the partner, and its next look at the page shows why nothing is there."""
    ira = journey("ira").follow("Trusted partners").follow(NAME).follow("Suspend")
    ira.fill(reason="An unknown device.").press("Suspend").says("Suspended")
    # the open viewer asks by itself whether its reader may still read, and shows why not
    phone.page.get_by_text("not active on the roster").first.wait_for(timeout=60_000)
    phone.says("not active on the roster")
    phone.watched.complaints.clear()  # the browser reports the answer 403 as an error
    selection = Selection.objects.get()
    phone.go(f"/early-access/{selection.number}/", "selection").follow("End our early access")
    phone.press("End our early access")
    assert Window.objects.get(partner__isnull=False).state == "closed"
