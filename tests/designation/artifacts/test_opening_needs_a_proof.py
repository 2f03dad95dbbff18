"""Content opens, and files leave, only for a person who lately proved who they are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from designation.artifacts.models import Share
from designation.demo.cast import PASSWORD
from designation.demo.world import World
from designation.web.actor import PROVED_AT
from tests.designation.artifacts.reading import Reader, readings
from workflow import clock
from workflow.errors import Refused
from workflow.perform import perform

pytestmark = pytest.mark.usefixtures("renderer")
CAME_FROM = "/requests/?page=2"


def _age(client: Client, **how_old: int) -> None:
    session = client.session
    session[PROVED_AT] = (clock.now() - timedelta(**how_old)).isoformat()
    session.save()


def _next(response: object) -> str:
    """Return the page that opens after the proof that a response asks for."""
    assert response.status_code == 302, response
    asked = urlsplit(response["Location"])
    assert asked.path == reverse("prove")
    return parse_qs(asked.query)["next"][0]


def test_a_page_opens_after_the_proof(eve: Reader) -> None:
    _age(eve.client, hours=5)
    asked = eve.opens(2)
    assert _next(asked) == f"{eve.address()}?page=2"
    assert "Your password" in eve.client.get(asked["Location"]).content.decode()
    wrong = eve.client.post(asked["Location"], {"password": "not mine"})
    assert wrong.status_code == 409
    assert "That is not your password." in wrong.content.decode()
    assert _next(eve.opens(2)) == f"{eve.address()}?page=2"
    proved = eve.client.post(asked["Location"], {"password": PASSWORD})
    assert (proved.status_code, proved["Location"]) == (302, f"{eve.address()}?page=2")
    assert eve.opens(2).status_code == 200


def test_a_proof_for_opening_may_be_older_than_one_for_a_signature(eve: Reader) -> None:
    _age(eve.client, hours=3)
    assert eve.opens().status_code == 200


def test_the_engine_checks_the_proof_when_it_records_a_page(eve: Reader) -> None:
    viewer = eve.opens()
    _age(eve.client, hours=5)
    refused = eve.client.get(eve.image_of(viewer))
    assert (refused.status_code, refused.content) == (
        403,
        b"This needs a fresh proof of who you are. Give one, then try again.",
    )
    assert readings(eve.share) == []


@pytest.mark.parametrize("step", ["open_page", "download"])
def test_no_reading_is_recorded_without_a_proof(present: World, share: Share, step: str) -> None:
    row = Share.with_roles(present.people["eve"].pk).get(pk=share.pk)
    stale = replace(present.actor("eve"), authenticated_at=clock.now() - timedelta(hours=5))
    inputs = {"page": 1, "code": "ABCDEF", "download": str(share.pk), "first": 0, "last": 1}
    with pytest.raises(Refused) as refused:
        perform(row, step, actor=stale, inputs=inputs)
    assert "sign_in_again" in {one.code for one in refused.value.refusals}


def test_files_leave_after_a_proof_from_the_page_that_led_there(
    eve: Reader, present: World, as_person: Callable[[World, str], Client]
) -> None:
    carl, rhea = as_person(present, "carl"), as_person(present, "rhea")
    number = eve.share.window.request.number
    for client, address in (
        (eve.client, eve.address("share_download")),
        (eve.client, eve.address("share_text")),
        (carl, reverse("record_bundle", args=[number])),
        (carl, reverse("partners_export")),
        (rhea, reverse("directory_export")),
    ):
        _age(client, hours=5)
        response = client.get(address, headers={"referer": f"http://testserver{CAME_FROM}"})
        opens_itself = address == eve.address("share_text")
        assert _next(response) == (address if opens_itself else CAME_FROM), address


@pytest.mark.parametrize(
    "elsewhere", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"]
)
def test_the_page_after_a_proof_is_one_of_this_site(eve: Reader, elsewhere: str) -> None:
    _age(eve.client, hours=5)
    proved = eve.client.post(reverse("prove"), {"next": elsewhere, "password": PASSWORD})
    assert (proved.status_code, proved["Location"]) == (302, reverse("desk"))
    downloaded = eve.client.get(eve.address("share_download"), headers={"referer": elsewhere})
    assert elsewhere not in downloaded.get("Location", "")
