"""Who sees what of partners, over every page, list, count, export, mail and report.

The table is in `seeing/table.py`. Everybody asks for every address; whatever stands in an answer has to be theirs, and
whatever is theirs has to stand in one.
"""

import pickle
from collections.abc import Iterator

import pytest
from django.http import HttpResponseNotFound

from designation.config import urls
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
def plain_404(monkeypatch: pytest.MonkeyPatch) -> None:
    """Answer 404 without a page: everybody asks for thousands of them."""
    monkeypatch.setattr(urls, "handler404", lambda _http, exception: HttpResponseNotFound(), raising=False)


def everything_read_by(site: Site, key: str) -> Iterator[tuple[str, str]]:
    """Yield every address that opens for a reader, with what the page says."""
    client = browser(site, key)
    tried = set()
    for name, address, subject in addresses(site):
        response = client.get(address)
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
                response = client.get(step)
                if response.status_code == 200:
                    yield step, text_of(response)


@pytest.mark.parametrize("key", table.READERS)
def test_each_reader_finds_exactly_what_the_table_says(site: Site, key: str) -> None:
    found: dict[str, set[str]] = {}
    for address, text in everything_read_by(site, key):
        for mark in marks_in(text):
            found.setdefault(mark, set()).add(address)
    wanted = table.expected(key)
    roster, board = table.numbers(key)
    wanted |= {site.partners[one].number for one in roster} | {site.selections[one].number for one in board}
    assert {mark: sorted(found[mark])[:3] for mark in found.keys() - wanted} == {}
    assert wanted - found.keys() == set()
