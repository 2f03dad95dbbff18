"""The whole way of a partner: nominated, vetted, active, chosen by both sides, invited, agreed, open, over."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from designation.demo import roster
from designation.demo.world import World
from designation.models import Partner, Request, Selection, Window
from designation.partners import actions as partners
from designation.windows.window_access import window_access
from tests.designation.walking import fire, fresh, refused
from workflow import outbox
from workflow.ledger import canonical
from workflow.models import Deadline, Entry, Job


def why_not(world: World, window: Window) -> list[str]:
    return [one.code for one in window_access(world.people["tess"].pk, fresh(window), world.now)]


def test_a_partner_that_both_sides_chose_reads_until_the_end(present: World, early: Window) -> None:
    assert early.state == "open"
    assert why_not(present, early) == []
    fire(present, early, "closing")
    assert fresh(early).state == "closed"
    assert fresh(Selection.objects.get(window=early)).state == "ended"
    assert "not_named" in why_not(present, early)


def test_the_partner_learns_nothing_before_it_is_invited(
    present: World, soon: Request, hospital: Partner
) -> None:
    selection = roster.proposed(present, soon, hospital)
    tess = present.people["tess"].pk
    assert not Selection.with_roles(tess).get(pk=selection.pk).held_roles
    present.act(selection, "concur", "abel")
    assert Selection.with_roles(tess).get(pk=selection.pk).held_roles
    told = Entry.objects.filter(log=selection.log_id, sides__contains=["partner"])
    assert set(told.values_list("event", flat=True)) == {"selection.invited"}


def test_a_partner_in_vetting_is_invited_when_it_becomes_active(present: World, soon: Request) -> None:
    partner = roster.vetted(present)
    selection = roster.proposed(present, soon, partner)
    present.act(selection, "concur", "abel")
    assert fresh(selection).state == "concurred"
    for key in ("rhea", "rolf"):
        present.act(partner, "activate", key)
    present.wait(minutes=2)
    present.strike(selection)
    assert fresh(selection).state == "invited"


def test_what_the_other_side_proposes_as_well_amends_the_proposal(
    present: World, soon: Request, hospital: Partner
) -> None:
    first = roster.proposed(present, soon, hospital, key="carl")
    amended = roster.conditions(present.now + timedelta(days=20), people=1)
    present.act(first, "amend", "abel", conditions=amended)
    again = roster.proposed(present, soon, hospital, key="carl", people=3)
    assert again.pk == first.pk
    assert (fresh(first).proposed_side, fresh(first).conditions["people"]) == ("developer", 3)
    assert "own_proposal" in refused(lambda: present.act(first, "concur", "carl"))


def test_conditions_that_changed_need_the_other_side_again(present: World, soon: Request) -> None:
    selection = roster.proposed(present, soon, roster.vetted(present))
    present.act(selection, "concur", "abel")
    amended = roster.conditions(present.now + timedelta(days=20), people=1)
    present.act(selection, "amend", "carl", conditions=amended)
    row = fresh(selection)
    assert (row.state, row.concurred_by) == ("proposed", None)
    waits = Deadline.objects.filter(subject_id=selection.pk, state="running")
    assert [one.kind for one in waits] == ["proposal"]


def test_an_invitation_that_nobody_answers_ends_neutrally(present: World, invited: Selection) -> None:
    fire(present, invited, "invitation")
    assert fresh(invited).state == "ended"


def test_a_proposal_that_nobody_answers_is_no_objection(
    present: World, soon: Request, hospital: Partner
) -> None:
    selection = roster.proposed(present, soon, hospital)
    fire(present, selection, "proposal")
    row = fresh(selection)
    assert (row.state, row.reason) == ("not_selected", "")


@pytest.mark.parametrize("step", ["suspend", "leave"])
def test_access_ends_at_the_instant_at_which_the_partner_is_not_active(
    present: World, early: Window, hospital: Partner, step: str
) -> None:
    if step == "suspend":
        present.act(hospital, "suspend", "ira", reason="An unknown device.")
    else:
        present.act(hospital, "leave", "tess")
    assert "partner_not_active" in why_not(present, early)


def test_an_attestation_that_ran_out_stops_reading_with_every_worker_dead(
    present: World, early: Window, hospital: Partner
) -> None:
    present.now = fresh(hospital).attested_until
    assert fresh(hospital).state == "active"  # no clock has run
    assert "partner_not_active" in why_not(present, early)


def test_attesting_brings_access_back_and_lifts_no_suspension(
    present: World, early: Window, hospital: Partner
) -> None:
    present.act(hospital, "re_attest", "tess", still_true=True)
    assert why_not(present, early) == []
    present.act(hospital, "suspend", "ira", reason="An unknown device.")
    assert refused(lambda: present.act(hospital, "re_attest", "tess", still_true=True))
    for key in ("rhea", "rolf"):
        present.act(hospital, "lift", key)
    assert why_not(present, early) == []


def test_a_partner_that_leaves_ends_what_it_had(present: World, early: Window, hospital: Partner) -> None:
    present.act(hospital, "leave", "tess")
    for job in Job.objects.filter(subject_id=hospital.pk, kind="end_access_of_partner"):
        outbox.deliver_one(job.pk)
    assert fresh(early).state == "closed"


def test_a_developer_who_withdraws_ends_early_access(present: World, early: Window) -> None:
    present.act(early.request, "withdraw", "carl")
    assert fresh(early).state in ("closed", "destroying")
    assert fresh(Selection.objects.get(window=early)).state == "ended"


def test_the_opening_moves_with_the_release(present: World, scheduled: Window) -> None:
    model = scheduled.request.model
    later = present.now + timedelta(days=3)
    present.act(model, "move_release_later", "carl", partner_release=later, public_release=None)
    assert fresh(scheduled).opens_at == later
    present.wait(hours=2)
    present.strike(scheduled)
    assert fresh(scheduled).state == "scheduled"


def test_the_developer_alone_ends_early_access_sooner(present: World, early: Window) -> None:
    earlier = present.now + timedelta(days=2)
    present.act(Selection.objects.get(window=early), "narrow", "dana", earlier_end=canonical.instant(earlier))
    assert fresh(early).ends_at == earlier
    fire(present, early, "closing")
    assert (present.now, fresh(early).state) == (earlier, "closed")


def test_a_second_person_of_the_partner_reads_after_the_developer_concurred(
    present: World, early: Window
) -> None:
    grant = early.grants.get()
    present.act(grant, "suspend", "sam", reason="An unknown address.")
    assert why_not(present, early) == ["grant_suspended"]
    present.act(grant, "resume", "sam")
    present.act(grant, "resume", "ravi")
    assert why_not(present, early) == []


def test_a_sponsor_vouches_and_sees_nothing_else(
    present: World, hospital: Partner, as_person: Callable[[World, str], Client]
) -> None:
    water = roster.nominated(present, **roster.UTILITY, sponsor=hospital)
    present.act(water, "start_vetting", "rhea")
    partners.answer(water, roster.ANSWERS, now=present.now)
    tess = as_person(present, "tess")
    page = tess.get(reverse("partner", args=[water.number]))
    assert [step["name"] for step in page.context["steps"]] == ["vouch"]
    assert roster.ANSWERS["phone"] not in page.content.decode()
    present.act(water, "vouch", "tess")
    assert fresh(water).vouched_by == present.people["tess"]


def test_a_suspended_sponsor_takes_no_standing_from_the_sponsored(present: World, hospital: Partner) -> None:
    water = roster.vetted(present, **roster.UTILITY, sponsor=hospital)
    present.act(water, "vouch", "tess")
    for key in ("rhea", "rolf"):
        present.act(water, "activate", key)
    present.act(hospital, "suspend", "ira", reason="An unknown device.")
    assert fresh(water).state == "active"
