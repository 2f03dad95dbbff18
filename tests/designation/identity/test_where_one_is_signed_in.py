"""A person sees where they are signed in, and ends those sessions; nobody else's exist for them."""

import html
import re
import uuid
from collections.abc import Callable

import pytest
from django.test import Client

from designation.people.models import Person
from designation.sessions.browsers import browser_name
from designation.sessions.models import USER_AGENT_LENGTH, Session
from tests.designation.identity.moving_sessions import FIREFOX, PAGE, is_signed_in, session_of
from tests.designation.people.conftest import PASSWORD, World

SignIn = Callable[[Person], Client]
NEW = "a much better password 7"


def signed_in_with(person: Person, user_agent: str) -> Client:
    client = Client(headers={"User-Agent": user_agent})
    client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    return client


def rows(client: Client) -> list[str]:
    """The lines of the page, in words."""
    page = client.get(PAGE).content.decode()
    body = page.partition('<ul class="fd-sessions">')[2].partition("</ul>")[0]
    plain = [html.unescape(re.sub(r"<[^>]+>", " ", one)) for one in body.split("<li")[1:]]
    return [" ".join(one.split()) for one in plain]


def test_the_menu_of_every_page_leads_there(world: World, sign_in: SignIn) -> None:
    assert (
        f'href="{PAGE}">Where you are signed in</a>' in sign_in(world.operators[0]).get("/").content.decode()
    )


def test_each_session_says_its_browser_and_which_is_this_one(world: World) -> None:
    ada, bob = world.administrators(world.developer)[0], world.administrators(world.agency)[0]
    signed_in_with(bob, FIREFOX)
    signed_in_with(ada, FIREFOX)
    here = signed_in_with(ada, "curl/8.5.0")
    mine, other = rows(here)
    assert "curl This session Signed in" in mine
    assert "Firefox on Windows Signed in" in other
    assert "This session" not in other
    assert "Last used" in other


def test_no_page_shows_a_key(world: World, sign_in: SignIn) -> None:
    ada = world.administrators(world.developer)[0]
    here, there = sign_in(ada), sign_in(ada)
    page = here.get(PAGE).content.decode()
    assert session_of(here).session_key not in page
    assert session_of(there).session_key not in page


def test_what_a_browser_says_is_cut_and_shown_as_text(world: World) -> None:
    ada = world.administrators(world.developer)[0]
    client = signed_in_with(ada, "<b>Firefox/1</b>\x07" + "x" * 5000)
    assert session_of(client).user_agent == ("<b>Firefox/1</b>" + "x" * 5000)[:USER_AGENT_LENGTH]
    assert "<b>Firefox" not in client.get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (FIREFOX, "Firefox on Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36", "Chrome on Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/126.0 Safari/537.36 Edg/126.0", "Edge on Windows"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Safari/604.1",
            "Safari on iPhone",
        ),
        ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile", "Chrome on Android"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) Version/17.5 Safari/605.1", "Safari on Mac"),
        ("", "Unknown browser"),
    ],
)
def test_browsers_have_plain_names(said: str, words: str) -> None:
    assert browser_name(said) == words


def test_a_session_that_one_ends_is_signed_out_at_its_next_request(world: World, sign_in: SignIn) -> None:
    ada = world.administrators(world.developer)[0]
    here, there = sign_in(ada), sign_in(ada)
    assert is_signed_in(there)
    answer = here.post(f"{PAGE}{session_of(there).public_id}/end/", follow=True)
    assert "You signed out of Unknown browser." in answer.content.decode()
    assert not is_signed_in(there)
    assert is_signed_in(here)


def test_looking_at_the_address_ends_nothing(world: World, sign_in: SignIn) -> None:
    ada = world.administrators(world.developer)[0]
    here, there = sign_in(ada), sign_in(ada)
    for address in (f"{session_of(there).public_id}/end/", "end-others/"):
        assert here.get(PAGE + address)["Location"] == PAGE
    assert is_signed_in(there)


def test_to_end_this_session_is_to_sign_out(world: World, sign_in: SignIn) -> None:
    here = sign_in(world.operators[0])
    here.post(f"{PAGE}{session_of(here).public_id}/end/")
    assert not is_signed_in(here)
    assert not Session.objects.filter(person=world.operators[0]).exists()


def test_all_others_end_and_this_one_stays(world: World, sign_in: SignIn) -> None:
    ada, bob = world.administrators(world.developer)[0], world.administrators(world.agency)[0]
    here, others, of_bob = sign_in(ada), [sign_in(ada), sign_in(ada)], sign_in(bob)
    answer = here.post(f"{PAGE}end-others/", follow=True).content.decode()
    assert "You signed out of 2 other sessions." in answer
    assert "You are not signed in anywhere else." in answer
    assert [is_signed_in(one) for one in (here, *others, of_bob)] == [True, False, False, True]


def test_a_session_of_somebody_else_does_not_exist(world: World, sign_in: SignIn) -> None:
    ada, adrian = world.administrators(world.developer)
    of_ada, of_adrian = sign_in(ada), sign_in(adrian)
    for address in (session_of(of_ada).public_id, uuid.uuid4()):
        assert of_adrian.post(f"{PAGE}{address}/end/").status_code == 404
    assert is_signed_in(of_ada)


def test_a_new_password_ends_the_other_sessions_and_lengthens_none(world: World, sign_in: SignIn) -> None:
    ada = world.administrators(world.developer)[0]
    here, there = sign_in(ada), sign_in(ada)
    before = session_of(here)
    here.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    after = session_of(here)
    assert after.session_key != before.session_key
    assert after.started_at == before.started_at
    assert list(Session.objects.filter(person=ada)) == [after]
    assert is_signed_in(here)
    assert not is_signed_in(there)


def test_strangers_are_asked_to_sign_in(db: None) -> None:
    for address in (PAGE, f"{PAGE}end-others/", "/accounts/session/back/"):
        assert "/login/" in Client().get(address)["Location"]
