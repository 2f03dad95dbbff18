"""Promise 2: the clock of thirty days belongs to the model, across its windows and requests; ends are only lowered."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils.dateparse import parse_datetime

from designation.demo.world import World
from designation.frontier_models import actions as frontier_models
from designation.frontier_models.rules import THIRTY_DAYS
from designation.models import FrontierModel
from designation.requests.actions import drafting as requests
from designation.windows import actions as windows
from designation.windows.schedule import effective_end
from designation.windows.window_access import window_access
from tests.designation.walking import fire, fresh, ready, request_in, strike, terms, window_in
from workflow.errors import Refused
from workflow.models import Deadline


def refused_by_the_database(sql: str, *values: object) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, values)
    except DatabaseError:
        return True
    return False


def test_the_end_is_the_least_of_three() -> None:
    opens = parse_datetime("2026-12-01T12:00:00Z")
    day = timedelta(days=1)
    end = {"opens_at": opens, "partner_release": None, "first_opened_at": None}
    assert effective_end(**end, signed_end=opens + 10 * day) == opens + 10 * day
    assert effective_end(**end, signed_end=opens + 40 * day) == opens + THIRTY_DAYS
    assert (
        effective_end(**end | {"partner_release": opens + 5 * day}, signed_end=opens + 10 * day)
        == opens + 5 * day
    )
    earlier = end | {"first_opened_at": opens - 25 * day}
    assert effective_end(**earlier, signed_end=opens + 10 * day) == opens + 5 * day
    assert timedelta(hours=720) == THIRTY_DAYS


def test_the_clock_starts_once_with_the_first_opening(demo_world: World) -> None:
    request = request_in(demo_world, "covered")
    window = window_in(demo_world, request, "open", days=5)
    first = fresh(request.model).first_opened_at
    assert first == fresh(window).opened_at
    demo_world.wait(days=1)
    demo_world.act(window, "close", "carl")
    second = window_in(demo_world, request, "open", days=5)
    assert second.state == "open"
    assert fresh(request.model).first_opened_at == first
    assert refused_by_the_database(
        "UPDATE designation_frontiermodel SET first_opened_at = now() WHERE id = %s", request.model_id
    )


def test_only_a_step_starts_the_clock_or_links_a_model(demo_world: World) -> None:
    request = request_in(demo_world, "covered")
    assert fresh(request.model).first_opened_at is None
    for change in ("first_opened_at = now() + interval '200 days'", "same_as_id = id"):
        assert refused_by_the_database(
            f"UPDATE designation_frontiermodel SET {change} WHERE id = %s", request.model_id
        )


@pytest.mark.parametrize("days", [30.5, 31, 60])
def test_terms_beyond_thirty_days_are_refused(demo_world: World, days: float) -> None:
    request = request_in(demo_world, "covered")
    with pytest.raises(Refused) as refused:
        window_in(demo_world, request, "proposed", days=days)
    assert refused.value.codes == ("over_thirty_days",)


def test_a_second_window_cannot_go_on_past_the_thirty_days(demo_world: World) -> None:
    request = request_in(demo_world, "covered")
    window = window_in(demo_world, request, "open", days=20)
    demo_world.wait(days=20)
    strike(demo_world, window)
    with pytest.raises(Refused) as refused:
        window_in(demo_world, request, "proposed", days=10)
    assert refused.value.codes == ("over_thirty_days",)
    assert window_in(demo_world, request, "proposed", opens_in=1, days=8).state == "proposed"


@pytest.mark.parametrize(("first", "second"), [((2, 8), (40, 5)), ((40, 5), (2, 8))])
def test_windows_that_are_scheduled_fit_the_thirty_days_together(
    demo_world: World, first: tuple[float, float], second: tuple[float, float]
) -> None:
    """Whichever opens first, the time of the other must not have passed before it comes."""
    request = request_in(demo_world, "covered")
    window_in(demo_world, request, "scheduled", opens_in=first[0], days=first[1])
    with pytest.raises(Refused) as refused:
        window_in(demo_world, request, "proposed", opens_in=second[0], days=second[1])
    assert refused.value.codes == ("over_thirty_days",)
    assert "cancel one of those" in refused.value.refusals[0].reason
    assert window_in(demo_world, request, "proposed", opens_in=16, days=10).state == "proposed"


def test_another_request_about_the_same_model_shares_the_clock(demo_world: World) -> None:
    request = request_in(demo_world, "covered")
    window_in(demo_world, request, "open", days=29)
    developer, dana = demo_world.organizations["developer"], demo_world.actor("dana")
    copy = frontier_models.register_model(
        developer, actor=dana, codename="Larkspur again", now=demo_world.now
    )
    demo_world.act(copy, "link", "carl", original=str(request.model_id))
    other = requests.begin(copy, actor=demo_world.actor("dana"), now=demo_world.now)
    assert fresh(copy).clock_started_at == fresh(request.model).first_opened_at
    assert other.model.original.pk == request.model_id


def test_a_step_of_a_model_hears_the_clocks_of_every_registration(demo_world: World) -> None:
    """A model's step may end windows of all its registrations: what is overdue there comes first."""
    first, again = (request_in(demo_world, "submitted", name) for name in ("Larkspur", "Larkspur again"))
    demo_world.act(again.model, "link", "carl", original=str(first.model_id))
    demo_world.now = Deadline.objects.get(subject_id=again.pk, kind="completeness").due_at
    earlier = demo_world.now + timedelta(days=20)
    demo_world.act(first.model, "move_release_earlier", "dana", partner_release=earlier)
    assert (fresh(first).state, fresh(again).state) == ("no_determination", "no_determination")


