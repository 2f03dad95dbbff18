"""The parties of all selections of a request follow it in as many queries, however many selections there are."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from designation.access.models import Party
from designation.demo import roster
from designation.demo.world import World
from designation.models import Selection
from tests.designation.walking import request_in, window_in


def on_the_board(world: World, codename: str, number: int) -> int:
    """Return how many queries canceling a request's window takes, with so many selections on its board."""
    request = request_in(world, "covered", codename)
    window = window_in(world, request, "proposed")
    for place in range(number):
        named = roster.nominated(world, "carl", name=f"{codename} Hospital {place}")
        roster.proposed(world, request, named)
    arno = world.people["arno"].pk
    logs = list(Selection.objects.filter(request=request).values_list("log", flat=True))
    assert Party.objects.filter(matter__in=logs, person=arno).count() == number
    with CaptureQueriesContext(connection) as caught:
        world.act(window, "cancel", "carl")
    assert not Party.objects.filter(matter__in=logs, person=arno).exists()
    abel = world.people["abel"].pk
    assert Party.objects.filter(matter__in=logs, person=abel).count() == number
    return len(caught)


def test_twenty_selections_follow_in_as_many_queries_as_two(present: World) -> None:
    assert on_the_board(present, "Larkspur", 2) == on_the_board(present, "Alder", 20)


def test_a_recusal_takes_a_person_out_of_every_selection(present: World) -> None:
    request = request_in(present, "covered")
    window_in(present, request, "proposed")
    for place in range(2):
        roster.proposed(present, request, roster.nominated(present, "carl", name=f"Hospital {place}"))
    logs = list(Selection.objects.filter(request=request).values_list("log", flat=True))
    abel = present.people["abel"].pk
    assert Party.objects.filter(matter__in=logs, person=abel).count() == 2
    present.act(request, "recuse", "abel", reason="I know the hospital.")
    assert not Party.objects.filter(matter__in=logs, person=abel).exists()
