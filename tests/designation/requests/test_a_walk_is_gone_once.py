"""Tests find themselves where they would have walked to: nothing tells it from a walk of their own."""

from datetime import timedelta

from designation.demo.world import World
from designation.models import Request, Window
from tests.database_templates import Kept, Shelf
from tests.designation.walking import request_in, window_in
from tests.fixture_cache import SELDOM, came_at, inside
from workflow.models import Deadline, Entry, Job

OFTEN = range(SELDOM + 2)


def what_is_there(world: World, window: Window) -> tuple[object, ...]:
    request = Request.objects.get()
    assert (window.request.pk, window.request.state) == (request.pk, "covered")
    return (
        world.now,
        window.state,
        list(Entry.objects.order_by("pk").values_list("event", "at")),
        sorted(Deadline.objects.values_list("kind", "state", "due_at")),
        sorted(Job.objects.values_list("event", "inputs__audience", "state")),
    )


def test_it_leads_to_the_same_place_and_nothing_is_left_there(people_kept: Kept, shelf: Shelf) -> None:
    places = []
    for _ in OFTEN:
        with inside(shelf, people_kept) as world:
            came_at(world, "for the same place")
            request = request_in(world, "covered")
            window = window_in(world, request, "open")
            assert window.request is request
            places.append(what_is_there(world, window))
            world.act(window, "close", "carl")
            world.act(request, "withdraw", "carl")
        with inside(shelf, people_kept):
            assert not Request.objects.exists()
    assert places == [places[0]] * len(places)


def test_what_was_done_before_the_walk_stays_done(people_kept: Kept, shelf: Shelf) -> None:
    for _ in OFTEN:
        with inside(shelf, people_kept) as world:
            came_at(world, "with something done")
            Job.objects.update(attempts=7)
            request_in(world, "submitted")
            assert Job.objects.filter(attempts=7).exists()


def test_another_instant_is_kept(people_kept: Kept, shelf: Shelf) -> None:
    for hours in OFTEN:
        with inside(shelf, people_kept) as world:
            came_at(world, "at another instant")
            world.now += timedelta(hours=hours + 1)
            request = request_in(world, "submitted")
            assert Entry.objects.get(log=request.log_id, event="request.submitted").at == world.now


def test_another_request_than_the_one_found_gets_its_own_window(people_kept: Kept, shelf: Shelf) -> None:
    for _ in OFTEN:
        with inside(shelf, people_kept) as world:
            came_at(world, "with another request")
            request_in(world, "covered")
            same = Request.objects.get()
            assert window_in(world, same, "proposed").request is same
