"""A grant stands on the appointment that its person was named under: a role given anew brings no access back."""

from collections.abc import Callable

from django.test import Client

from designation.demo.world import World
from designation.models import Appointment, Grant, Request
from designation.people.actions import appointments, organizations
from designation.roles import Role
from tests.designation.walking import catch_up, fresh, refused, window_in

AsPerson = Callable[[World, str], Client]


def page_of(world: World, request: Request, as_person: AsPerson, key: str) -> tuple[int, str]:
    catch_up(world)
    answer = as_person(world, key).get(f"/requests/{request.number}/windows/1/")
    return answer.status_code, answer.content.decode()


def give_anew(world: World) -> None:
    nora = world.actor("nora")
    appointments.propose(world.people["eve"], actor=nora, role=Role.EVALUATOR, now=world.now)
    held = Appointment.objects.in_effect().filter(person=world.people["eve"], role=Role.EVALUATOR)
    assert held.exists()


def is_out_for_good(world: World, request: Request, as_person: AsPerson) -> bool:
    grant = Grant.objects.get(window__request=request)
    assert (grant.state, grant.person_is_eligible()) == ("active", False)
    assert "No longer eligible" in page_of(world, request, as_person, "carl")[1]
    return page_of(world, request, as_person, "eve")[0] == 410


def test_a_role_that_was_ended_and_given_anew_brings_nothing_back(
    present: World, covered: Request, as_person: AsPerson
) -> None:
    window_in(present, covered, "open", opens_in=0.1)
    assert page_of(present, covered, as_person, "eve")[0] == 200
    assert "No longer eligible" not in page_of(present, covered, as_person, "carl")[1]
    held = Appointment.objects.get(person=present.people["eve"], role=Role.EVALUATOR)
    appointments.end(held, actor=present.actor("nora"), now=present.now)
    give_anew(present)
    assert is_out_for_good(present, covered, as_person)


def test_an_account_that_was_closed_and_opened_again_brings_nothing_back(
    present: World, covered: Request, as_person: AsPerson
) -> None:
    window_in(present, covered, "open", opens_in=0.1)
    nora, eve = present.actor("nora"), present.people["eve"]
    organizations.close_account(eve, actor=nora, now=present.now)
    organizations.reopen_account(eve, actor=nora, now=present.now)
    eve.refresh_from_db()  # closing took the password, and with it every session
    give_anew(present)
    assert is_out_for_good(present, covered, as_person)


def test_a_window_does_not_open_for_whoever_was_appointed_anew(present: World, covered: Request) -> None:
    window = window_in(present, covered, "scheduled", opens_in=1)
    held = Appointment.objects.get(person=present.people["eve"], role=Role.EVALUATOR)
    appointments.end(held, actor=present.actor("nora"), now=present.now)
    give_anew(present)
    present.now = window.opens_at
    present.strike(window)
    assert fresh(window).state == "scheduled"


def test_whoever_was_appointed_anew_is_named_anew(present: World, covered: Request) -> None:
    from designation.windows import actions as windows

    window = window_in(present, covered, "open", opens_in=0.1)
    held = Appointment.objects.get(person=present.people["eve"], role=Role.EVALUATOR)
    appointments.end(held, actor=present.actor("nora"), now=present.now)
    give_anew(present)
    present.act(window.grants.get(), "end", "abel")
    named = {"actor": present.actor("ravi"), "person": present.people["eve"], "now": present.now}
    grant = windows.nominate(window, **named)
    present.act(grant, "concur", "sam")
    assert refused(lambda: present.act(grant, "activate", "eve", conditions=True)) == ()
    assert fresh(grant).person_is_eligible()
