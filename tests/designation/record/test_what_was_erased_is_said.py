"""A person's details can be erased; the record says what was erased and by which entry, and goes on holding."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client

from designation.demo import world as demonstration
from designation.demo.world import World
from designation.models import Request
from workflow import clock, erasing
from workflow.guards import StepContext
from workflow.ledger.seal import seal
from workflow.ledger.verify import verify
from workflow.models import Entry
from workflow.sql import snapshot

AsPerson = Callable[[World, str], Client]


@pytest.fixture
def larkspur(demo_world: World) -> Request:
    """A request whose certifying officer was erased from its record."""
    demo_world.now = clock.now() - timedelta(hours=1)
    request = demonstration.filed(demo_world, "Larkspur")
    carl = demo_world.people["carl"]
    with transaction.atomic():
        act = StepContext(demo_world.actor("ines"), demo_world.now, heads=snapshot.lock(request.log_ids()))
        erasing.erase(request, act, erasing.said_by([str(carl.pk)], request.log_ids()))
    return request


def entry_of(request: Request, event: str) -> Entry:
    return Entry.objects.filter(log=request.log_id, event=event).latest("index")


def told(client: Client, request: Request, event: str) -> str:
    entry = entry_of(request, event)
    answer = client.get(f"/requests/{request.number}/record/{entry.log_id}/{entry.index}/")
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_the_erased_entry_says_what_is_gone_and_which_entry_erased_it(
    demo_world: World, larkspur: Request, as_person: AsPerson
) -> None:
    page = told(as_person(demo_world, "dana"), larkspur, "request.submitted")
    by = entry_of(larkspur, erasing.ERASED).index
    assert demo_world.people["carl"].name not in page
    assert "A person whose details were erased" in page
    assert f"The name of who acted, by entry {by}, " in page.partition("Erased from this entry")[2]


def test_the_erasing_entry_says_what_it_erased(
    demo_world: World, larkspur: Request, as_person: AsPerson
) -> None:
    page = told(as_person(demo_world, "dana"), larkspur, erasing.ERASED)
    erased = entry_of(larkspur, "request.submitted").index
    assert "Personal details were erased" in page
    assert f"The name of who acted in entry {erased}" in page.partition("Erased for good")[2]


def test_an_entry_of_which_nothing_was_erased_says_nothing_of_it(
    demo_world: World, larkspur: Request, as_person: AsPerson
) -> None:
    assert "Erased" not in told(as_person(demo_world, "dana"), larkspur, "request.created")


def test_the_list_and_the_check_say_it_and_the_record_holds(
    demo_world: World, larkspur: Request, as_person: AsPerson
) -> None:
    dana, erased, by = (
        as_person(demo_world, "dana"),
        entry_of(larkspur, "request.submitted"),
        entry_of(larkspur, erasing.ERASED),
    )
    listed = dana.get(f"/requests/{larkspur.number}/record/").content.decode()
    assert "Personal details were erased" in listed
    assert demo_world.people["carl"].name not in listed.partition("<tbody>")[2]
    checked = dana.post(f"/requests/{larkspur.number}/record/check/").content.decode()
    assert "The record holds" in checked
    assert f"actor_name of entry {erased.index} (entry {by.index})" in checked
    seal()
    data = dana.get(f"/requests/{larkspur.number}/record/bundle/").content
    absent = [one for log in verify(data).logs for one in log.absent if one.erased_by is not None]
    assert (erased.index, by.index) in [(one.entry, one.erased_by) for one in absent]
