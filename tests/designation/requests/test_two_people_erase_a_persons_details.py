"""A person's details go from a matter's record, when two people of that person's side say so; the proofs hold on."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from designation.demo.world import World
from designation.models import Request
from tests.designation.walking import refused, request_in
from workflow import clock
from workflow.ledger.export import export
from workflow.ledger.seal import seal
from workflow.ledger.verify import verify
from workflow.models import Entry, Personal
from workflow.perform import Pending


@pytest.fixture
def request_of_dana(demo_world: World) -> Request:
    """A request that Dana drafted and Carl submitted."""
    demo_world.now = clock.now() - timedelta(hours=1)
    return request_in(demo_world, "submitted")


def names_on_record(request: Request) -> set[str]:
    rows = Personal.objects.filter(log__in=request.log_ids(), name="actor_name")
    return set(rows.values_list("value", flat=True))


def erase(world: World, request: Request, key: str, whose: str) -> object:
    side = world.people[key].office.organization.side
    return world.act(request, f"erase_{side}_details", key, person=str(world.people[whose].pk))


def test_two_people_of_the_own_side_erase_a_name(demo_world: World, request_of_dana: Request) -> None:
    assert "Dana Wells" in names_on_record(request_of_dana)
    assert isinstance(erase(demo_world, request_of_dana, "carl", "dana"), Pending)
    assert "Dana Wells" in names_on_record(request_of_dana)
    erase(demo_world, request_of_dana, "sam", "dana")
    assert "Dana Wells" not in names_on_record(request_of_dana)
    assert "Carl Brandt" in names_on_record(request_of_dana)


def test_each_log_says_that_and_where_something_was_erased(
    demo_world: World, request_of_dana: Request
) -> None:
    for key in ("carl", "sam"):
        erase(demo_world, request_of_dana, key, "dana")
    told = Entry.objects.filter(log__in=request_of_dana.log_ids(), event="personal.erased")
    assert {entry.log_id for entry in told} == set(request_of_dana.log_ids())
    assert all(entry.details["erased"] for entry in told)


def test_of_internal_entries_the_other_side_learns_nothing(
    demo_world: World, request_of_dana: Request, as_person: Callable[[World, str], Client]
) -> None:
    demo_world.act(request_of_dana, "accept", "ines", lead=str(demo_world.people["ravi"].pk))
    demo_world.act(request_of_dana, "declare_interests", "ines", reason="I own shares of a competitor.")
    internal = Entry.objects.get(log=request_of_dana.log_id, event="request.conflict_declared")
    for key in ("cleo", "dora"):
        erase(demo_world, request_of_dana, key, "ines")
    told = Entry.objects.filter(log=request_of_dana.log_id, event="personal.erased")
    named = {tuple(entry.sides): {one["index"] for one in entry.details["erased"]} for entry in told}
    assert internal.index in named["government",]
    assert internal.index not in named["developer", "government"]
    own = Entry.objects.filter(log=request_of_dana.log_id, event__startswith="request.details_erased")
    assert all(entry.sides == ["government"] for entry in own)
    page = as_person(demo_world, "dana").get(f"/requests/{request_of_dana.number}/record/").content.decode()
    assert "signed for erasing" not in page
    assert "Personal details were erased" in page


def test_the_page_offers_people_of_the_own_side_alone(
    demo_world: World, request_of_dana: Request, as_person: Callable[[World, str], Client]
) -> None:
    step = f"/requests/{request_of_dana.number}/steps/erase_developer_details/"
    page = as_person(demo_world, "carl").get(step).content.decode()
    assert "Dana Wells" in page
    assert "Ines Duarte" not in page
    assert as_person(demo_world, "cleo").get(step).status_code == 404


def test_each_side_decides_about_its_own_people_alone(demo_world: World, request_of_dana: Request) -> None:
    assert refused(lambda: erase(demo_world, request_of_dana, "carl", "ines")) == ("not_on_record",)
    assert refused(lambda: erase(demo_world, request_of_dana, "cleo", "dana")) == ("not_on_record",)


def test_one_person_alone_erases_nothing(demo_world: World, request_of_dana: Request) -> None:
    for _ in range(2):
        assert refused(lambda: erase(demo_world, request_of_dana, "carl", "dana")) == ("second_person",)
    assert "Dana Wells" in names_on_record(request_of_dana)


def test_the_bundle_holds_before_and_after(demo_world: World, request_of_dana: Request) -> None:
    seal()
    logs = request_of_dana.log_ids()
    before = export(logs, may_open=lambda _entry: True)
    for key in ("carl", "sam"):
        erase(demo_world, request_of_dana, key, "dana")
    seal()
    after = export(logs, may_open=lambda _entry: True)
    assert b"Dana Wells" in before
    assert b"Dana Wells" not in after
    verify(after, earlier=before)


def test_it_is_possible_after_the_end(demo_world: World, request_of_dana: Request) -> None:
    demo_world.act(request_of_dana, "withdraw", "carl")
    for key in ("carl", "sam"):
        erase(demo_world, request_of_dana, key, "dana")
    assert "Dana Wells" not in names_on_record(request_of_dana)
