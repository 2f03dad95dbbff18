"""Attack 6: say "I accept" without the text ever having been shown; make the proof of what was accepted disappear."""

import hashlib

import pytest
from django.core import signing
from django.test import Client

from designation.artifacts.models import Acceptance, Agreement
from designation.demo.world import World
from designation.models import Window
from designation.windows.window_access import window_access
from tests.attacks.conftest import Browser
from tests.designation.artifacts.agreeing import accepts, in_force, page_of, token_in
from tests.designation.walking import fresh, ready, refused, request_in, window_in
from workflow import clock
from workflow.ledger.seal import seal
from workflow.models import Entry


@pytest.fixture
def window(world: World) -> Window:
    return window_in(world, request_in(world, "covered"), "open", opens_in=0.1, days=9)


def says(client: Client, window: Window, agreement: Agreement, **sent: str) -> str:
    """Send "I accept" and return what the answer says."""
    answer = client.post(page_of(window, agreement), {"accepted": "on", **sent})
    assert answer.status_code == 409
    return answer.content.decode()


def may_not(world: World, window: Window, key: str = "eve") -> bool:
    found = window_access(world.people[key].pk, fresh(window), clock.now())
    return [one.code for one in found] == ["agreement_not_accepted"]


def test_a_script_that_never_asked_for_the_text_accepts_nothing(
    world: World, browser_of: Browser, window: Window
) -> None:
    agreement = in_force(world, window.request)
    eve = browser_of("eve")
    forged = signing.dumps([str(world.people["eve"].pk), agreement.digest], salt="another")
    for shown in ("", "yes", agreement.digest, forged, "x" * 5000):
        said = says(eve, window, agreement, shown=shown)
        assert "Read the text of the agreement on this page first" in said
        assert "Keep what you read confidential." in said
    assert not Acceptance.objects.exists()
    assert may_not(world, window)
    assert refused(lambda: _without_a_page(world, window, agreement)) == ("text_not_shown",)


def _without_a_page(world: World, window: Window, agreement: Agreement) -> Acceptance:
    from designation.artifacts import actions

    grant = window.grants.get()
    return actions.accept_agreement(
        grant, agreement, actor=world.actor("eve"), shown="", accepted=True, now=world.now
    )


def test_what_another_person_was_shown_does_not_count(
    world: World, browser_of: Browser, window: Window
) -> None:
    ready(world, window, "eli")
    agreement = in_force(world, window.request)
    token = token_in(browser_of("eli").get(page_of(window, agreement)))
    assert token
    says(browser_of("eve"), window, agreement, shown=token)
    assert may_not(world, window)


def test_what_the_version_before_showed_does_not_count(
    world: World, browser_of: Browser, window: Window
) -> None:
    eve = browser_of("eve")
    first = in_force(world, window.request)
    old = page_of(window, first)
    token = token_in(eve.get(old))
    second = in_force(world, window.request, "A stricter text.")
    assert eve.post(old, {"shown": token, "accepted": "on"}).status_code == 404
    assert "A stricter text." in says(eve, window, second, shown=token)
    assert not Acceptance.objects.exists()
    assert may_not(world, window)


def test_a_text_that_was_changed_in_the_database_cannot_be_accepted(
    world: World, browser_of: Browser, window: Window
) -> None:
    from tests.overwriting import overwrite

    agreement = in_force(world, window.request)
    overwrite(Agreement.objects.filter(pk=agreement.pk), text="You may publish everything.")
    assert accepts(browser_of("eve"), window, agreement).status_code == 409
    assert may_not(world, window)


def test_the_proof_outlives_the_agreement(world: World, browser_of: Browser, window: Window) -> None:
    agreement = in_force(world, window.request)
    eve = browser_of("eve")
    accepts(eve, window, agreement)
    in_force(world, window.request, "The next text.")
    present = Agreement.objects.get(state="in_force")
    world.act(present, "withdraw", "carl", reason="No longer needed.")
    given = Acceptance.objects.get()
    entry = Entry.objects.get(event="acceptance.given")
    kept = fresh(agreement)
    assert hashlib.sha384(kept.as_file).hexdigest() == given.digest == entry.details["agreement_digest"]
    assert (kept.state, given.agreement_id) == ("replaced", kept.pk)


def test_the_evidence_of_both_sides_holds_the_digest(
    world: World, browser_of: Browser, window: Window
) -> None:
    agreement = in_force(world, window.request)
    accepts(browser_of("eve"), window, agreement)
    seal()
    for key in ("carl", "abel"):
        page = f"/requests/{window.request.number}/windows/{window.number}/record/bundle/"
        bundle = browser_of(key).get(page).content.decode()
        assert agreement.digest in bundle, key
