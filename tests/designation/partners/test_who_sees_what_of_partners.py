"""Who sees what of partners, over every page, list, count, export, mail and report.

The table is in `seeing/table.py`. Everybody asks for every address; whatever stands in an answer has to be theirs, and
whatever is theirs has to stand in one.
"""

import pickle
import re
from collections.abc import Iterator

import pytest
from django.core import mail
from django.http import HttpResponseNotFound
from django.test import client
from django.urls import reverse

from designation.config import urls
from designation.demo import roster
from designation.demo.world import determined, filed
from designation.partners.actions import contact_link
from tests.database_templates import Kept, Shelf
from tests.designation.partners.seeing import table
from tests.designation.partners.seeing.reading import (
    addresses,
    browser,
    marks_in,
    pages_below,
    steps_of_all,
    text_of,
)
from tests.designation.partners.seeing.site import Site, build
from tests.fixture_cache import inside
from tests.timeless import timeless
from workflow import clock, outbox
from workflow.models import Job


@pytest.fixture(scope="module")
def kept_site(people_kept: Kept, shelf: Shelf, renderer_socket: str) -> Kept:
    """A database that holds the site, made once in a run."""
    return shelf.kept(
        "who sees what of partners", lambda: build(pickle.loads(people_kept.made)), of=people_kept
    )


@pytest.fixture
def site(kept_site: Kept, shelf: Shelf, kept_vault: None) -> Iterator[Site]:
    """The site. Each test leaves it as it was."""
    with inside(shelf, kept_site) as site:
        yield site


@pytest.fixture(autouse=True)
def plain_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Answer 404 without a page and keep no copies of templates: everybody asks for hundreds of pages."""
    monkeypatch.setattr(client, "store_rendered_templates", lambda *_given, **_more: None)
    monkeypatch.setattr(urls, "handler404", lambda _http, exception: HttpResponseNotFound(), raising=False)


def everything_read_by(site: Site, key: str) -> Iterator[tuple[str, str]]:
    """Yield every address that opens for a reader, with what the page says."""
    visitor = browser(site, key)
    tried = set()
    for name, address, subject in addresses(site):
        response = visitor.get(address)
        if response.status_code != 200:
            continue
        text = text_of(response)
        yield address, text
        if name in ("partner", "selection"):
            below = pages_below(address, text)
            if name not in tried:
                below |= set(steps_of_all(subject, address))
            tried.add(name)
            for step in sorted(below):
                response = visitor.get(step)
                if response.status_code == 200:
                    yield step, text_of(response)


@pytest.mark.parametrize("key", table.READERS)
def test_each_reader_finds_exactly_what_the_table_says(site: Site, key: str) -> None:
    found: dict[str, set[str]] = {}
    for address, text in everything_read_by(site, key):
        for mark in marks_in(text):
            found.setdefault(mark, set()).add(address)
    wanted = table.expected(key)
    listed, board = table.numbers(key)
    wanted |= {site.partners[one].number for one in listed} | {site.selections[one].number for one in board}
    assert {mark: sorted(found[mark])[:3] for mark in found.keys() - wanted} == {}
    assert wanted - found.keys() == set()


CONTACTS = {
    "waiting": {"name", "answer", "phone"},
    "asked": {"name", "question", "answer", "phone"},
    "declined": {"name", "reason"},
    "lapsed": set(),
    "own": set(),
    "suspended": set(),
}
"""What the link in the mail shows the contact, who has no account: their own organization, while it is asked."""


@pytest.mark.parametrize("key", CONTACTS)
def test_a_contact_finds_the_own_organization_alone(site: Site, key: str) -> None:
    visitor = browser(site, "")
    response = visitor.get(contact_link(site.partners[key]), follow=True)
    assert response.status_code == (200 if CONTACTS[key] else 410)
    assert marks_in(text_of(response)) == {f"{key}.{thing}" for thing in CONTACTS[key]}


def test_every_mail_goes_to_those_who_may_open_what_it_is_about_and_names_nobody_else(site: Site) -> None:
    Job.objects.filter(state="queued").update(next_at="2000-01-01T00:00:00Z")
    while outbox.deliver():
        pass
    assert mail.outbox
    numbers = {row.number for row in (*site.partners.values(), *site.selections.values())}
    people = {person.email: key for key, person in site.world.people.items()}
    told = set()
    for one in mail.outbox:
        (address,) = one.to
        key = people.get(address)
        # a greeting names the recipient, who knows their own name
        own = {f"{name}.contact" for name in site.partners if address == f"mk{name}qemail@x.example"}
        marks = marks_in(f"{one.subject} {one.body}") - own
        assert marks <= numbers, (address, one.body)
        listed, board = table.numbers(key) if key in table.READERS else (set(), set())
        may = {site.partners[name].number for name in listed} | {
            site.selections[name].number for name in board
        }
        if key in table.READERS:
            assert marks <= may, (address, one.body)
            told |= {key} if marks else set()
        elif key is None:
            assert marks == set(), (address, one.body)
    assert {"carl", "abel", "arno", "hope", "rhea", "own", "sponsor"} <= told
    assert told.isdisjoint({"dana", "ada", "cora", "eve", "nora", "olga"})


TAGS = re.compile(r"<[^>]*>")
SCRIPTS = re.compile(r"(?s)<(script|style).*?</\1>")
HIDDEN = {
    "a proposal": ("own", "reads", "sponsor", "rhea", "hope", "eve", "nora"),
    "nominations": ("abel", "own", "sponsor", "dana", "ravi", "ada", "arno"),
}
"""Whom nothing is to tell, by any number or line, that something more was proposed or nominated."""


@pytest.mark.parametrize("what", HIDDEN)
def test_no_list_and_no_number_tells_of_rows_that_are_hidden(site: Site, what: str) -> None:
    world = site.world
    world.now = max(world.now, clock.now())
    third = filed(world, "Juniper")
    determined(world, third)
    before = {key: _lists(site, key) for key in HIDDEN[what] * 2}
    if what == "a proposal":
        world.act(roster.proposed(world, third, site.partners["own"]), "take_back", "carl")
        roster.proposed(world, third, site.partners["own"])
        roster.proposed(world, third, site.partners["sponsor"])
    else:
        for number in range(3):
            facts = {"name": "Hidden Bank", "city": f"Hidden {'ABC'[number]}", "contact_email": "h@x.example"}
            nominated = roster.nominated(world, "hope", **facts)
            if number:
                world.act(nominated, "start_vetting", "rhea")
            if number == 2:
                for signer in ("rhea", "rolf"):
                    world.act(nominated, "decline", signer, reason="It is no bank.")
    for key in HIDDEN[what]:
        assert _lists(site, key) == before[key], key


def _lists(site: Site, key: str) -> dict[str, str]:
    """Return the words of every list, count and export that a reader opens, by address."""
    visitor = browser(site, key)
    listed = (
        "desk",
        "partners",
        "own_partner",
        "own_selections",
        "my_windows",
        "requests",
        "review_queue",
        "operations",
    )
    addresses = [reverse(name) for name in listed]
    addresses += [f"{reverse('partners')}?q=Hidden", f"{reverse('partners')}?state=vetting"]
    for request in site.requests.values():
        addresses += [
            reverse(name, args=[request.number]) for name in ("request", "board", "record", "windows")
        ]
    for window in site.windows:
        place = [window.request.number, window.number]
        addresses += [reverse(name, args=place) for name in ("window", "window_record")]
    found = {}
    for address in addresses:
        response = visitor.get(address, follow=True)
        text = SCRIPTS.sub(" ", text_of(response))
        found[address] = timeless(TAGS.sub(" ", text))
    return found
