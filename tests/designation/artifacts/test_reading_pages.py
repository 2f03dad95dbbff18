"""An evaluator reads page by page. Each page is recorded before it is shown, and nothing is shown without a record."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import signing
from django.test import Client

from designation.artifacts.models import Share
from designation.artifacts.views import reading
from designation.demo.world import World
from designation.models import Grant
from tests.designation.artifacts.reading import Reader, readings
from workflow.guards import CLOCK
from workflow.models import Entry
from workflow.perform import perform

AsPerson = Callable[[World, str], Client]


def grant_of(share: Share) -> str:
    return str(Grant.objects.get(window=share.window).pk)


def test_a_page_is_an_image_with_a_mark_and_an_entry(eve: Reader) -> None:
    answer = eve.sees(2)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/jpeg"
    assert "no-store" in answer["Cache-Control"]
    assert readings(eve.share) == [(grant_of(eve.share), 2)]


def test_a_larger_image_of_the_same_showing_is_no_other_reading(eve: Reader) -> None:
    viewer = eve.opens(1)
    address = eve.image_of(viewer)
    assert eve.client.get(address).status_code == 200
    larger = eve.client.get(address.replace("zoom=1", "zoom=2"))
    assert larger.status_code == 200
    assert readings(eve.share) == [(grant_of(eve.share), 1)]


def test_each_showing_of_a_page_is_an_entry_with_its_own_code(eve: Reader) -> None:
    eve.sees(1)
    eve.sees(1)
    codes = {entry.details["code"] for entry in Entry.objects.filter(event="share.page_opened")}
    assert len(readings(eve.share)) == len(codes) == 2


def test_to_ask_for_the_headers_records_nothing(eve: Reader) -> None:
    address = eve.image_of(eve.opens(1))
    answer = eve.client.head(address)
    assert answer.content == b""
    assert readings(eve.share) == []


def test_the_viewer_alone_records_nothing(eve: Reader) -> None:
    assert eve.opens(3).status_code == 200
    assert readings(eve.share) == []


@pytest.mark.parametrize(("asked", "shown"), [("0", 1), ("2", 2), ("99", 3), ("x", 1), ("", 1), ("٣", 1)])
def test_a_page_that_does_not_exist_leads_to_the_nearest(eve: Reader, asked: str, shown: int) -> None:
    viewer = eve.client.get(eve.address(), {"page": asked})
    assert f"/pages/{shown}/" in eve.image_of(viewer)


def test_a_showing_is_for_one_page(eve: Reader) -> None:
    address = eve.image_of(eve.opens(1))
    assert eve.client.get(address.replace("/pages/1/", "/pages/2/")).status_code == 410
    assert readings(eve.share) == []


def test_a_showing_is_for_one_person(eve: Reader, present: World, as_person: AsPerson) -> None:
    address = eve.image_of(eve.opens(1))
    other = as_person(present, "abel")
    assert other.get(address).status_code == 410
    assert readings(eve.share) == []


def test_a_showing_that_nobody_signed_is_refused(eve: Reader) -> None:
    assert eve.client.get(eve.address("share_page", 1), {"showing": "a/b/1/CODE"}).status_code == 410
    about = f"{eve.client.session['_auth_user_id']}/{eve.share.pk}/1/CODECODE"
    forged = signing.TimestampSigner(salt="another").sign(about)
    assert eve.client.get(eve.address("share_page", 1), {"showing": forged}).status_code == 410


def test_an_old_showing_is_refused(eve: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    address = eve.image_of(eve.opens(1))
    monkeypatch.setattr(reading, "SHOWING_SECONDS", -1)
    assert eve.client.get(address).status_code == 410
    assert readings(eve.share) == []


def test_what_cannot_be_recorded_is_not_shown(eve: Reader) -> None:
    viewer = eve.opens(1)
    perform(eve.share, "end", actor=CLOCK)
    answer = eve.client.get(eve.image_of(viewer))
    assert answer.status_code == 403
    assert "stopped sharing" in answer.content.decode()
    assert readings(eve.share) == []


def test_access_that_ends_while_a_page_is_drawn_shows_nothing(
    eve: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, draw = eve.image_of(eve.opens(1)), reading._draw

    def slowly(*args: Any) -> object:
        picture = draw(*args)
        perform(eve.share, "end", actor=CLOCK)
        return picture

    monkeypatch.setattr(reading, "_draw", slowly)
    assert eve.client.get(address).status_code == 403


def test_an_open_viewer_learns_that_access_ended(eve: Reader) -> None:
    assert eve.client.get(eve.address("share_standing")).status_code == 204
    perform(eve.share, "end", actor=CLOCK)
    assert eve.client.get(eve.address("share_standing")).status_code == 403


@pytest.mark.parametrize("key", ["abel", "ravi", "carl"])
def test_whoever_knows_of_the_window_reads_why_they_may_not(
    eve: Reader, present: World, as_person: AsPerson, key: str
) -> None:
    answer = Reader(as_person(present, key), eve.share).opens(1)
    assert answer.status_code == 403
    assert "You are not named as an evaluator of this window." in answer.content.decode()


@pytest.mark.parametrize("key", ["cora", "olga", "hope", "eli"])
def test_for_everybody_else_there_is_no_such_page(
    eve: Reader, present: World, as_person: AsPerson, key: str
) -> None:
    reader = Reader(as_person(present, key), eve.share)
    for name, *args in (("share_read",), ("share_page", 1), ("share_standing",)):
        assert reader.client.get(reader.address(name, *args)).status_code == 404
