"""What opens a case: two independent signals, an officer, or a report. Nothing does without enough officers."""

from datetime import timedelta

import pytest

from designation.artifacts.models import Share
from designation.cases import actions
from designation.demo.world import World
from designation.models import Appointment, Case, FirstReading, Report, Signal
from designation.signals import canaries
from tests.designation.cases.steps import WHY, act
from tests.designation.signals.reading import opens
from tests.designation.walking import fresh, refused
from tests.overwriting import unguarded
from workflow.models import Deadline, Entry

DAYS = timedelta(days=1)


@pytest.fixture
def canary(present: World, share: Share) -> Share:
    canaries.toggle(share.artifact, by=present.people["sam"], now=present.now)
    return share


def test_two_independent_signals(present: World, canary: Share) -> None:
    opens(present, canary, 26)
    case = Case.objects.get()
    assert (case.state, case.origin, case.person) == ("triage", "rule", present.people["eve"])
    assert {signal.pattern for signal in case.signals()} == {"bulk", "canary"}
    entry = Entry.objects.get(log=case.log_id)
    assert (entry.actor, entry.event, entry.sides) == ("clock", "case.opened", ["government"])


def test_the_case_is_in_a_log_of_its_own_that_names_nobody(present: World, canary: Share) -> None:
    opens(present, canary, 26)
    entry = Entry.objects.get(event="case.opened")
    assert entry.log.parent is None
    eve = present.people["eve"]
    assert str(eve.pk) not in str([entry.details, entry.personal, entry.actor])


def test_two_signals_of_one_family_are_not_independent(present: World, share: Share) -> None:
    noted(present, share, "volume", "high")
    opens(present, share, 26)
    assert Signal.objects.count() == 2
    assert not Case.objects.exists()


def test_low_signals_alone_open_nothing(present: World, share: Share) -> None:
    noted(present, share, "pace", "low")
    eli = present.people["eli"]
    FirstReading.objects.create(artifact=share.artifact, person=eli, at=present.now - 20 * DAYS)
    opens(present, share)
    assert {signal.pattern for signal in Signal.objects.all()} == {"pace", "late"}
    assert not Case.objects.exists()


def test_signals_long_apart_are_not_together(present: World, canary: Share) -> None:
    noted(present, canary, "volume", "high", ago=31 * DAYS)
    opens(present, canary)
    assert not Case.objects.exists()


def test_one_case_at_a_time(present: World, canary: Share) -> None:
    opens(present, canary, 26)
    for key in ("sam", "abel"):
        present.act(fresh(canary).window.grants.get(), "resume", key)
    noted(present, canary, "volume", "high")
    opens(present, canary)
    assert Case.objects.count() == 1


def test_without_enough_officers_no_case_opens_and_access_still_stops(present: World, canary: Share) -> None:
    seat = Appointment.objects.get(person=present.people["ivo"], role="insider_risk_officer", state="active")
    present.act(seat, "end", "nora")
    assert not Case.are_on()
    opens(present, canary, 26)
    assert not Case.objects.exists()
    assert canary.window.grants.get().state == "suspended"


def test_three_officers_of_one_office_are_not_enough(present: World) -> None:
    assert Case.are_on()
    seats = Appointment.objects.filter(role="insider_risk_officer", state="active")
    with unguarded(Appointment):
        seats.update(office=present.people["ira"].office)
    assert not Case.are_on()


def test_an_officer_opens_one_from_a_signal(present: World, share: Share) -> None:
    signal = noted(present, share, "canary", "high")
    case = actions.open_from_signal(signal, actor=present.actor("ira"), reason=WHY, now=present.now)
    entry = Entry.objects.get(log=case.log_id)
    assert entry.details == {"signal": str(signal.pk), "reason": WHY}
    kinds = Deadline.objects.filter(subject_id=case.pk).values_list("kind", "due_at")
    assert dict(kinds) == {
        "case_triage": present.now + 2 * DAYS,
        "case_notice": present.now + 3 * DAYS,
    }


def test_nobody_else_opens_one(present: World, share: Share) -> None:
    signal = noted(present, share, "canary", "high")
    for key in ("abel", "sam", "nora", "olga", "eve"):
        actor = present.actor(key)
        found = refused(lambda actor=actor: actions.open_from_signal(signal, actor=actor, reason=WHY))
        assert found == ("not_your_role",)


@pytest.mark.parametrize("address", ["eve@nsa.example", "EVE@nsa.example "])
def test_a_report_about_somebody(present: World, share: Share, address: str) -> None:
    case = reported(present, address)
    assert case.person == present.people["eve"]


@pytest.mark.parametrize("address", ["", "nobody@nowhere.example"])
def test_a_report_about_nobody_whom_the_site_knows(present: World, address: str) -> None:
    case = reported(present, address)
    assert (case.person, case.about) == (None, "Nobody named")


def test_the_record_does_not_say_who_reported(present: World, share: Share) -> None:
    case = reported(present, "eve@nsa.example")
    report = Report.objects.get(case=case)
    assert report.reporter == present.people["rosa"]
    entry = Entry.objects.get(log=case.log_id)
    assert (entry.actor, entry.personal, entry.details) == ("clock", {}, {})


def test_signals_before_the_end_of_a_case_do_not_count_again(present: World, canary: Share) -> None:
    noted(present, canary, "volume", "high")
    case = closed_about_eve(present, canary)
    assert case.state == "closed"
    present.wait(days=1)
    opens(present, canary)
    assert Case.objects.count() == 1


def reported(world: World, address: str) -> Case:
    rosa = world.people["rosa"]
    return actions.report_concern(reporter=rosa, address=address, text=WHY, now=world.now)


def closed_about_eve(world: World, share: Share) -> Case:
    case = act(world, reported(world, "eve@nsa.example"), "tell_owner", "ira")
    return act(world, case, "close", "ira", "iris")


def noted(world: World, share: Share, pattern: str, severity: str, *, ago: timedelta = timedelta()) -> Signal:
    """Note a signal about the evaluator."""
    return Signal.objects.create(
        person=world.people["eve"], window=share.window, artifact=share.artifact, pattern=pattern,
        severity=severity, at=world.now - ago, once=f"{pattern}/test",
    )  # fmt: skip
