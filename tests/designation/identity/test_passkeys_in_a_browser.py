"""Passkeys in a real browser with a virtual authenticator: set up, sign in, sign with one, and a copy is noticed."""

import pickle
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.db import connections

from designation.demo.cast import PASSWORD
from designation.demo.world import World
from designation.policies import actions as policies
from designation.sessions.models import Session
from designation.sessions.store import SessionStore
from designation.web.actor import PROVED_AT
from tests.conftest import copy_of_database, serving
from tests.database_templates import Kept
from tests.screens import Screens
from workflow import clock
from workflow.models import Approval, Entry, Job

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(people_kept: Kept, django_db_blocker: Any) -> Iterator[tuple[str, World]]:
    """The people of the demonstration and a policy draft, served at the host that passkeys are for."""
    with copy_of_database(django_db_blocker, of=people_kept.database), django_db_blocker.unblock():
        world = pickle.loads(people_kept.made)
        draft = policies.draft(actor=world.actor("paul"))
        later = clock.now() + timedelta(days=9)
        policies.save(draft, actor=world.actor("paul"), values={"question_rounds": 3}, effective_at=later)
        connections.close_all()
        with serving() as address:
            yield address.replace("127.0.0.1", "localhost"), world


@pytest.fixture
def page(browser: Any, site: tuple[str, World]) -> Iterator[Any]:
    """A page in a browser of its own."""
    context = browser.new_context(base_url=site[0])
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


def authenticator(page: Any) -> tuple[Any, str]:
    """Give the browser a device that holds passkeys and verifies its user."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    made = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return devtools, made["authenticatorId"]


def sign_in(page: Any, world: World, key: str) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill(world.people[key].email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def signed_in(page: Any, world: World, key: str) -> None:
    """Wait for the desk of somebody."""
    page.set_viewport_size({"width": 1280, "height": 900})
    page.locator("summary", has_text=world.people[key].name).wait_for()


def let_the_proof_age() -> None:
    """Let every session's proof of identity be an hour old."""
    for row in Session.objects.all():
        session = SessionStore(row.session_key)
        if PROVED_AT in session:
            session[PROVED_AT] = (clock.now() - timedelta(hours=1)).isoformat()
            session.save()


def test_from_the_first_passkey_to_a_signature_and_a_copy(
    site: tuple[str, World], page: Any, screens: Screens
) -> None:
    _address, world = site
    devtools, device = authenticator(page)
    sign_in(page, world, "petra")
    page.locator("summary", has_text=world.people["petra"].name).click()
    page.get_by_role("link", name="How you sign in").click()
    page.get_by_role("heading", name="Passkeys").wait_for()
    screens.look(page, "ways_in_none")
    page.get_by_role("link", name="Set up a passkey").click()
    page.get_by_label("Name").fill("Laptop")
    screens.look(page, "passkey_add")
    page.get_by_role("button", name="Set up the passkey").click()
    page.get_by_role("heading", name="Recovery codes").wait_for()
    screens.look(page, "recovery_codes")
    page.get_by_role("link", name="I have kept them").click()
    page.locator("strong", has_text="Laptop").wait_for()
    screens.look(page, "ways_in")

    page.context.clear_cookies()
    page.goto("/accounts/login/")
    screens.look(page, "login_with_passkey")
    page.get_by_role("button", name="Use a passkey").click()
    signed_in(page, world, "petra")

    let_the_proof_age()
    page.goto("/policies/2/activate/")
    page.get_by_text("Use your passkey, or fill in one of the other ways.").wait_for()
    screens.look(page, "sign_with_passkey")
    page.get_by_role("button", name="with your passkey").click()
    page.get_by_text("You signed. A second person").wait_for()
    assert Approval.objects.filter(step="activate", actor=world.people["petra"].pk).count() == 1
    passkey = Authenticator.objects.get(type="webauthn")
    assert passkey.data["sign_count"] > 1
    assert not Entry.objects.filter(event="factor.counter_fell").exists()

    kept = devtools.send("WebAuthn.getCredentials", {"authenticatorId": device})["credentials"][0]
    about = {"authenticatorId": device, "credentialId": kept["credentialId"]}
    devtools.send("WebAuthn.removeCredential", about)
    devtools.send(
        "WebAuthn.addCredential", {"authenticatorId": device, "credential": kept | {"signCount": 1}}
    )
    page.context.clear_cookies()
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Use a passkey").click()
    signed_in(page, world, "petra")
    fell = Entry.objects.get(event="factor.counter_fell")
    assert fell.details["person"] == str(world.people["petra"].pk)
    assert Job.objects.filter(event="account.counter_fell").count() == 1


def test_after_the_password_a_passkey_is_asked_for(
    site: tuple[str, World], page: Any, screens: Screens
) -> None:
    _address, world = site
    authenticator(page)
    sign_in(page, world, "rosa")
    page.goto("/accounts/ways-in/passkeys/new/")
    page.get_by_role("button", name="Set up the passkey").click()
    page.get_by_role("heading", name="Recovery codes").wait_for()
    page.context.clear_cookies()
    sign_in(page, world, "rosa")
    page.get_by_role("heading", name="Second step of signing in").wait_for()
    screens.look(page, "second_step")
    page.goto("/")
    assert page.get_by_text(world.people["rosa"].name).count() == 0
    page.goto("/accounts/ways-in/authenticate/")
    page.get_by_role("button", name="Use your passkey").click()
    signed_in(page, world, "rosa")


def test_a_device_that_does_not_verify_its_user_is_no_passkey(site: tuple[str, World], page: Any) -> None:
    _address, world = site
    devtools, device = authenticator(page)
    devtools.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
    sign_in(page, world, "ravi")
    page.goto("/accounts/ways-in/passkeys/new/")
    page.get_by_role("button", name="Set up the passkey").click()
    page.get_by_text("No passkey was used").wait_for()
    assert not Authenticator.objects.filter(user=world.people["ravi"]).exists()
