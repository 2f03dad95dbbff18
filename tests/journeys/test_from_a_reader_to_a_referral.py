"""Insider risk in a real browser: a reader with a passkey is stopped, looked into, unmasked by two and referred."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from designation.artifacts import actions as artifacts
from designation.artifacts.models import Share
from designation.demo import shared
from designation.demo.world import World
from designation.models import Case, Grant, Person, Suspension
from designation.sessions.models import Session
from designation.sessions.store import SessionStore
from designation.web.actor import PROVED_AT
from tests.designation.cases.steps import officers
from tests.designation.identity.test_passkeys_in_a_browser import authenticator
from tests.designation.walking import at_present, catch_up, request_in, window_in
from tests.journeys.conftest import Desk, Watched
from tests.proved import proved
from tests.screens import HEIGHT, WIDE
from workflow import clock
from workflow.models import Entry

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("renderer")]
LONG_AGO = timedelta(hours=5)
WHY = "Pages were opened faster than anybody reads."
Sit = Callable[..., Desk]


@pytest.fixture
def share(live_world: World) -> Share:
    """A report in an open window, whose evaluator (eve) has a verified training."""
    world = at_present(live_world)
    officers(world)
    window = window_in(world, request_in(world, "covered"), "open", opens_in=0.01, days=10)
    report = shared.uploaded(world, window.request, "larkspur-report.pdf", "Model report")
    made = artifacts.share(report, window, actor=world.actor("carl"), now=world.now)
    catch_up(world)
    return made


@pytest.fixture
def sit(browser: Any, live_site: str, journey: Callable[[str], Desk], live_world: World) -> Any:
    """Return a function that puts anybody before a browser, who proved who they are so long ago."""
    watched: Watched = journey("sam").watched
    contexts = []

    def sit_down(key: str, host: str = "127.0.0.1", ago: timedelta = timedelta(hours=1)) -> Desk:
        address = live_site.replace("127.0.0.1", host)
        context = browser.new_context(base_url=address, viewport={"width": WIDE, "height": HEIGHT})
        context.set_default_timeout(10_000)
        contexts.append(context)
        client = Client()
        proved(client, Person.objects.get(pk=live_world.people[key].pk), ago=ago)
        session = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": address}
        context.add_cookies([session])
        page = context.new_page()
        watched.listen(page)
        return Desk(key, page, watched)

    yield sit_down
    for context in contexts:
        context.close()


def test_from_a_reader_to_a_referral(journey: Callable[[str], Desk], sit: Sit, share: Share) -> None:
    mark_a_canary(journey)
    eve = sit("eve", host="localhost", ago=timedelta())
    set_up_a_passkey(eve)
    read_until_stopped(eve, share)
    case = Case.objects.get()
    ira, iris = journey("ira"), sit("iris", host="localhost", ago=timedelta())
    set_up_a_passkey(iris)
    look_into(ira, case)
    both_sign(ira, iris, case, "Begin an inquiry")
    unmask(ira, iris, case)
    both_sign(ira, iris, case, "Refer the case")
    assert Case.objects.get().state == "referred"
    take_the_evidence(ira, case)
    what_the_others_know(journey, eve, case, share)


def mark_a_canary(journey: Callable[[str], Desk]) -> None:
    sam = journey("sam").go("/insider-risk/canaries/", "canaries").says("Model report")
    sam.page.get_by_role("button", name="Mark as a canary").click()
    sam.page.get_by_role("button", name="Take the mark away").wait_for()
    sam.see("canaries-marked")


def set_up_a_passkey(desk: Desk) -> None:
    authenticator(desk.page)
    desk.go("/accounts/ways-in/passkeys/new/", "passkey").fill(name="Laptop")
    desk.page.get_by_role("button", name="Set up the passkey").click()
    desk.page.get_by_role("heading", name="Recovery codes").wait_for()
    desk.see("recovery-codes")


def read_until_stopped(eve: Desk, share: Share) -> None:
    """An old proof is renewed with the passkey; then pages open, until a rule stops whoever opens too many."""
    for row in Session.objects.all():
        session = SessionStore(row.session_key)
        if session.get("_auth_user_id") == str(Grant.objects.get(window=share.window).person_id):
            session[PROVED_AT] = (clock.now() - LONG_AGO).isoformat()
            session.save()
    window = share.window
    viewer = reverse("share_read", args=[window.request.number, window.number, share.pk])
    eve.page.goto(viewer)
    assert "/accounts/prove/" in eve.page.url
    eve.see("prove")
    eve.page.get_by_role("button", name="with your passkey").click()
    eve.page.locator("img.fd-reader__image").wait_for()
    eve.see("viewer")
    opened = 0
    while Grant.objects.get(window=window).state == "active" and opened < 40:
        opened += 1
        eve.page.goto(f"{viewer}?page={1 + opened % 3}")
    assert 20 < Entry.objects.filter(log=share.log_id, event="share.page_opened").count() < 30
    eve.page.goto(viewer)
    eve.says("Your access is suspended.")
    eve.page.goto("/")
    eve.page.wait_for_load_state("networkidle")
    eve.watched.complaints.clear()  # the browser reports what was refused as errors


def look_into(ira: Desk, case: Case) -> None:
    """The officer sees a pseudonym, what was found, and the accesses as a picture; and stops access everywhere."""
    ira.go("/insider-risk/", "officers-desk").says(case.pseudonym)
    ira.follow(case.number).says(case.pseudonym)
    assert "Laurent" not in ira.page.content()
    ira.follow("Accesses of this person").says("Model report")
    ira.go(f"/insider-risk/cases/{case.number}/", "case").follow("Stop access").fill(reason=WHY)
    ira.sign("Stop access")
    assert Suspension.objects.get().state == "active"


def both_sign(ira: Desk, iris: Desk, case: Case, verb: str) -> None:
    """Two officers of different offices sign a step; the second one's passkey is asked for if its proof is old."""
    page = f"/insider-risk/cases/{case.number}/"
    ira.go(page, "case-first").follow(f"^{verb}").sign(verb).says("You signed.")
    iris.go(page, "case-second").follow(f"^{verb}")
    with_passkey = iris.page.get_by_role("button", name="with your passkey")
    if with_passkey.count():
        with iris.page.expect_navigation():
            with_passkey.click()
    else:
        iris.press(verb)
    iris.see("signed")


