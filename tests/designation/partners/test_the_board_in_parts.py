"""The board is shown in parts with counts, in pages, and costs as much however many partners are on it."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from designation.demo import roster
from designation.demo.world import World
from designation.models import Partner, Request
from tests.designation.walking import request_in, window_in

As = Callable[[World, str], Client]


@pytest.fixture
def covered(present: World) -> Request:
    """A covered request with a window that names the agencies."""
    request = request_in(present, "covered")
    window_in(present, request, "proposed")
    return request


def on_the_board(world: World, request: Request, name: str, key: str = "carl") -> Partner:
    """Nominate an organization and propose it."""
    partner = roster.nominated(world, key, name=name)
    roster.proposed(world, request, partner, key=key)
    return partner


def test_parts_count_and_show_what_belongs_to_them(present: World, covered: Request, as_person: As) -> None:
    for name, key in (("First", "carl"), ("Second", "abel"), ("Third", "carl"), ("Fourth", "carl")):
        on_the_board(present, covered, name, key)
    for name, step in (("Third", "concur"), ("Fourth", "object_to")):
        selection = covered.selections.get(partner__name=name)
        present.act(selection, step, "abel", reason="Too small.")
    client, url = as_person(present, "carl"), reverse("board", args=[covered.number])
    chips = {chip["label"]: chip for chip in client.get(url).context["chips"]}
    found = {
        label: [
            row["partner"].partition(" (")[0] for row in client.get(url + chip["url"]).context["selections"]
        ]
        for label, chip in chips.items()
    }
    assert {label: set(rows) for label, rows in found.items()} == {
        "All": {"First", "Second", "Third", "Fourth"},
        "Your side must answer": {"Second"},
        "The other side must answer": {"First"},
        "Waiting for the partner": {"Third"},
        "Over": {"Fourth"},
    }
    assert {label: chip["count"] for label, chip in chips.items()} == {
        label: len(rows) for label, rows in found.items()
    }
    assert [row["yours"] for row in client.get(url, {"show": "answer"}).context["selections"]] == [True]
    assert len(client.get(url, {"show": "nothing"}).context["selections"]) == 4


def test_a_longer_board_is_paged_and_takes_as_many_queries(
    present: World, covered: Request, as_person: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("designation.partners.views.board.SHOWN", 3)
    client, url = as_person(present, "carl"), reverse("board", args=[covered.number])

    def queries() -> int:
        client.get(url)
        with CaptureQueriesContext(connection) as caught:
            client.get(url)
        return len(caught)

    on_the_board(present, covered, "Hospital 0")
    before = queries()
    for place in range(1, 8):
        on_the_board(present, covered, f"Hospital {place}")
    assert queries() == before
    seen, address = [], "?show=proposed"
    while address:
        page = client.get(url + address)
        seen += [row["partner"] for row in page.context["selections"]]
        address = page.context["page"].next_url
    assert len(seen) == len(set(seen)) == 8
