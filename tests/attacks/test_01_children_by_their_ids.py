"""Attack 1: load a child object by its id from another party's matter. It does not exist (404, never 403)."""

import re
import uuid

import pytest

from designation.demo.world import World, answers
from designation.frontier_models import actions as frontier_models
from designation.models import Request
from tests.attacks.conftest import Browser, Family, statuses
from tests.designation.walking import request_in
from workflow.models import Entry

STRANGERS = ("hope", "olga", "oskar", "maya", "nora", "gwen", "hana", "paul")
"""Another developer, site operators, administrators of both sides, a policy editor."""


@pytest.mark.parametrize("key", STRANGERS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_no_child_of_a_matter_exists_for_who_is_no_party_to_it(
    family: Family, browser_of: Browser, key: str, method: str
) -> None:
    found = statuses(browser_of(key), family.addresses(), method)
    reading_only = {
        address for address in found if "/record/" in address and method == "post"
    }  # 405, whoever asks
    assert {a: s for a, s in found.items() if s != 404 and not (a in reading_only and s == 405)} == {}


def test_a_page_that_does_not_exist_and_one_that_is_hidden_look_the_same(
    family: Family, browser_of: Browser
) -> None:
    stranger = browser_of("hope")
    hidden = stranger.get(f"/requests/{family.request.number}/")
    absent = stranger.get("/requests/FD-2222-2222/")
    token = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"')
    assert token.sub(b"", hidden.content) == token.sub(b"", absent.content)
    assert family.request.number not in hidden.content.decode()


@pytest.mark.parametrize("key", ["cora", "omar", "abel", "arno", "eve", "eli"])
def test_officials_who_are_not_involved_yet_learn_of_nothing(
    world: World, browser_of: Browser, key: str
) -> None:
    request = request_in(world, "submitted")
    client = browser_of(key)
    base = f"/requests/{request.number}/"
    found = statuses(
        client, [base, f"{base}application/", f"{base}review/", f"{base}record/", f"{base}windows/"]
    )
    assert set(found.values()) == {404}
    pages = client.get("/requests/").content + client.get("/").content + client.get("/review/").content
    assert request.number.encode() not in pages
    assert b"Larkspur" not in pages


def test_the_government_learns_of_no_draft(world: World, browser_of: Browser) -> None:
    request = request_in(world, "draft")
    for key in ("ines", "ravi", "dora", "ira", "ada"):
        client = browser_of(key)
        assert set(
            statuses(client, [f"/requests/{request.number}/", f"/requests/{request.number}/record/"]).values()
        ) == {404}
        assert request.number.encode() not in client.get("/requests/?q=Larkspur").content


def of_another_matter(world: World) -> Request:
    """A request of the other developer, in which the same officials take part."""
    from designation.requests.actions import drafting as requests

    model = frontier_models.register_model(
        world.organizations["other"], actor=world.actor("hope"), codename="Kestrel", now=world.now
    )
    other = requests.begin(model, actor=world.actor("hope"), now=world.now)
    requests.save_answers(other, actor=world.actor("hope"), answers=answers(world, variants=other.variants))
    world.act(other, "submit", "hope", certified=True, voluntary_notice=True)
    return other


@pytest.mark.parametrize("key", ["ravi", "hope", "dana", "cora"])
def test_children_are_not_reached_through_ones_own_matter(
    world: World, family: Family, browser_of: Browser, key: str
) -> None:
    """One's own request in the address, another's question, consultation, grant, version or entry behind it."""
    other = of_another_matter(world)
    foreign, own = (other, family.request) if key in ("dana", "cora") else (family.request, other)
    base = f"/requests/{own.number}/"
    addresses = [
        f"{base}questions/{family.question.pk}/",
        f"{base}consultations/{family.request.consultations.first().pk}/concur/",
        f"{base}windows/9/", f"{base}windows/9/evaluators/{family.grant.pk}/suspend/", f"{base}windows/9/terms/1/",
        f"{base}record/{foreign.log_id}/0/", f"{base}record/{foreign.model_id}/0/",
        f"{base}record/{world.organizations['nsa'].log_id}/0/", f"{base}record/{uuid.uuid4()}/0/",
    ]  # fmt: skip
    if foreign is other:
        addresses = addresses[2:]
    client = browser_of(key)
    for method in ("get", "post"):
        found = statuses(client, addresses, method)
        assert {a: s for a, s in found.items() if s != 404 and not (method == "post" and s == 405)} == {}


def test_a_grant_of_one_window_is_not_reached_through_another(
    world: World, family: Family, browser_of: Browser
) -> None:
    address = f"/requests/{family.request.number}/windows/{family.draft.number}/evaluators/{family.grant.pk}/suspend/"
    assert browser_of("dana").get(address).status_code == 404


def test_a_bundle_of_another_matter_is_not_handed_out(family: Family, browser_of: Browser) -> None:
    answer = browser_of("hope").get(f"/requests/{family.request.number}/record/bundle/?older=16")
    assert answer.status_code == 404
    assert answer["Content-Type"].startswith("text/html")


def test_trying_leaves_no_trace_that_grows_the_log(family: Family, browser_of: Browser) -> None:
    before = Entry.objects.filter(log=family.request.log_id).count()
    statuses(browser_of("hope"), family.addresses(), "post", reason="x", password="x")
    assert Entry.objects.filter(log=family.request.log_id).count() == before
