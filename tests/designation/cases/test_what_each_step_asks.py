"""What every step of a case asks: two officers, a recent proof of who acts, a reason, and nothing above the ceiling."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from designation.cases import actions
from designation.demo.world import World
from designation.models import Case
from tests.designation.cases import steps
from tests.designation.cases.steps import WHY, act
from tests.designation.refusals import of_cases
from tests.designation.walking import fresh, refused
from workflow.models import Entry
from workflow.perform import perform

Walk = Callable[[World], Case]


def told(world: World) -> Case:
    return act(world, steps.reported(world), "tell_owner", "ira")


TWO: dict[str, tuple[Walk, str]] = {
    "inquire": (steps.contained, "case.inquiry_begun"),
    "renew": (steps.in_inquiry, "case.inquiry_renewed"),
    "unmask": (steps.asked_to_unmask, "case.unmasked"),
    "refer": (steps.in_inquiry, "case.referred"),
    "close": (told, "case.closed"),
    "delay_notice": (steps.reported, "case.notice_delayed"),
}
WRITTEN: dict[str, tuple[Walk, str]] = {
    "contain": (steps.reported, "ira"),
    "review": (steps.contained, "ira"),
    "ask_to_unmask": (steps.in_inquiry, "ira"),
    "refuse_unmasking": (steps.asked_to_unmask, "ivo"),
    "note": (steps.reported, "ira"),
    "challenge": (steps.contained, "eve"),
    "answer_challenge": (of_cases.challenged, "ira"),
}
PROVED = (*TWO, "contain", "ask_to_unmask", "refuse_unmasking")


@pytest.mark.parametrize("step", TWO)
def test_one_officer_is_not_enough(demo_world: World, step: str) -> None:
    walk, event = TWO[step]
    case = act(demo_world, walk(demo_world), step, "ira")
    assert not Entry.objects.filter(log=case.log_id, event=event).exists()
    act(demo_world, case, step, "iris")
    assert Entry.objects.filter(log=case.log_id, event=event).exists()


@pytest.mark.parametrize("step", PROVED)
def test_it_takes_a_recent_proof_of_who_acts(demo_world: World, step: str) -> None:
    walk, key = (TWO | WRITTEN)[step]
    case = walk(demo_world)
    actor = replace(demo_world.actor(key if key in demo_world.people else "ira"), authenticated_at=None)
    found = refused(
        lambda: perform(fresh(case), step, actor=actor, now=demo_world.now, inputs={"reason": WHY})
    )
    assert found == ("sign_in_again",)


@pytest.mark.parametrize("step", WRITTEN)
@pytest.mark.parametrize(
    ("reason", "code"), [(" ", "reason_missing"), ("SECRET//NOFORN\nIt was so.", "above_the_ceiling")]
)
def test_it_takes_a_reason_that_the_site_may_hold(
    demo_world: World, step: str, reason: str, code: str
) -> None:
    walk, key = WRITTEN[step]
    case = walk(demo_world)
    assert code in refused(lambda: act(demo_world, case, step, key, reason=reason))


@pytest.mark.parametrize("without", ["proof", "reason"])
def test_opening_a_case_from_a_signal_takes_both(demo_world: World, renderer: Any, without: str) -> None:
    steps.officers(demo_world)
    signal = of_cases.noted(demo_world)
    actor = demo_world.actor("ira")
    actor = replace(actor, authenticated_at=None) if without == "proof" else actor
    reason = "" if without == "reason" else WHY
    found = refused(lambda: actions.open_from_signal(signal, actor=actor, reason=reason, now=demo_world.now))
    assert found == (("sign_in_again",) if without == "proof" else ("reason_missing",))
