"""A duty stands on the desks of those who have it, in whichever of their roles; all others see whom it waits for."""

from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest
from django.test import Client

from designation.declared import Duty, Kind
from designation.demo.world import World
from designation.desk.task_sources import task_sources
from designation.models import Appointment, Consultation, Grant, Policy, Request, Window
from designation.roles import Role, Side
from tests.designation.walking import appoint, request_in, window_in
from tests.overwriting import overwrite
from workflow import clock
from workflow.models import Stateful
from workflow.steps import machines, steps_of

Browser = Callable[[World, str], Client]
DUTIES = {source.name: source.duties for source in task_sources()}
KINDS: tuple[tuple[type[Stateful], Sequence[Duty]], ...] = (
    (Request, DUTIES["requests"]),
    (Window, DUTIES["windows"]),
    (Grant, DUTIES["grants"]),
    (Consultation, DUTIES["consultations"]),
    (Appointment, DUTIES["roles"]),
    (Policy, DUTIES["policies"]),
)
CREATING = {
    machine: {
        role
        for other in machines()
        for creation in other.CREATIONS
        if creation.on == machine.__name__.lower()
        for role in creation.who
    }
    for machine in (Request, Window)
}
"""Who may begin something on a request or a window: a next step can be a creation."""
OFF_THE_MACHINE = {"draft"}  # a draft is finished before a step is taken
COUNTER = "Read the developer's terms, and counter what does not fit"
ANSWER = "Concur with the assessment, object or comment, for your office"
SIGN = "Sign the terms, or decline"


@pytest.fixture
def world(demo_world: World) -> World:
    demo_world.now = clock.now() - timedelta(days=3)
    return demo_world


def mine(world: World, as_person: Browser, key: str) -> list[str]:
    """Return the person's duties, without the next steps that are open to them."""
    return [task.what for task in as_person(world, key).get("/").context["tasks"] if not task.quiet]


def others(world: World, as_person: Browser, key: str) -> list[str]:
    return [task.what for task in as_person(world, key).get("/").context["others"]]


@pytest.mark.parametrize(("machine", "known"), KINDS, ids=[machine.__name__ for machine, _ in KINDS])
def test_every_duty_is_one_that_its_roles_can_do_from_its_states(
    machine: type[Stateful], known: Sequence[Duty]
) -> None:
    for duty in known:
        for state in duty.states:
            able = {role for step in steps_of(machine).values() if state in step.sources for role in step.who}
            able |= {Role.REVIEWER} if "lead_reviewer" in able else set()
            able |= CREATING.get(machine, set()) if duty.kind == Kind.NEXT else set()
            able |= duty.roles if duty.kind == Kind.UNDER_WAY else set()
            assert state in OFF_THE_MACHINE or duty.roles <= able, (duty.what, state, duty.roles - able)


def test_a_reviewer_reads_and_counters_the_developers_terms(world: World, as_person: Browser) -> None:
    window_in(world, request_in(world, "covered"), "proposed", opens_in=6)
    assert mine(world, as_person, "ravi") == [COUNTER]
    assert mine(world, as_person, "abel") == [SIGN]
    assert others(world, as_person, "carl") == ["Waits for the government's signatures"]


def test_a_reviewer_has_nothing_to_counter_once_the_developer_signed_the_governments_version(
    world: World, as_person: Browser
) -> None:
    window = window_in(world, request_in(world, "covered"), "countered", opens_in=6)
    assert mine(world, as_person, "ravi") == []
    assert others(world, as_person, "ravi") == ["Waits for the developer's signature or revision"]
    assert mine(world, as_person, "carl") == ["Sign or revise the government's terms"]
    world.act(window, "accept_terms", "carl")
    assert mine(world, as_person, "ravi") == []
    assert mine(world, as_person, "abel") == [SIGN]


def test_who_reviews_and_signs_is_asked_to_sign(world: World, as_person: Browser) -> None:
    window_in(world, request_in(world, "covered"), "proposed", opens_in=6)
    appoint(world, "ravi", Role.APPROVING_OFFICIAL)
    assert mine(world, as_person, "ravi") == [SIGN]


def test_a_role_whose_end_has_passed_leaves_no_duty_though_another_counts(
    world: World, as_person: Browser
) -> None:
    appoint(world, "dora", Role.INTAKE_OFFICER)
    request_in(world, "recommended")
    assert mine(world, as_person, "dora") == ["Determine the outcome"]
    held = Appointment.objects.filter(person=world.people["dora"], role=Role.DETERMINING_OFFICIAL)
    overwrite(held, until=clock.now())
    assert mine(world, as_person, "dora") == []
    assert others(world, as_person, "dora") == ["Waits for the determining official"]


def test_a_role_counts_in_those_matters_alone_in_which_it_takes_part(
    world: World, as_person: Browser
) -> None:
    appoint(world, "cora", Role.REVIEWER, ("gwen", "glen"))
    window_in(world, request_in(world, "covered"), "proposed", opens_in=6)
    assert mine(world, as_person, "cora") == []
    assert others(world, as_person, "cora") == []  # a consulted office takes part in no window


def test_only_the_lead_reviewer_assesses(world: World, as_person: Browser) -> None:
    request_in(world, "in_assessment")
    assert mine(world, as_person, "ravi") == ["Assess, then recommend an outcome"]
    assert mine(world, as_person, "rosa") == []
    assert others(world, as_person, "rosa") == ["Waits for the government's assessment"]


def test_a_draft_of_terms_is_on_no_desk_of_the_government(world: World, as_person: Browser) -> None:
    window = window_in(world, request_in(world, "covered"), "draft")
    assert mine(world, as_person, "carl") == ["Finish and sign the terms"]
    assert others(world, as_person, "dana") == ["Waits for your certifying officer's signature"]
    for key, person in world.people.items():
        if person.organization.side == Side.GOVERNMENT:
            assert f"window {window.number}" not in as_person(world, key).get("/").content.decode(), key


def test_an_evaluator_sees_no_more_of_a_matter_than_their_own_part(world: World, as_person: Browser) -> None:
    request = request_in(world, "covered")
    window_in(world, request, "scheduled", opens_in=6)
    window_in(world, request, "proposed", opens_in=27, days=1)
    assert mine(world, as_person, "eve") == []
    assert others(world, as_person, "eve") == []


def test_a_consulted_official_answers_for_their_own_office_alone(world: World, as_person: Browser) -> None:
    request = request_in(world, "in_assessment")
    assert mine(world, as_person, "cora") == [ANSWER]
    world.act(request.consultations.get(office__name="Cybersecurity Division"), "concur", "cora")
    assert mine(world, as_person, "cora") == []
    assert mine(world, as_person, "omar") == [ANSWER]


@pytest.mark.parametrize(("key", "who"), [("ines", "You check"), ("ravi", "The government checks")])
def test_the_page_of_a_request_says_you_to_whoever_has_the_duty(
    world: World, as_person: Browser, key: str, who: str
) -> None:
    page = as_person(world, key).get(f"/requests/{request_in(world, 'submitted').number}/")
    assert f"{who} whether the application is complete." in page.content.decode()
