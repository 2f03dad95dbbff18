"""One person's way over the site: what they may open, what they ask for, and what they are answered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from designation.requests.matter import Matter
from designation.requests.queries import request_of
from designation.web.actor import PROVED_AT, PROVED_BY
from designation.windows.matter import WindowMatter, _window
from tests.designation.access.walk import allowed
from tests.designation.access.walk.allowed import PARTNER
from tests.designation.access.walk.people import EVERY_STATE, NOBODY, WALKERS, Walker
from tests.designation.access.walk.site import Site, every_page, of_request, of_selection, of_site, of_window
from workflow import clock

GONE = 410
"""The answer to whoever took part in a matter and no longer does: a page that says so, and nothing of the content."""

DENIED, SIGN_IN, OPENED = "denied", "sign in", "opened"
WITHOUT_ROLES = Walker("", "", set())


def may(walker: Walker, kind: str, state: str) -> set[str]:
    """Return the permissions that somebody has in the request or the window in this state."""
    if kind == "selection":
        return _granted(walker, allowed.IN_SELECTION, allowed.SELECTIONS, state)
    if kind == "window":
        return _granted(walker, allowed.IN_WINDOW, allowed.WINDOWS, state) | may(walker, "request", "covered")
    return _granted(walker, allowed.IN_REQUEST, allowed.REQUESTS, state)


def _granted(
    walker: Walker, granted: dict[tuple[str, str], set[str]], states: dict[str, set[str]], state: str
) -> set[str]:
    if not any(state in states.get(capacity, ()) for capacity in walker.capacities):
        return set()
    return set().union(*(granted.get(one, set()) for one in walker.held))


@dataclass(frozen=True)
class Page:
    """One address: the name of its URL, the rule that it declares, and the state of its request or window."""

    name: str
    kind: str
    address: str
    state: str = ""

    def expected(self, walker: Walker | None) -> set[str]:
        """Return the answers that are right for this person; None is nobody signed in."""
        if self.kind == "public":
            second = {SIGN_IN} if self.name in allowed.AFTER_THE_PASSWORD else set()
            return {OPENED, DENIED} | second  # there may be no such invitation or tile
        if self.kind == "demonstration":
            return {DENIED}  # the tests run outside of a demonstration
        if walker is None:
            return {SIGN_IN}
        if not self._opens(walker):
            return {DENIED}
        return {OPENED, DENIED} if self.name in allowed.DEPENDING else {OPENED}

    def _opens(self, walker: Walker) -> bool:
        if self.kind == "request":
            return allowed.PAGES_OF_REQUESTS[self.name] in may(walker, self.kind, self.state)
        if self.kind == "window":
            return allowed.PAGES_OF_WINDOWS[self.name] in may(walker, self.kind, self.state)
        if self.kind == "selection":
            return allowed.PAGES_OF_SELECTIONS[self.name] in may(walker, self.kind, self.state)
        if self.kind == "partner":
            own = allowed.OWN_ROSTER & walker.held
            return bool(
                (allowed.ROSTER | allowed.SIGNERS) & walker.held or (own and PARTNER in walker.capacities)
            )
        if self.kind == "suspension":
            return bool(allowed.OF_A_SUSPENSION[self.name] & walker.held)
        if self.kind == "eligibility":
            return walker.organization == "developer" and bool(allowed.OF_A_RECORD[self.name] & walker.held)
        if self.kind == "role":
            return bool(allowed.BY_ROLE[self.name] & walker.held)
        if self.kind == "signed_in":
            return True
        roles = {**allowed.OF_AN_ORGANIZATION, **allowed.OF_A_MODEL}[self.name]
        theirs = walker.held if walker.organization == "developer" else walker.held & allowed.OPERATORS
        return bool(roles & theirs)


MAIN_STATES = {"covered", "open", "agreed", "early"}


def everything(site: Site) -> Iterator[Page]:
    """Yield every address of the site, in every state of its request or window."""
    kinds = {name: str(view.access.rule) for name, view in every_page()}
    for name, address in of_site(site).items():
        yield Page(name, kinds[name], address)
    for state in site.requests:
        for name, address in of_request(site, state).items():
            yield Page(name, "request", address, state)
    for state in site.windows:
        for name, address in of_window(site, state).items():
            yield Page(name, "window", address, state)
    for state in site.selections:
        for name, address in of_selection(site, state).items():
            yield Page(name, "selection", address, state)


def asked_by(site: Site, key: str) -> Iterator[tuple[Page, str]]:
    """Yield the pages that one person asks for, with the method.

    Everybody asks for every page, those of a request or a window in the state in which most take part; with POST too
    where they must be turned away. Some ask for everything in every state.
    """
    in_every_state = key in EVERY_STATE
    for page in everything(site):
        if page.kind == "public" and key not in (NOBODY, "dana"):
            continue
        is_main = page.state in {"", *MAIN_STATES}
        if is_main or in_every_state:
            yield page, "get"
        if is_main and (in_every_state or OPENED not in page.expected(WALKERS.get(key))):
            yield page, "post"


class Visitor:
    """A browser in which one of the walk's people, or nobody, is signed in."""

    def __init__(self, site: Site, key: str) -> None:
        self.client = Client()
        self.session = ""
        if key != NOBODY:
            self.client.force_login(site.world.people[key])
            session = self.client.session
            session[PROVED_AT] = clock.now().isoformat()
            session[PROVED_BY] = "password"
            session.save()
            self.session = self.client.cookies["sessionid"].value

    def ask(self, address: str, method: str) -> str:
        """Ask for an address and return how it answers. What that changes is undone."""
        with transaction.atomic():
            response = getattr(self.client, method)(address)
            transaction.set_rollback(True)
        if self.session:
            self.client.cookies["sessionid"] = self.session
        return self._outcome(response)

    def _outcome(self, response: HttpResponse) -> str:
        if response.status_code in (404, GONE):
            return DENIED
        if response.status_code == 302 and urlsplit(response["Location"]).path == reverse("account_login"):
            return SIGN_IN
        if response.status_code == 403 and not self.session:
            return SIGN_IN
        return OPENED


def permissions_in(site: Site, key: str) -> dict[tuple[str, str], set[str]]:
    """Return the permissions that the product gives somebody in each request and window of the walk."""
    actor = site.world.actor(key)
    found = {}
    for state, row in site.requests.items():
        request = request_of(row.number, actor.id)
        found["request", state] = (
            set(Matter(request, actor, request.read_at).permissions) if request else set()
        )
    for state, row in site.windows.items():
        request = request_of(site.requests["covered"].number, actor.id)
        found["window", state] = set()
        if request:
            window = _window(request, row.number, actor.id)
            found["window", state] = set(WindowMatter(request, actor, request.read_at, window).permissions)
    return found