def test_windows_of_one_model_never_overlap(demo_world: World) -> None:
    request = request_in(demo_world, "covered")
    window_in(demo_world, request, "scheduled", days=10)
    with pytest.raises(Refused) as refused:
        window_in(demo_world, request, "proposed", opens_in=5, days=10)
    assert refused.value.codes == ("overlaps",)


def test_two_windows_agreed_side_by_side_do_not_both_get_scheduled(demo_world: World) -> None:
    request = request_in(demo_world, "covered")
    first = window_in(demo_world, request, "proposed", days=10)
    second = window_in(demo_world, request, "proposed", days=10)
    for key in ("abel", "arno"):
        demo_world.act(first, "approve", key)
    with pytest.raises(Refused) as refused:
        demo_world.act(second, "approve", "abel")
    assert "overlaps" in refused.value.codes


def test_the_database_refuses_an_overlap_a_longer_end_and_a_later_end(demo_world: World) -> None:
    request = request_in(demo_world, "covered")
    window = window_in(demo_world, request, "scheduled", days=10)
    later = "UPDATE designation_window SET ends_at = ends_at + interval '1 hour' WHERE id = %s"
    longer = (
        "UPDATE designation_window SET signed_end = signed_end + interval '90 days', "
        "ends_at = ends_at + interval '40 days' WHERE id = %s"
    )
    earlier = "UPDATE designation_window SET ends_at = ends_at - interval '1 hour' WHERE id = %s"
    assert refused_by_the_database(later, window.pk)
    assert refused_by_the_database(longer, window.pk)
    assert not refused_by_the_database(earlier, window.pk)


def test_moving_the_release_earlier_ends_live_windows_and_cancels_those_that_no_longer_fit(
    demo_world: World,
) -> None:
    request = request_in(demo_world, "covered")
    window = window_in(demo_world, request, "open", days=5)
    planned = window_in(demo_world, request, "scheduled", opens_in=10, days=5)
    release = demo_world.now + timedelta(days=3)
    demo_world.act(request.model, "move_release_earlier", "dana", partner_release=release)
    assert fresh(window).ends_at == release
    assert fresh(planned).state == "canceled"


def test_a_release_in_the_past_closes_at_once(demo_world: World) -> None:
    request = request_in(demo_world, "covered")
    window = window_in(demo_world, request, "open", days=5)
    demo_world.wait(days=1)
    demo_world.act(
        request.model, "move_release_earlier", "sam", partner_release=demo_world.now - timedelta(hours=1)
    )
    assert fresh(window).state == "closed"
    assert fresh(window).ends_at == demo_world.now


def test_moving_the_release_later_lengthens_nothing(demo_world: World) -> None:
    request = request_in(demo_world, "covered")
    window = window_in(demo_world, request, "open", days=5)
    end = fresh(window).ends_at
    model = FrontierModel.objects.get(pk=request.model_id)
    later = model.planned_partner_release_at + timedelta(days=30)
    with pytest.raises(Refused):
        demo_world.act(model, "move_release_later", "dana", partner_release=later)
    demo_world.act(model, "move_release_later", "carl", partner_release=later, public_release=later)
    assert fresh(window).ends_at == end


def test_suspension_does_not_stop_the_days(demo_world: World) -> None:
    request = request_in(demo_world, "covered")
    window = window_in(demo_world, request, "suspended", days=5)
    end = fresh(window).ends_at
    demo_world.wait(days=1)
    demo_world.act(window, "resume", "dana")
    demo_world.act(window, "resume", "abel")
    assert (fresh(window).state, fresh(window).ends_at) == ("open", end)
    fire(demo_world, window, "closing")
    assert fresh(window).state == "closed"


def test_access_is_judged_by_the_instant_not_by_the_state(demo_world: World) -> None:
    request = request_in(demo_world, "covered")
    window = fresh(window_in(demo_world, request, "open", days=5))
    eve = demo_world.people["eve"].pk
    assert window_access(eve, window, window.opens_at) == ()
    assert window_access(eve, window, window.ends_at - timedelta(microseconds=1)) == ()
    assert [one.code for one in window_access(eve, window, window.ends_at)] == ["outside_its_time"]


def test_a_window_waits_for_an_evaluator_and_opens_when_one_is_ready(demo_world: World) -> None:
    request = request_in(demo_world, "covered")
    window = windows.draft(request, actor=demo_world.actor("dana"), now=demo_world.now)
    opens = demo_world.now + timedelta(days=2)
    demo_world.act(
        window,
        "propose",
        "carl",
        terms=terms(demo_world, window, opens=opens, ends=opens + timedelta(days=4)),
    )
    for key in ("abel", "arno"):
        demo_world.act(window, "approve", key)
    demo_world.now = opens
    strike(demo_world, window)
    assert fresh(window).state == "scheduled"
    assert Deadline.objects.get(subject_id=window.pk, kind="opening").last_error == "no_evaluator"
    ready(demo_world, window)
    demo_world.now += timedelta(minutes=1)
    strike(demo_world, window)
    assert fresh(window).state == "open"
