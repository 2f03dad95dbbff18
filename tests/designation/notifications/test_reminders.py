"""Reminders go out once each at the thresholds of the policy, to those who have to act, whatever sweep was missed."""

from datetime import timedelta

import pytest

from designation.demo import roster
from designation.demo.world import World
from designation.notifications import directory as notices
from tests.designation.notifications import telling_emergencies, telling_partners, telling_risk
from tests.designation.notifications.telling import destroyed
from tests.designation.walking import at_present, request_in, window_in
from workflow import clock
from workflow.models import Deadline, Delivery, Job
from workflow.outbox import deliver
from workflow.sweep import sweep

REMINDED = {
    "completeness": ("submitted", 1, {"intake": "ines"}),
    "determination": ("in_assessment", 2, {"reviewers": "ravi rosa", "deciding": "cleo dora"}),
    "answer": ("information_requested", 2, {"developer": "carl dana sam"}),
    "consultation": ("in_assessment", 1, {"consulted": "cora omar"}),
    "certification": ("destroyed", 2, {"custodians": "cole cyra"}),
    "attestation": ("destroyed", 2, {"holder": "eve"}),
    "closing": ("window", 2, {"developer": "carl dana sam", "evaluators": "eve"}),
    "emergency_review": ("emergency access", 1, {"emergency_reviewers": "arno cole cyra ira vera"}),
    "vetting": ("partner in vetting", 2, {"roster": "rene rhea rita rolf"}),
    "standing": ("partner active", 2, {"own_administrators": "tess"}),
    "proposal": ("partner proposed", 2, {"selecting": "abel carl vera"}),
    "eligibility": ("record verified", 2, {"the_person": "eve", "keepers": "ira neil nora"}),
    "invitation": ("partner invited", 2, {"partner_administrators": "tess"}),
}
"""Clock: the state in which it runs, how many reminders the policy names, and who gets each."""


def running(world: World, kind: str) -> Deadline:
    state, _count, _audiences = REMINDED[kind]
    at_present(world)
    if state == "record verified":
        record = telling_risk.record(world, telling_risk.VERIFIED)
        Job.objects.update(state="done")
        return Deadline.objects.get(subject_id=record.pk, state="running")
    if state.startswith("partner "):
        return of_a_partner(world, state, kind)
    if state == "emergency access":
        access = telling_emergencies.over(world)
        Job.objects.update(state="done")
        return Deadline.objects.get(subject_id=access.pk, kind=kind, state="running")
    request = destroyed(world).request if state == "destroyed" else None
    request = request or request_in(world, "covered" if state == "window" else state)
    if state == "window":
        window_in(world, request, "open", opens_in=0.01, days=20)
        clock.advance(timedelta(hours=1))
    Job.objects.update(state="done")
    return Deadline.objects.filter(log__in=request.all_log_ids(), kind=kind, state="running").first()


def of_a_partner(world: World, state: str, kind: str) -> Deadline:
    walk = {
        "partner in vetting": telling_partners.in_vetting,
        "partner active": roster.activated,
        "partner proposed": telling_partners.proposed,
        "partner invited": telling_partners.invited,
    }[state]
    subject = walk(world)
    Job.objects.update(state="done")
    return Deadline.objects.get(subject_id=subject.pk, kind=kind, state="running")


@pytest.mark.parametrize("kind", sorted(REMINDED))
def test_each_reminder_goes_out_once_to_those_who_have_to_act(
    demo_world: World, renderer: object, kind: str
) -> None:
    row = running(demo_world, kind)
    _state, count, audiences = REMINDED[kind]
    event = f"deadline.reminder.{kind}"
    assert {audience for audience, _ in notices.notices_for(event)} == set(audiences)
    assert len(row.reminders) == count
    clock.advance(
        row.due_at - clock.now() - timedelta(hours=1)
    )  # every threshold was missed but the due instant
    sweep()
    sweep()
    assert Job.objects.filter(subject_id=row.subject_id, event=event).count() == count * len(audiences)
    while deliver():
        pass
    for audience, keys in audiences.items():
        addresses = Delivery.objects.filter(job__event=event, job__inputs__audience=audience)
        told = {address.partition("@")[0] for address in addresses.values_list("address", flat=True)}
        assert " ".join(sorted(told)) == keys


def test_every_reminder_of_the_table_has_its_test() -> None:
    rows = {n.event.rpartition(".")[2] for n in notices.notices() if n.event.startswith("deadline.reminder.")}
    assert rows == set(REMINDED)


def test_a_reminder_names_the_instant_and_nothing_else(demo_world: World) -> None:
    row = running(demo_world, "completeness")
    clock.advance(row.due_at - clock.now() - timedelta(hours=1))
    sweep()
    while deliver():
        pass
    body = Delivery.objects.get(job__event="deadline.reminder.completeness").body
    assert "Larkspur" not in body
    assert "completeness" not in body.lower()
    assert "E" in body


def test_the_recused_are_not_reminded(demo_world: World) -> None:
    row = running(demo_world, "determination")
    demo_world.act(demo_world_request(row), "recuse", "rosa")
    clock.advance(row.due_at - clock.now() - timedelta(hours=1))
    sweep()
    while deliver():
        pass
    assert not Delivery.objects.filter(address="rosa@nsa.example", job__event__startswith="deadline").exists()


def demo_world_request(row: Deadline) -> object:
    from designation.models import Request

    return Request.objects.get(pk=row.subject_id)
