"""The developer sees who opened which page, when, and stops a share, a person or a window in one click."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from designation.artifacts.may_read import may_read
from designation.artifacts.models import Share
from designation.demo.world import World
from designation.models import Grant
from tests.designation.artifacts.reading import Reader, readings
from tests.designation.walking import fresh
from workflow import clock

AsPerson = Callable[[World, str], Client]


def feed(world: World, share: Share, as_person: AsPerson, key: str = "dana", name: str = "accesses") -> str:
    answer = as_person(world, key).get(reverse(name, args=[share.window.request.number]))
    assert answer.status_code == 200, key
    return answer.content.decode()


def stop(world: World, share: Share, as_person: AsPerson, what: str, *, key: str = "sam", of: object = ""):
    address = reverse("access_stop", args=[share.window.request.number, share.window.number])
    return as_person(world, key).post(address, {"what": what, "id": str(of)})


def reasons(world: World, share: Share) -> list[str]:
    found = may_read(world.people["eve"].pk, share.pk, fresh(share.window), clock.now())
    return [one.code for one in found]


@pytest.mark.parametrize("key", ["dana", "carl", "sam"])
@pytest.mark.parametrize("name", ["accesses", "accesses_recent"])
def test_the_feed_names_reader_page_and_artifact(
    present: World, eve: Reader, as_person: AsPerson, key: str, name: str
) -> None:
    eve.sees(2)
    page = feed(present, eve.share, as_person, key, name)
    assert "Eve Laurent" in page
    assert "page 2" in page
    assert "Model report" in page


def test_the_artifacts_page_shows_who_opened_it(present: World, eve: Reader, as_person: AsPerson) -> None:
    eve.sees(3)
    artifact = eve.share.artifact
    address = reverse("artifact", args=[artifact.request.number, artifact.number])
    page = as_person(present, "dana").get(address).content.decode()
    assert "Eve Laurent" in page
    assert "page 3" in page


def test_a_pseudonym_holds_in_the_feed_and_in_the_record(
    present: World, eve: Reader, as_person: AsPerson
) -> None:
    from tests.overwriting import overwrite

    grant = Grant.objects.get(window=eve.share.window)
    overwrite(Grant.objects.filter(pk=grant.pk), names="pseudonyms")
    eve.sees(1)
    assert readings(eve.share) == [(str(grant.pk), 1)]
    number, window = eve.share.window.request.number, eve.share.window.number
    pages = [
        feed(present, eve.share, as_person),
        as_person(present, "dana").get(reverse("window_record", args=[number, window])).content.decode(),
        as_person(present, "dana")
        .get(reverse("window_record_bundle", args=[number, window]))
        .content.decode(),
    ]
    for page in pages[:2]:
        assert f"Evaluator {grant.pseudonym}" in page
    for page in pages:
        assert "Eve Laurent" not in page
    assert (
        "Eve Laurent"
        in as_person(present, "ravi").get(reverse("window_record", args=[number, window])).content.decode()
    )


@pytest.mark.parametrize("key", ["ravi", "eve", "abel", "hope", "olga"])
def test_the_feed_is_the_developers(present: World, eve: Reader, as_person: AsPerson, key: str) -> None:
    answer = as_person(present, key).get(reverse("accesses", args=[eve.share.window.request.number]))
    assert answer.status_code == 404


def test_one_click_stops_a_share(present: World, eve: Reader, as_person: AsPerson) -> None:
    assert stop(present, eve.share, as_person, "share", key="dana", of=eve.share.pk).status_code == 302
    assert reasons(present, eve.share) == ["share_ended"]
    assert eve.opens(1).status_code == 403


def test_one_click_stops_a_person(present: World, eve: Reader, as_person: AsPerson) -> None:
    grant = Grant.objects.get(window=eve.share.window)
    stop(present, eve.share, as_person, "person", of=grant.pk)
    assert reasons(present, eve.share) == ["grant_suspended"]


def test_one_click_stops_a_window(present: World, eve: Reader, as_person: AsPerson) -> None:
    stop(present, eve.share, as_person, "window")
    assert reasons(present, eve.share) == ["window_suspended"]


def test_the_person_returns_to_the_page_they_came_from_and_to_no_other_site(
    present: World, eve: Reader, as_person: AsPerson
) -> None:
    address = reverse("access_stop", args=[eve.share.window.request.number, eve.share.window.number])
    client, here = as_person(present, "sam"), reverse("accesses", args=[eve.share.window.request.number])
    assert client.post(address, {"what": "window", "back": here})["Location"] == here
    for elsewhere in ("https://evil.example/", "//evil.example/", "javascript:alert(1)"):
        answer = client.post(address, {"what": "window", "back": elsewhere})
        assert answer["Location"].startswith("/requests/")


@pytest.mark.parametrize("key", ["eve", "ravi", "abel", "ira", "hope", "olga"])
def test_only_the_developer_stops_by_this_page(
    present: World, eve: Reader, as_person: AsPerson, key: str
) -> None:
    answer = stop(present, eve.share, as_person, "share", key=key, of=eve.share.pk)
    assert answer.status_code == 404
    assert reasons(present, eve.share) == []


@pytest.mark.parametrize(
    ("what", "of"), [("share", "x"), ("share", ""), ("person", "0" * 32), ("nothing", ""), ("", "")]
)
def test_what_there_is_not_cannot_be_stopped(
    present: World, eve: Reader, as_person: AsPerson, what: str, of: str
) -> None:
    assert stop(present, eve.share, as_person, what, of=of).status_code == 404


def test_a_link_stops_nothing(present: World, eve: Reader, as_person: AsPerson) -> None:
    address = reverse("access_stop", args=[eve.share.window.request.number, eve.share.window.number])
    assert as_person(present, "sam").get(address, {"what": "window"}).status_code == 404
    assert reasons(present, eve.share) == []


def test_a_share_of_another_window_is_not_stopped_from_this_one(
    present: World, eve: Reader, as_person: AsPerson
) -> None:
    from tests.designation.walking import window_in

    other = window_in(present, eve.share.window.request, "proposed", opens_in=15, days=2)
    address = reverse("access_stop", args=[other.request.number, other.number])
    answer = as_person(present, "sam").post(address, {"what": "share", "id": str(eve.share.pk)})
    assert answer.status_code == 404
    assert reasons(present, eve.share) == []