def unmask(ira: Desk, iris: Desk, case: Case) -> None:
    """One officer asks with a reason, and two sign: then the name is there, and not before."""
    page = f"/insider-risk/cases/{case.number}/"
    ask = "Ask to unmask the person"
    ira.go(page, "case-inquiry").follow(f"^{ask}").fill(reason=WHY).sign(ask)
    assert "Laurent" not in ira.page.content()
    both_sign(ira, iris, case, "Unmask the person")
    iris.says("Eve Laurent")


def take_the_evidence(ira: Desk, case: Case) -> None:
    ira.go(f"/insider-risk/cases/{case.number}/", "case-referred")
    ira.page.get_by_text("Referral text").click()
    ira.says("Attorney General")
    with ira.page.expect_download() as download:
        ira.page.get_by_role("button", name="Export the evidence").click()
    assert download.value.suggested_filename == f"{case.number}-evidence.json"


def what_the_others_know(journey: Callable[[str], Desk], eve: Desk, case: Case, share: Share) -> None:
    """The developer saw every access and that it stopped; the watched person can challenge what happened."""
    sam = journey("sam").go(f"/requests/{share.window.request.number}/accesses/", "feed")
    sam.says("Eve Laurent")
    eve.go("/insider-risk/yours/", "own-cases").says(case.number).follow("^Challenge this")
    eve.fill(reason="I was printing my notes.").press("Send the challenge").says(
        "You challenged this review."
    )
