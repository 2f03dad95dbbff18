"""A case from containment to its end: what stops, what never comes back by itself, and who is told when."""

from datetime import timedelta

import pytest

from designation.cases.models import STOPS
from designation.demo.world import World
from designation.models import Case, OwnerNotice, Suspension
from tests.designation.cases import steps
from tests.designation.cases.steps import WHY, act
from tests.designation.walking import fire, fresh, refused
from workflow.models import Deadline, Entry

HOURS = timedelta(hours=1)


def due(case: Case, kind: str) -> timedelta:
    row = Deadline.objects.get(subject_id=case.pk, kind=kind, state="running")
    return row.due_at - row.set_at


def test_containing_suspends_the_person_everywhere(demo_world: World) -> None:
    case = steps.contained(demo_world)
    suspension = Suspension.objects.get()
    assert (suspension.person, suspension.placed_as, suspension.reason) == (
        demo_world.people["eve"],
        "officers",
        STOPS,
    )
    assert case.contained_at == suspension.placed_at
    assert demo_world.people["eve"].roles_held() == frozenset()


def test_the_window_s_record_says_that_access_stopped_and_not_who_stopped_it(demo_world: World) -> None:
    steps.contained(demo_world)
    entry = Entry.objects.get(event="access.stopped")
    assert (entry.actor, entry.personal, entry.details) == ("clock", {}, {})


def test_a_person_whom_the_officers_suspended_before_stays_so(demo_world: World) -> None:
    from designation.insider_risk import actions

    case = steps.reported(demo_world)
    eve = demo_world.people["eve"]
    actions.suspend_person(eve, actor=demo_world.actor("ivo"), reason=WHY, now=demo_world.now)
    assert act(demo_world, case, "contain", "ira", reason=WHY).state == "contained"
    assert Suspension.objects.count() == 1


def test_nothing_comes_back_because_time_passed(demo_world: World) -> None:
    case = steps.contained(demo_world)
    assert due(case, "case_review") == 72 * HOURS
    demo_world.wait(days=40)
    demo_world.strike(case)
    assert fresh(case).state == "contained"
    assert Suspension.objects.get().state == "active"


def test_a_review_is_due_again_after_72_hours(demo_world: World) -> None:
    case = steps.contained(demo_world)
    demo_world.wait(hours=70)
    case = act(demo_world, case, "review", "iris", reason=WHY)
    assert due(case, "case_review") == 72 * HOURS


def test_an_inquiry_takes_two_officers_of_different_offices(demo_world: World) -> None:
    case = act(demo_world, steps.contained(demo_world), "inquire", "ira")
    assert case.state == "contained"
    case = act(demo_world, case, "inquire", "iris")
    assert case.state == "inquiry"
    assert due(case, "case_inquiry") == 30 * 24 * HOURS
    kinds = Deadline.objects.filter(subject_id=case.pk, state="met").values_list("kind", flat=True)
    assert sorted(kinds) == ["case_review", "case_triage"]


def test_an_inquiry_is_renewed_by_two(demo_world: World) -> None:
    case = steps.in_inquiry(demo_world)
    demo_world.wait(days=29)
    case = act(demo_world, case, "renew", "ivo", "iris")
    assert due(case, "case_inquiry") == 30 * 24 * HOURS


def test_a_referral_keeps_the_digest_of_the_evidence(demo_world: World) -> None:
    case = steps.referred(demo_world)
    entry = Entry.objects.get(event="case.referred")
    assert entry.details["evidence"] == case.evidence_digest()
    assert {one["actor"] for one in entry.details["signers"]} == {
        str(demo_world.people[key].pk) for key in ("ira", "iris")
    }


def test_new_evidence_voids_a_signature(demo_world: World, renderer: object) -> None:
    from tests.designation.refusals.of_cases import noted

    case = act(demo_world, steps.in_inquiry(demo_world), "refer", "ira")
    noted(demo_world, window=case.windows().get())
    assert act(demo_world, case, "refer", "iris").state == "inquiry"
    assert act(demo_world, case, "refer", "ira").state == "referred"


def test_a_case_ends_when_nothing_is_suspended_and_the_owner_knows(demo_world: World) -> None:
    case = steps.in_inquiry(demo_world)
    found = refused(lambda: act(demo_world, case, "close", "ira"))
    assert found == ("still_suspended", "owner_not_told")
    act(demo_world, case, "tell_owner", "ira")
    steps.lifted(demo_world, case)
    assert act(demo_world, case, "close", "ira", "iris").state == "closed"
    assert not Deadline.objects.filter(subject_id=case.pk, state="running").exists()


def test_a_suspension_of_their_organization_takes_over(demo_world: World) -> None:
    from designation.insider_risk import actions

    case = act(demo_world, steps.in_inquiry(demo_world), "tell_owner", "ira")
    eve = demo_world.people["eve"]
    actions.suspend_person(eve, actor=demo_world.actor("nora"), reason=WHY, now=demo_world.now)
    steps.lifted(demo_world, case)
    assert act(demo_world, case, "close", "ira", "iris").state == "closed"
    assert Suspension.objects.filter(state="active").count() == 1


def test_the_clock_tells_the_owner_after_72_hours(demo_world: World) -> None:
    case = steps.reported(demo_world)
    assert due(case, "case_notice") == 72 * HOURS
    fire(demo_world, case, "case_notice")
    assert fresh(case).owner_told_at == demo_world.now
    notice = OwnerNotice.objects.get()
    assert notice.window.request.model.codename == "Larkspur"


def test_two_officers_delay_that_once_and_for_30_days_at_most(demo_world: World) -> None:
    case = act(demo_world, steps.reported(demo_world), "delay_notice", "ira", "iris")
    row = Deadline.objects.get(subject_id=case.pk, kind="case_notice", state="running")
    assert row.due_at == case.opened_at + timedelta(days=30)
    fire(demo_world, case, "case_notice")
    assert fresh(case).owner_told_at is not None


@pytest.mark.parametrize("step", ["contain", "inquire", "close", "note", "tell_owner", "delay_notice"])
def test_the_person_takes_no_step_of_the_officers(demo_world: World, step: str) -> None:
    case = steps.reported(demo_world)
    assert refused(lambda: act(demo_world, case, step, "eve", reason=WHY)) == ("not_your_role",)


def test_an_officer_is_no_party_to_a_case_about_themselves(demo_world: World) -> None:
    case = steps.reported(demo_world, whom="ira")
    assert refused(lambda: act(demo_world, case, "note", "ira", reason=WHY)) == ("not_your_role",)
    assert act(demo_world, case, "note", "iris", reason=WHY)
    assert list(Case.for_officer(demo_world.people["ira"].pk)) == []
    assert list(Case.for_officer(demo_world.people["iris"].pk)) == [case]
