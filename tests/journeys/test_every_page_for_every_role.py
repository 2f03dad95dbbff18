"""Every kind of page for every kind of user: axe-core finds nothing, nothing overflows at 320 px.

Everybody asks for every page; each shape of page that comes is looked at once in a real browser.
"""

import pickle
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from designation.demo import cast
from designation.demo.world import World
from designation.models import Party, Request, Window
from designation.roles import Role, Side
from designation.web.access import access_of
from designation.windows import actions as windows
from tests.conftest import copy_of_database, serving
from tests.database_templates import Kept
from tests.designation.conftest import demonstration_kept  # noqa: F401 - the fixture
from tests.designation.walking import ready, terms
from tests.proved import proved
from tests.screens import WIDE, Screens
from workflow import clock


@pytest.fixture(scope="module")
def demonstration_site(
    demonstration_kept: Kept,  # noqa: F811 - the fixture
    django_db_blocker: Any,
) -> Iterator[tuple[str, World]]:
    """The whole demonstration behind a live site, with a window that is being agreed; only read from."""
    world = pickle.loads(demonstration_kept.made)
    with copy_of_database(django_db_blocker, of=demonstration_kept.database), django_db_blocker.unblock():
        world.now = clock.now()
        _begin_a_window(world)
        connections.close_all()
        with serving() as address:
            yield address, world


@pytest.fixture(scope="module")
def one_browser(browser: Any, demonstration_site: tuple[str, World]) -> Iterator[Any]:
    """One browser page for everybody in turn: what it has loaded once it keeps."""
    context = browser.new_context(base_url=demonstration_site[0])
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def signed_in(one_browser: Any, demonstration_site: tuple[str, World]) -> Callable[[str], Any]:
    """Return a function that signs somebody in: a client without a browser, and the browser page, of one session."""
    address, world = demonstration_site

    def sign_in(key: str) -> tuple[Client, Any]:
        client = Client()
        proved(client, world.people[key])
        session = client.cookies["sessionid"].value
        one_browser.context.clear_cookies()
        one_browser.context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
        return client, one_browser

    return sign_in


def _begin_a_window(world: World) -> None:
    request = Request.objects.get(model__codename="Larkspur")
    window = windows.draft(request, actor=world.actor("dana"), now=world.now)
    opens = world.now + timedelta(days=6)
    content = terms(world, window, opens=opens, ends=opens + timedelta(days=3))
    world.act(window, "propose", "carl", terms=content)
    world.act(window, "counter", "ravi", terms=content | {"retention": "30 days."})
    ready(world, window)


# What says the same to everybody is looked at with each side's own frame around it.
EVERYBODYS = ("dana", "ravi", "olga")


def addresses(world: World, key: str) -> Iterator[str]:
    """One address of each kind of page that this person may open."""
    person = world.people[key]
    side, roles = person.organization.side, {a.role for a in person.appointments.filter(state="active")}
    listed = ("desk", "requests", "review_queue", "my_windows")
    yield from (reverse(name) for name in listed if access_of(name).opens_for(person.roles_held()))
    if key in EVERYBODYS:
        yield from (reverse("about"), reverse("verify_help"), reverse("checkpoints"))
    if side == Side.DEVELOPER and not roles <= {Role.ADMINISTRATOR}:
        yield from (reverse("models"), reverse("request_begin"))
        yield from (reverse("model", args=[m.pk]) for m in person.organization.models.all()[:1])
    if roles & {Role.ADMINISTRATOR, Role.OPERATOR}:
        yield reverse("organization", args=[person.office.organization_id])
    if Role.OPERATOR in roles:
        yield from (reverse("organizations"), reverse("operations"))
    if Role.POLICY_EDITOR in roles:
        yield reverse("policies")
    mine = Party.of(person.pk).values("matter")
    rows = list(Request.objects.filter(log__in=mine).order_by("model__codename"))
    for request in [row for row in rows if row.state == "covered"] + [
        row for row in rows if row.state != "covered"
    ][:1]:
        yield from _of_the_matter(request, side, roles)
    for window in Window.objects.filter(log__in=mine).select_related("request", "terms"):
        place = [window.request.number, window.number]
        yield from (reverse(name, args=place) for name in ("window", "window_record"))
        yield from (
            reverse("window_compare", args=[*place, 2]) for version in window.versions.filter(number=2)
        )


def _of_the_matter(request: Request, side: str, roles: set[str]) -> Iterator[str]:
    yield from (reverse(name, args=[request.number]) for name in ("request", "record"))
    if request.state == "covered":
        yield reverse("windows", args=[request.number])
    if Role.CERTIFYING_OFFICER in roles:
        countered = request.windows.filter(state="countered")
        yield from (reverse("window_terms", args=[request.number, w.number]) for w in countered)
    yield from (reverse(name, args=[request.number]) for name in ("application", "questions"))
    if side == Side.GOVERNMENT:
        yield reverse("review", args=[request.number])


@pytest.mark.parametrize("key", cast.SHOWN)
def test_pages_are_accessible_and_fit(
    signed_in: Callable[[str], Any], demonstration_site: tuple[str, World], screens: Screens, key: str
) -> None:
    client, page = signed_in(key)
    for address in addresses(demonstration_site[1], key):
        response = client.get(address)
        assert response.status_code == 200, (key, address, response.status_code)
        seen = screens.mark("served", response.content.decode())
        if seen.exists():
            continue
        page.goto(address)
        name = f"{key}-{address.strip('/').replace('/', '-') or 'desk'}"
        screens.look(page, name, widths=(WIDE,))
        screens.fits(page, name)
        seen.touch()
