"""A signature stands until its content, the state as its side knows it, or its appointment changes (A4, A5, A7)."""

from datetime import date

import pytest

from designation.demo.world import World
from designation.models import (
    Appointment,
    Artifact,
    BreakGlass,
    Case,
    Closure,
    Destruction,
    FactorReset,
    Partner,
    Policy,
    Request,
    Suspension,
)
from designation.people.actions import appointments
from designation.roles import Role
from tests.designation.walking import appoint, fresh, request_in, window_in
from workflow.approvals import covered, digest
from workflow.models import Approval, Entry
from workflow.steps import machines, steps_of


@pytest.fixture
def recommended(demo_world: World) -> Request:
    """A request on whose outcome one of two people has signed."""
    request = request_in(demo_world, "recommended")
    demo_world.act(request, "determine_covered", "dora", sharing_text="")
    return request


def open_signatures(request: Request) -> int:
    return Approval.objects.filter(subject_id=request.pk, state="open").count()


def test_what_others_do_beside_it_voids_nothing(demo_world: World, recommended: Request) -> None:
    demo_world.act(recommended, "declare_interests", "ira", reason="None.")
    demo_world.act(recommended, "agree_to_more_questions", "dana")
    demo_world.act(recommended.model, "add_variant", "dana", name="Checkpoint 2", kind="checkpoint")
    variant = recommended.model.variants.get(name="Checkpoint 2")
    demo_world.act(recommended, "add_variant", "carl", variant=str(variant.pk))
    assert open_signatures(recommended) == 1
    demo_world.act(recommended, "determine_covered", "cleo", sharing_text="")
    assert fresh(recommended).state == "covered"


def test_a_change_of_state_voids_it(demo_world: World, recommended: Request) -> None:
    demo_world.act(recommended, "return_to_assessment", "dora", reason="Look again.")
    assert open_signatures(recommended) == 0


def test_a_role_that_ended_and_was_given_anew_does_not_bring_it_back(
    demo_world: World, recommended: Request
) -> None:
    held = Appointment.objects.get(
        person=demo_world.people["dora"], role=Role.DETERMINING_OFFICIAL, state="active"
    )
    appointments.end(held, actor=demo_world.actor("nora"), now=demo_world.now)
    appoint(demo_world, "dora", Role.DETERMINING_OFFICIAL)
    assert open_signatures(recommended) == 0
    demo_world.act(recommended, "determine_covered", "cleo", sharing_text="")
    assert fresh(recommended).state == "recommended"


def test_the_signature_of_the_recused_is_voided(demo_world: World, recommended: Request) -> None:
    demo_world.act(recommended, "recuse", "dora")
    assert open_signatures(recommended) == 0


def test_the_developer_is_told_no_digest_of_what_is_hidden_from_them(
    demo_world: World, recommended: Request
) -> None:
    demo_world.act(recommended, "erase_developer_details", "carl", person=str(demo_world.people["dana"].pk))
    told = Entry.objects.get(subject_id=recommended.pk, event="request.details_erased.signed").details
    inputs = {"person": str(demo_world.people["dana"].pk)}
    what = covered(fresh(recommended), "erase_developer_details", inputs, side="developer")
    assert what["state"] == "in_assessment"
    assert told["digest"] == digest(what, bytes.fromhex(told["salt"]))
    demo_world.act(recommended, "determine_covered", "cleo", sharing_text="")
    done = Entry.objects.get(subject_id=recommended.pk, event="request.determined_covered")
    assert "developer" in done.sides
    salts = {bytes(one.salt).hex() for one in Approval.objects.filter(subject_id=recommended.pk)}
    assert not any(salt in str(done.details) for salt in salts)


def test_every_step_that_several_people_sign_states_its_content(demo_world: World) -> None:
    rows = {
        "designation.Request": request_in(demo_world, "recommended"),
        "designation.Window": (
            window := window_in(demo_world, request_in(demo_world, "covered", "Borage"), "open")
        ),
        "designation.Grant": window.grants.get(),
        "designation.Appointment": Appointment.objects.first(),
    }
    rows["designation.Policy"] = Policy.objects.first()
    rows["designation.Closure"] = Closure(day=date(2026, 12, 24), source="An order")
    rows["designation.Artifact"] = Artifact(sha256="a digest")
    rows["designation.Partner"] = Partner(name="A hospital")
    rows["designation.BreakGlass"] = BreakGlass(reason="A reason.")
    rows["designation.Case"] = Case(number="IR-1")
    rows["designation.FactorReset"] = FactorReset(reason="Her phone is lost.")
    rows["designation.Suspension"] = Suspension(number="SU-1", scope="person", reason="An odd pattern.")
    rows["designation.Destruction"] = Destruction(signature="a signature")
    for model in machines():
        for name, step in steps_of(model).items():
            if step.quorum and model._meta.app_label == "designation":
                assert rows[model.machine()].content(name), (model.machine(), name)
