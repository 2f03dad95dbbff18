"""The walk: every URL of the site says who may open it, and opens for those alone, in every state that matters.

Who may open what is written out in `walk/allowed.py`, apart from the product. Everybody asks for every page, with GET
and with POST; what a POST does is undone.
"""

import pickle
from collections.abc import Iterator

import pytest
from django.http import HttpResponseNotFound
from django.urls import reverse

from designation.access.permissions import IN_REQUEST, IN_SELECTION, IN_WINDOW, Permission, permissions
from designation.config import urls
from designation.models import Party
from designation.roles import Role, Side
from tests.database_templates import Kept, Shelf
from tests.designation.access.walk import allowed
from tests.designation.access.walk.people import NOBODY, OPENERS, WALKERS
from tests.designation.access.walk.site import Site, build, every_page
from tests.designation.access.walk.walking_around import (
    DENIED,
    OPENED,
    SIGN_IN,
    Visitor,
    asked_by,
    everything,
    may,
    permissions_in,
)
from tests.fixture_cache import inside
from tests.overwriting import unguarded
from workflow.guards import HeldRole

BY_RULE = {
    "role": allowed.BY_ROLE,
    "organization": allowed.OF_AN_ORGANIZATION,
    "model": allowed.OF_A_MODEL,
    "request": allowed.PAGES_OF_REQUESTS,
    "window": allowed.PAGES_OF_WINDOWS,
    "selection": allowed.PAGES_OF_SELECTIONS,
    "partner": allowed.OF_A_PARTNER,
    "suspension": allowed.OF_A_SUSPENSION,
    "eligibility": allowed.OF_A_RECORD,
    "signed_in": dict.fromkeys(allowed.SIGNED_IN),
    "public": dict.fromkeys(allowed.PUBLIC),
    "demonstration": dict.fromkeys(allowed.IN_A_DEMONSTRATION),
}


@pytest.fixture(scope="module")
def kept_site(people_kept: Kept, shelf: Shelf, renderer_socket: str) -> Kept:
    """A database that holds the world of the walk, made once in a run."""
    return shelf.kept("walk", lambda: build(pickle.loads(people_kept.made)), of=people_kept)


@pytest.fixture
def site(kept_site: Kept, shelf: Shelf, kept_vault: None) -> Iterator[Site]:
    """The world of the walk. Each test leaves it as it was."""
    with inside(shelf, kept_site) as site:
        yield site


@pytest.fixture(autouse=True)
def plain_404(monkeypatch: pytest.MonkeyPatch) -> None:
    """Answer 404 without a page: the walk asks thousands of times, and the page itself is tested elsewhere."""
    monkeypatch.setattr(urls, "handler404", lambda _http, exception: HttpResponseNotFound(), raising=False)


def test_every_url_declares_who_may_open_it() -> None:
    assert [name for name, view in every_page() if not hasattr(view, "access")] == []


def test_the_declarations_are_those_that_are_written() -> None:
    declared: dict[str, dict[str, object]] = {rule: {} for rule in BY_RULE}
    for name, view in every_page():
        access = view.access
        declared[access.rule][name] = access.permission or set(access.roles) or None
    assert declared == BY_RULE


@pytest.mark.parametrize("side", [*Side.values, "", "unheard_of"])
def test_each_role_of_each_side_is_granted_what_is_written(side: str) -> None:
    for role in [*Role.values, "", "unheard_of", "lead_reviewer"]:
        held = [HeldRole(role=role, side=side)]
        assert permissions(IN_REQUEST, held) == allowed.IN_REQUEST.get((side, role), set()), role
        assert permissions(IN_WINDOW, held) == allowed.IN_WINDOW.get((side, role), set()), role
        assert permissions(IN_SELECTION, held) == allowed.IN_SELECTION.get((side, role), set()), role


def test_everybody_has_their_permissions_in_every_request_and_window(site: Site) -> None:
    for key, walker in WALKERS.items():
        for (kind, state), found in permissions_in(site, key).items():
            expected = may(walker, kind, state)
            assert found == expected, (key, kind, state)


@pytest.mark.parametrize("key", [*WALKERS, NOBODY])
def test_every_url_opens_for_those_who_may_and_for_nobody_else(site: Site, key: str) -> None:
    visitor = Visitor(site, key)
    wrong = {}
    for page, method in asked_by(site, key):
        expected = page.expected(WALKERS.get(key))
        outcome = visitor.ask(page.address, method)
        if outcome not in expected:
            wrong[method, page.name, page.state] = (outcome, expected)
    assert wrong == {}


def test_every_page_opens_for_somebody(site: Site) -> None:
    visitors = {key: Visitor(site, key) for key in OPENERS}
    pages = [page for page in everything(site) if page.kind != "public"]
    shut = {page.name for page in pages}
    for page in pages:
        for key, visitor in visitors.items():
            if page.name in shut and OPENED in page.expected(WALKERS[key]):
                answers = {visitor.ask(page.address, method) for method in ("get", "post")}
                shut -= {page.name} if OPENED in answers else set()
    assert shut == allowed.IN_A_DEMONSTRATION | allowed.NEEDS_MORE


@pytest.mark.parametrize("key", WALKERS)
def test_the_menu_leads_to_every_list_that_opens_and_to_no_other(site: Site, key: str) -> None:
    visitor = Visitor(site, key)
    lists = (
        "desk",
        "requests",
        "models",
        "my_windows",
        "review_queue",
        "directory",
        "policies",
        "organizations",
        "checklist",
        "operations",
        "partners",
        "own_partner",
        "own_selections",
        "suspensions",
        "eligibility",
    )
    shown = {item["url"] for item in visitor.client.get(reverse("desk")).context["nav"]()}
    assert shown == {reverse(name) for name in lists if visitor.ask(reverse(name), "get") == OPENED}
    assert DENIED not in {visitor.ask(url, "get") for url in shown}


def test_a_role_that_nobody_thought_of_sees_nothing(site: Site) -> None:
    """Attack A1: a party row names a partner's administrator of people, whom no capacity lets in."""
    held = ["administrator", "roster_administrator", "unheard_of"]
    for matter in (*site.requests.values(), *site.windows.values()):
        person = site.world.people["piet"]
        with unguarded(Party):
            Party.objects.create(matter=matter.log_id, person=person, side="partner", roles=held)
    visitor = Visitor(site, "piet")
    for page in everything(site):
        if page.kind in ("request", "window", "selection"):
            assert visitor.ask(page.address, "get") == DENIED, page
    desk = visitor.client.get(reverse("desk"))
    assert desk.context["tasks"] == desk.context["others"] == desk.context["news"].lines == []
    for request in site.requests.values():
        assert request.number not in desk.content.decode()


def test_a_permission_that_nobody_thought_of_is_granted_to_nobody() -> None:
    assert set(Permission) == set().union(
        *allowed.IN_REQUEST.values(), *allowed.IN_WINDOW.values(), *allowed.IN_SELECTION.values()
    )


def test_those_who_are_not_signed_in_are_asked_to_sign_in(site: Site) -> None:
    assert Visitor(site, NOBODY).ask(reverse("desk"), "get") == SIGN_IN
