"""Lists page by key: no row twice, none left out, and no sense demanded of the address."""

import pytest
from django.core import signing
from django.test import RequestFactory

from designation.people.models import Organization
from designation.web.paging import SALT, Page, page_of
from workflow.creating.create import create
from workflow.guards import CLOCK

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _seven() -> None:
    for number in range(7):
        row = Organization(name=f"Lab {number}", short_name="same", side="developer")
        create(row, "register", actor=CLOCK, inputs={"office": "Policy"})


def page(address: str = "/", *, by: tuple[str, ...] = ("short_name", "name"), size: int = 3) -> Page:
    return page_of(RequestFactory().get(address), Organization.objects.all(), by=by, size=size)


def names(by: tuple[str, ...]) -> list[str]:
    """Follow the links from the first page to the last."""
    found, shown = [], page(by=by)
    while True:
        found += [row.name for row in shown.rows]
        if not shown.next_url:
            return found
        shown = page(shown.next_url, by=by)


def test_following_the_links_shows_every_row_once() -> None:
    assert names(("short_name", "name")) == [f"Lab {number}" for number in range(7)]


def test_a_column_can_run_backwards() -> None:
    assert names(("-name", "id")) == [f"Lab {number}" for number in reversed(range(7))]


def test_the_first_page_has_no_way_back_and_the_others_do() -> None:
    first = page()
    assert first.previous_url == ""
    assert page(first.next_url).previous_url == "?"


def test_a_search_stays_in_the_address() -> None:
    assert "q=lab" in page("/?q=lab").next_url


@pytest.mark.parametrize("after", ["", "x", "%00", "W10", "W" * 4000])
def test_an_address_that_makes_no_sense_shows_the_first_page(after: str) -> None:
    assert [row.name for row in page(f"/?after={after}").rows] == ["Lab 0", "Lab 1", "Lab 2"]


def test_a_key_that_this_list_did_not_sign_shows_the_first_page() -> None:
    forged = signing.dumps(["same", "Lab 3"], salt="another")
    assert [row.name for row in page(f"/?after={forged}").rows] == ["Lab 0", "Lab 1", "Lab 2"]


def test_a_key_of_the_wrong_kind_shows_the_first_page() -> None:
    wrong = signing.dumps(["a", "no id"], salt=SALT)
    assert len(page(f"/?after={wrong}", by=("name", "id")).rows) == 3
