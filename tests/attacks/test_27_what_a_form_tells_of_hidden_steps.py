"""Whatever a form claims to have seen, its answer tells nothing of steps that its sender may not know of."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from designation.demo.world import World
from designation.models import Request
from designation.web.action_page import SEEN
from tests.designation.walking import fire, fresh, request_in
from workflow.ledger.seal import seal
from workflow.models import Entry

Browser = Callable[[str], Client]

STALE = "Somebody changed this while your page was open"


@pytest.fixture
def lapsed(world: World) -> Request:
    """A request in which the government deliberated until its time ran out."""
    request = request_in(world, "in_assessment")
    for key in ("ravi", "rosa", "ines"):
        world.act(request, "declare_interests", key, reason="None.")
    fire(world, request, "determination")
    assert fresh(request).state == "no_determination"
    return request


def indices(request: Request, **of: Any) -> list[int]:
    return list(
        Entry.objects.filter(log=request.log_id, subject_id=request.pk, **of)
        .order_by("index")
        .values_list("index", flat=True)
    )


def is_stale(client: Client, request: Request, seen: int) -> bool:
    """Send a form that claims to have seen an entry, and keep nothing of what that did."""
    with transaction.atomic():
        answer = client.post(f"/requests/{request.number}/steps/ask_again/", {SEEN: str(seen)})
        transaction.set_rollback(True)
    assert answer.status_code in (302, 409)
    assert (STALE in answer.content.decode()) == (answer.status_code == 409)
    return answer.status_code == 409


def test_a_form_is_stale_by_entries_that_its_sender_may_open(
    world: World, lapsed: Request, browser_of: Browser
) -> None:
    every, known = indices(lapsed), indices(lapsed, sides__contains=["developer"])
    assert len(every) > len(known) + 2
    tried = range(every[-1] + 5)
    dana = browser_of("dana")
    assert [is_stale(dana, lapsed, seen) for seen in tried] == [seen < known[-1] for seen in tried]


def test_a_step_behind_the_senders_back_changes_no_answer(
    world: World, lapsed: Request, browser_of: Browser
) -> None:
    dana, tried = browser_of("dana"), range(indices(lapsed)[-1] + 5)
    before = [is_stale(dana, lapsed, seen) for seen in tried]
    form = dana.get(f"/requests/{lapsed.number}/steps/ask_again/").context["hidden"]
    world.act(lapsed, "declare_interests", "dora", reason="None.")
    assert [is_stale(dana, lapsed, seen) for seen in tried] == before
    again = dana.get(f"/requests/{lapsed.number}/steps/ask_again/").context["hidden"]
    assert (again[SEEN], form.keys()) == (form[SEEN], again.keys())


def test_the_form_carries_the_newest_entry_that_its_reader_may_open(
    lapsed: Request, browser_of: Browser
) -> None:
    page = f"/requests/{lapsed.number}/steps/ask_again/"
    assert (
        browser_of("dana").get(page).context["hidden"][SEEN]
        == indices(lapsed, sides__contains=["developer"])[-1]
    )


def test_nothing_that_a_reader_gets_counts_the_steps_of_a_subject(
    lapsed: Request, browser_of: Browser
) -> None:
    seal()
    dana = browser_of("dana")
    bundle = json.loads(dana.get(f"/requests/{lapsed.number}/record/bundle/").content)
    opened = [entry["body"] for log in bundle["logs"] for entry in log["entries"] if "body" in entry]
    assert opened
    assert not any("version" in body for body in opened)
    for index in indices(lapsed, sides__contains=["developer"]):
        page = dana.get(f"/requests/{lapsed.number}/record/{lapsed.log_id}/{index}/").content.decode()
        assert f"Request {str(lapsed.pk)[:8]}…" in page
        assert ", version " not in page
