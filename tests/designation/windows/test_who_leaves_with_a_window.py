"""Whoever leaves a matter with what a window says loses their place in it, and stands at their desk."""

from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from designation.demo.world import World
from designation.models import Involvement, Request, Window
from designation.windows import actions as windows
from designation.windows.involvements import follow_windows
from tests.designation.walking import catch_up, fresh, ready, window_in
from tests.designation.windows.dropping import deliver, drop
from workflow.models import Job

AsPerson = Callable[[World, str], Client]


@pytest.mark.parametrize("step", ["revise", "counter"])
def test_the_evaluators_of_a_dropped_agency_lose_their_place_and_are_told(
    present: World, proposed: Window, as_person: AsPerson, step: str
) -> None:
    kept, lost = ready(present, proposed, "eve"), ready(present, proposed, "eli")
    Job.objects.update(state="done")
    drop(present, proposed, step)
    assert (fresh(kept).state, fresh(lost).state) == ("concurred", "ended")
    catch_up(present)
    address = reverse("window", args=[proposed.request.number, 1])
    assert as_person(present, "eve").get(address).status_code == 200
    assert as_person(present, "eli").get(address).status_code == 410
    deliver()
    assert [one.to for one in mail.outbox if "eli@cisa.example" in one.to] == [["eli@cisa.example"]]


def test_after_declining_one_stands_at_ones_desk(
    present: World, proposed: Window, as_person: AsPerson
) -> None:
    catch_up(present)
    abel = as_person(present, "abel")
    address = reverse("window_step", args=[proposed.request.number, 1, "decline"])
    shown = abel.get(address).context["hidden"]
    answer = abel.post(address, {"reason": "Too short.", **shown}, follow=True)
    assert answer.redirect_chain == [("/", 302)]
    assert "You declined the window. The developer reads your reason." in answer.content.decode()


def test_an_evaluator_who_steps_down_stands_at_their_desk(
    present: World, proposed: Window, as_person: AsPerson
) -> None:
    grant = ready(present, proposed, "eve")
    catch_up(present)
    address = reverse("grant_step", args=[proposed.request.number, 1, grant.pk, "end"])
    assert as_person(present, "eve").post(address, follow=True).redirect_chain == [("/", 302)]


def test_a_draft_that_is_discarded_changes_no_party(present: World, covered: Request) -> None:
    def involved() -> set[tuple[object, ...]]:
        rows = Involvement.objects.filter(matter=covered.log_id)
        return set(rows.values_list("organization", "office", "person", "capacity"))

    before = involved()
    draft = windows.draft(covered, actor=present.actor("dana"), now=present.now)
    present.act(draft, "discard", "dana")
    assert involved() == before


@pytest.mark.parametrize("state", [*Window.State.values, "revised"])
def test_after_every_step_the_parties_are_what_the_windows_say(
    present: World, covered: Request, state: str
) -> None:
    if state in ("declined", "canceled", "revised"):
        window = window_in(present, covered, "proposed")
        drop(present, window, {"declined": "decline", "canceled": "cancel"}.get(state, "revise"))
    else:
        window_in(present, covered, state, opens_in=0.1)

    def who() -> set[tuple[object, ...]]:
        return set(Involvement.objects.filter(matter=covered.log_id).values_list("pk", "person", "capacity"))

    before = who()
    follow_windows(covered.windows.get())
    assert who() == before
