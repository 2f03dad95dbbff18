"""What the desk tells of as new is no more than the person's feed shows."""

import re

from designation.demo.world import World
from designation.models import Request
from tests.designation.desk.visiting import HOURS, Browser, accept, act, new
from tests.designation.walking import recommendation
from workflow import clock
from workflow.models import Entry


def test_what_is_new_shows_no_more_of_the_other_sides_deliberation_than_the_feed(
    demo_world: World, request_submitted: Request, as_person: Browser
) -> None:
    accept(demo_world, request_submitted)
    client = as_person(demo_world, "dana")
    client.get("/")
    clock.advance(HOURS)
    for row, key in zip(
        request_submitted.consultations.order_by("office__name"), ("cora", "omar"), strict=True
    ):
        act(demo_world, row, "object", key, reason="Objection in words.")
    act(demo_world, request_submitted, "recommend", "ravi", **recommendation(demo_world))
    assert new(client) == []
    page = client.get("/").content.decode()
    assert "Nothing is new since your last visit" in page
    assert [word for word in ("bject", "ecommend", "Ravi Menon", "Cora", "Omar") if word in page] == []


def test_internal_steps_that_follow_each_other_are_one_line(
    demo_world: World, request_submitted: Request, as_person: Browser
) -> None:
    accept(demo_world, request_submitted)
    for row, key in zip(
        request_submitted.consultations.order_by("office__name"), ("cora", "omar"), strict=True
    ):
        act(demo_world, row, "concur", key)
    page = as_person(demo_world, "dana").get("/").content.decode()
    assert "Internal step<" not in page
    told = re.findall(r"<strong>(\d+) internal steps</strong> of the other side", page)
    internal = Entry.objects.filter(log=request_submitted.log_id, sides=["government"])
    assert sum(map(int, told)) == internal.count()


def test_who_is_recused_finds_nothing_new(
    demo_world: World, request_submitted: Request, as_person: Browser
) -> None:
    client = as_person(demo_world, "rosa")
    client.get("/")
    act(demo_world, request_submitted, "recuse", "rosa")
    clock.advance(HOURS)
    accept(demo_world, request_submitted)
    assert new(client) == []
    assert request_submitted.number not in client.get("/").content.decode()
