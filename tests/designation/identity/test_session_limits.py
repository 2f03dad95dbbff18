"""A session ends when it was not used for long enough, and in any case after its longest time, by the database."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.sessions.backends.base import UpdateError
from django.test import Client
from django.urls import URLResolver, get_resolver

from designation.demo.world import World as DemoWorld
from designation.people.models import Person
from designation.sessions import ending
from designation.sessions.models import Session
from designation.sessions.store import SessionStore
from tests.designation.identity.moving_sessions import SOON, is_signed_in, move, session_of
from tests.designation.people.conftest import World
from tests.designation.walking import request_in
from workflow import clock

SignIn = Callable[[Person], Client]
IDLE, LENGTH = timedelta(minutes=30), timedelta(hours=12)
TICK = timedelta(microseconds=1)
THEN = datetime(2026, 12, 4, 17, tzinfo=UTC)
STATE, STAY = "/accounts/session/", "/accounts/session/stay/"
BACKGROUND = {
    *("session_state", "request_recent", "accesses_recent", "artifact_progress", "share_standing"),
    "directory_import_progress",
}


@pytest.fixture
def ada(world: World, sign_in: SignIn) -> Client:
    return sign_in(world.administrators(world.developer)[0])


def test_the_limits_are_half_an_hour_and_half_a_day() -> None:
    assert (settings.SESSION_IDLE, settings.SESSION_LENGTH) == (IDLE, LENGTH)


@pytest.mark.parametrize(("times", "limit"), [("last_used_at", IDLE), ("started_at", LENGTH)])
def test_the_limit_is_exact_and_itself_outside(ada: Client, times: str, limit: timedelta) -> None:
    Session.objects.update(**{"last_used_at": THEN, "started_at": THEN, times: THEN - limit})
    assert not Session.objects.live(THEN).exists()
    assert Session.objects.live(THEN - TICK).exists()


def test_unused_for_the_idle_limit_one_is_signed_out(ada: Client) -> None:
    move(ada, last_used_at=IDLE)
    assert not is_signed_in(ada)


def test_used_shortly_before_it_goes_on_for_as_long_again(ada: Client) -> None:
    before = move(ada, last_used_at=IDLE - SOON)
    assert is_signed_in(ada)
    assert session_of(ada).last_used_at >= before.last_used_at + IDLE - SOON


def test_the_longest_time_ends_a_session_that_is_in_use(ada: Client) -> None:
    move(ada, started_at=LENGTH - SOON)
    assert is_signed_in(ada)
    move(ada, started_at=LENGTH)
    assert not is_signed_in(ada)


def test_a_form_that_comes_too_late_gives_back_what_was_typed(ada: Client, world: World) -> None:
    move(ada, last_used_at=IDLE)
    address = f"/people/{world.developer.pk}/offices/add/"
    answer = ada.post(
        address, {"name": "Red Team"}, headers={"Accept": "text/html", "Origin": "http://testserver"}
    )
    assert answer.status_code == 403
    assert "Red Team" in answer.content.decode()
    assert not world.developer.offices.filter(name="Red Team").exists()


def test_the_last_use_is_written_once_a_minute(ada: Client) -> None:
    before = move(ada, last_used_at=timedelta(minutes=1) - SOON)
    assert is_signed_in(ada)
    assert session_of(ada).last_used_at == before.last_used_at
    move(ada, last_used_at=timedelta(minutes=1))
    assert is_signed_in(ada)
    assert session_of(ada).last_used_at > before.last_used_at


def test_a_moved_clock_of_the_demonstration_ends_no_session(ada: Client) -> None:
    clock.advance(timedelta(days=3))
    assert is_signed_in(ada)


def test_a_visitor_without_an_account_has_no_idle_limit(world: World) -> None:
    store = SessionStore()
    store["opened"] = "an invitation"
    store.save()
    Session.objects.filter(pk=store.session_key).update(last_used_at=THEN)
    assert SessionStore(store.session_key)["opened"] == "an invitation"


def test_a_request_under_way_does_not_bring_an_ended_session_back(ada: Client) -> None:
    store = SessionStore(session_of(ada).session_key)
    store["answer"] = 1
    ending.end(session_of(ada))
    with pytest.raises(UpdateError):
        store.save()
    assert not is_signed_in(ada)


def test_nothing_is_written_over_a_session_past_its_limit(ada: Client) -> None:
    store = SessionStore(session_of(ada).session_key)
    store["answer"] = 1
    move(ada, last_used_at=IDLE)
    store.record_use()
    with pytest.raises(UpdateError):
        store.save()


def test_asking_how_long_it_lasts_does_not_lengthen_it(ada: Client) -> None:
    before = move(ada, last_used_at=timedelta(minutes=20), started_at=timedelta(hours=2))
    said = ada.get(STATE).json()
    assert 9 * 60 < said["idle_s"] <= 10 * 60
    assert 10 * 3600 - 60 < said["absolute_s"] <= 10 * 3600
    assert session_of(ada).last_used_at == before.last_used_at
    assert Client().get(STATE).json() == {"person": None}


def test_staying_signed_in_is_a_use_even_within_a_minute(ada: Client) -> None:
    before = session_of(ada).last_used_at
    assert ada.get(STAY).status_code == 405
    assert ada.post(STAY).json()["idle_s"] == IDLE.total_seconds()
    assert session_of(ada).last_used_at > before


def test_once_it_ended_nobody_stays(ada: Client) -> None:
    move(ada, last_used_at=IDLE)
    assert ada.post(STAY, headers={"Accept": "application/json"}).status_code == 403


def test_pages_that_ask_on_their_own_do_not_lengthen_it(demo_world: DemoWorld, sign_in: SignIn) -> None:
    request, dana = request_in(demo_world, "submitted"), sign_in(demo_world.people["dana"])
    before = move(dana, last_used_at=timedelta(minutes=20))
    assert dana.get(f"/requests/{request.number}/recent/").status_code == 200
    assert session_of(dana).last_used_at == before.last_used_at
    assert dana.get(f"/requests/{request.number}/").status_code == 200
    assert session_of(dana).last_used_at > before.last_used_at


def test_every_page_that_a_page_asks_for_every_few_seconds_is_such_a_page() -> None:
    found = set()
    for template in Path("templates").rglob("*.html"):
        for tag in re.findall(r"<\w+[^>]*hx-get=(?:\{%.*?%\}|[^>])*>", template.read_text()):
            if "every " in tag:
                found |= set(re.findall(r"hx-get=\"\{% url '(\w+)'", tag))
    assert len(found) == 4
    assert found | {"session_state", "share_standing"} == BACKGROUND == background_pages(get_resolver())


def background_pages(resolver: URLResolver) -> set[str]:
    found: set[str] = set()
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            found |= background_pages(one)
        elif getattr(one.callback, "is_background", False):
            found.add(str(one.name))
    return found


def test_signing_in_anew_ends_the_session_first(ada: Client) -> None:
    key = session_of(ada).session_key
    answer = ada.post("/accounts/session/sign-in-again/", follow=True)
    assert answer.redirect_chain[-1][0].endswith("/login/?next=/accounts/session/back/")  # type: ignore[attr-defined]
    assert not Session.objects.filter(pk=key).exists()


def test_what_ended_is_cleaned_and_what_is_live_stays(world: World, sign_in: SignIn) -> None:
    people = world.administrators(world.developer)
    idle, old, live = sign_in(people[0]), sign_in(people[0]), sign_in(people[1])
    move(idle, last_used_at=IDLE)
    move(old, started_at=LENGTH)
    assert ending.clean() == 1
    assert [is_signed_in(idle), is_signed_in(live)] == [False, True]
