"""Promise 1: from every state that is not final the developer alone can leave, in one step, giving no reason."""

from collections.abc import Callable

import pytest
from django.test import Client

from designation.demo.world import World
from designation.models import Request
from designation.requests.lifecycle.states import FINAL, LIVE
from tests.designation.walking import fresh, request_in, window_in
from workflow.errors import Refused
from workflow.models import Deadline, Entry
from workflow.perform import Done
from workflow.steps import step_of


@pytest.mark.parametrize("state", LIVE)
@pytest.mark.parametrize("key", ["carl", "sam"])
def test_one_step_leaves(demo_world: World, state: str, key: str) -> None:
    request = request_in(demo_world, state)
    assert request.state == state
    assert isinstance(demo_world.act(request, "withdraw", key), Done)
    assert fresh(request).state == "withdrawn"
    assert not Deadline.objects.filter(log=request.log_id, state__in=["running", "paused"]).exists()


@pytest.mark.parametrize("key", ["dana", "hope", "ines", "dora", "olga"])
def test_nobody_else_withdraws(demo_world: World, key: str) -> None:
    request = request_in(demo_world, "submitted")
    with pytest.raises(Refused) as refused:
        demo_world.act(request, "withdraw", key)
    assert "not_your_role" in refused.value.codes


def test_withdrawing_asks_for_nothing_and_has_no_guard() -> None:
    step = step_of(Request, "withdraw")
    assert step.asks_for == ()
    assert step.judged == ()
    assert step.quorum is None
    assert set(step.sources) == set(LIVE)


@pytest.mark.parametrize("state", FINAL)
def test_what_is_over_is_not_left_again(demo_world: World, state: str) -> None:
    request = request_in(demo_world, state)
    with pytest.raises(Refused) as refused:
        demo_world.act(request, "withdraw", "carl")
    assert refused.value.codes == ("wrong_state",)


@pytest.mark.parametrize(
    ("state", "then"),
    [
        ("draft", "canceled"), ("proposed", "canceled"), ("countered", "canceled"), ("scheduled", "canceled"),
        ("open", "destroying"), ("suspended", "destroying"), ("closed", "destroying"),
    ],
)  # fmt: skip
def test_leaving_ends_every_access_at_once(demo_world: World, state: str, then: str) -> None:
    request = request_in(demo_world, "covered")
    window = window_in(demo_world, request, state)
    demo_world.act(request, "withdraw", "carl")
    assert fresh(window).state == then
    assert not window.grants.exclude(state="ended").exists()


def test_leaving_leaves_no_reason_in_the_record(demo_world: World) -> None:
    request = request_in(demo_world, "in_assessment")
    demo_world.act(request, "withdraw", "carl", reason="we lost interest")
    entry = Entry.objects.get(subject_id=request.pk, event="request.withdrawn")
    assert entry.details == {}


def test_the_page_for_leaving_does_not_lead_to_itself(
    present: World, as_person: Callable[[World, str], Client]
) -> None:
    number = request_in(present, "submitted").number
    carl, leaving = as_person(present, "carl"), f"/requests/{number}/steps/withdraw/"
    assert f'href="{leaving}"' in carl.get(f"/requests/{number}/").content.decode()
    assert f'href="{leaving}"' not in carl.get(leaving).content.decode()
