"""People at their browsers: each has a context of their own, and every screen is checked.

The first of a journey signs in through the form; to the others their session is given.
"""

import pickle
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from designation.demo import cast
from designation.demo.cast import PASSWORD
from designation.demo.world import World
from designation.models import Person
from tests.conftest import copy_of_database
from tests.database_templates import Kept
from tests.designation.conftest import people_kept  # noqa: F401 - the fixture
from tests.proved import proved
from tests.screens import HEIGHT, WIDE, Screens
from workflow import clock


@dataclass
class Desk:
    """One person at one browser."""

    key: str
    page: Any
    watched: "Watched"

    def see(self, name: str) -> None:
        """Look at the present screen: it is whole and accessible, and fits."""
        self.watched.look(self.page, f"{self.key}-{name}")

    def go(self, path: str, name: str = "") -> "Desk":
        """Open a page."""
        self.page.goto(path)
        self.see(name or path.strip("/").replace("/", "-") or "desk")
        return self

    def follow(self, link: str) -> "Desk":
        """Follow a link, in whole words."""
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=re.compile(link)).first.click()
        self.prove()
        self.see(re.sub(r"\W+", "-", link.lower()))
        return self

    def prove(self) -> "Desk":
        """Prove who one is, if the present page asks for it before content opens."""
        if "/accounts/prove/" in self.page.url:
            self.press("Go on")
        return self

    def press(self, button: str) -> "Desk":
        """Press a button and look at what comes."""
        if self.page.get_by_label("Your password").count():
            self.page.get_by_label("Your password").fill(PASSWORD)
        found = self.page.get_by_role("button", name=button, exact=True)
        assert found.count(), (
            f"{self.key} finds no {button!r} in: {self.page.locator('main').inner_text()[:1500]}"
        )
        with self.page.expect_navigation():
            found.first.click()
        self.see(re.sub(r"\W+", "-", button.lower()))
        return self

    def sign(self, verb: str) -> "Desk":
        """Go on from what was written to the signing page, read it, and press the button with this verb."""
        go_on = self.page.get_by_role("button", name=re.compile("^Continue to "))
        if go_on.count():
            with self.page.expect_navigation():
                go_on.first.click()
            self.see("to-sign-" + re.sub(r"\W+", "-", verb.lower()))
        return self.press(verb)

    def fill(self, **answers: str) -> "Desk":
        """Fill fields by their names."""
        for name, value in answers.items():
            self.page.locator(f"[name='{name}']").first.fill(value)
        return self

    def choose(self, *labels: str) -> "Desk":
        """Tick radios and boxes by their labels."""
        for label in labels:
            self.page.locator("main label").filter(has_text=label).first.click()
        return self

    def tick(self, *names: str) -> "Desk":
        """Tick boxes by their names; one presses the label, as the control itself is drawn by it."""
        for name in names:
            self.page.locator(f"label[for='id_{name}']").click()
        return self

    def says(self, text: str) -> "Desk":
        """The page says so."""
        body = self.page.locator("main").inner_text()
        assert text in body, f"{self.key} does not read {text!r} in: {body[:1500]}"
        return self


@dataclass
class Watched:
    """The screens of a journey as they come, the names of those looked at, and what the browser complained of."""

    screens: Screens
    seen: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def listen(self, page: Any) -> None:
        """Keep what the browser complains of: script errors and whatever the content policy refused."""
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._hear)

    def _hear(self, said: Any) -> None:
        if (
            said.type == "error" and "409 (Conflict)" not in said.text
        ):  # a form that was refused comes back so
            self.complaints.append(said.text)

    def look(self, page: Any, name: str) -> None:
        """Check one screen: one heading, no complaint of the browser's, nothing that axe-core finds."""
        self.seen.append(name)
        assert page.locator("h1").count() == 1, name
        assert self.complaints == [], (name, self.complaints)
        self.screens.look(page, name, widths=(page.viewport_size["width"],))


@pytest.fixture
def journey(browser: Any, live_site: str, screens: Screens) -> Iterator[Callable[[str], Desk]]:
    """Return a function that puts a person of the demonstration world before a browser, signed in."""
    contexts: dict[str, Desk] = {}
    watched = Watched(screens)

    def sit_down(key: str) -> Desk:
        if key not in contexts:
            context = browser.new_context(base_url=live_site, viewport={"width": WIDE, "height": HEIGHT})
            context.set_default_timeout(10_000)
            page = context.new_page()
            watched.listen(page)
            if contexts:
                give_session(context, key, live_site)
                page.goto("/")
            else:
                sign_in(page, key)
            contexts[key] = Desk(key, page, watched)
            watched.look(page, f"{key}-signed-in")
        return contexts[key]

    yield sit_down
    for desk in contexts.values():
        desk.page.context.close()


def sign_in(page: Any, key: str) -> None:
    """Sign in through the form."""
    page.goto("/accounts/login/")
    page.locator("[name='login']").fill(demonstration_person(key))
    page.locator("[name='password']").fill(PASSWORD)
    page.locator("main button[type=submit]").click()
    page.wait_for_load_state()


def give_session(context: Any, key: str, address: str) -> None:
    """Give a browser the session of somebody whose proof of an hour ago is enough to open content, but not to sign."""
    client = Client()
    proved(client, Person.objects.get(email=demonstration_person(key)), ago=timedelta(hours=1))
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": address}])


def demonstration_person(key: str) -> str:
    """Return the address of a person of the demonstration world."""
    short = {organization[0]: organization[2].lower() for organization in cast.ORGANIZATIONS}
    where = next(person[2] for person in cast.PEOPLE if person[0] == key)
    return f"{key}@{short[where]}.example"


@pytest.fixture
def fresh_database(people_kept: Kept, django_db_blocker: Any) -> Iterator[str]:  # noqa: F811 - the fixture
    """What a journey starts from: the people and the policy of the demonstration."""
    with copy_of_database(django_db_blocker, of=people_kept.database) as name:
        yield name


@pytest.fixture
def live_world(live_site: str, people_kept: Kept) -> World:  # noqa: F811 - the fixture
    """The people and the policy of the demonstration, behind the live site."""
    world: World = pickle.loads(people_kept.made)
    world.now = clock.now() - timedelta(minutes=1)
    return world
