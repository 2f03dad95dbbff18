"""What a person once had (a session, a link, a role that stood on another) counts no more than they themselves do."""

from collections.abc import Callable
from datetime import timedelta

from django.test import Client

from designation.demo.world import World
from designation.identity import actions as accounts
from designation.models import Appointment, Organization
from designation.notifications import directory as notices
from designation.people.actions import appointments, organizations
from designation.roles import Role
from tests.designation.walking import catch_up, fresh, refused, request_in
from workflow import clock
from workflow.mail import Message
from workflow.models import Job

Browser = Callable[[World, str], Client]


def given(world: World, key: str, role: Role, days: int) -> Appointment:
    """Give a person a role for some days, and return it."""
    person = world.people[key]
    until = world.now + timedelta(days=days)
    appointments.propose(person, actor=world.actor("nora"), role=role, until=until, now=world.now)
    return Appointment.objects.get(person=person, role=role)


def let_days_pass(world: World, days: int) -> None:
    """Let time pass without any worker noticing."""
    catch_up(world)
    clock.advance(timedelta(days=days))
    world.now = clock.now()


def test_a_delegation_ends_with_the_time_of_the_role_it_stands_on(world: World, as_person: Browser) -> None:
    held = given(world, "eve", Role.INTAKE_OFFICER, days=1)
    appointments.delegate(
        held,
        actor=world.actor("nora"),
        to=world.people["ravi"],
        until=world.now + timedelta(days=300),
        instrument="Memorandum 1",
        now=world.now,
    )
    request = request_in(world, "submitted")
    let_days_pass(world, 2)
    nsa = Organization.with_roles(world.people["ravi"].pk).get(pk=world.organizations["nsa"].pk)
    assert Role.INTAKE_OFFICER not in {held.role for held in nsa.held_roles}
    lead = str(world.people["rosa"].pk)
    assert "not_your_role" in refused(lambda: world.act(request, "accept", "ravi", lead=lead))
    assert fresh(request).state == "submitted"
    assert "Intake officer" not in as_person(world, "ravi").get("/").content.decode()


def test_who_holds_a_role_no_more_gets_no_mail_for_it(world: World) -> None:
    given(world, "eve", Role.INTAKE_OFFICER, days=1)
    given(world, "rosa", Role.INTAKE_OFFICER, days=9)
    let_days_pass(world, 2)
    request = request_in(world, "submitted", "Tansy")
    job = Job.objects.get(log=request.log_id, event="request.submitted")
    told = set(notices.audience(Message.of(job)))
    assert world.people["rosa"] in told
    assert world.people["eve"] not in told


def test_no_session_and_no_link_outlives_the_closing_of_an_account(world: World, as_person: Browser) -> None:
    catch_up(world)
    eve, person = as_person(world, "eve"), world.people["eve"]
    link = accounts.new_password_link(person)
    organizations.close_account(person, actor=world.actor("nora"), now=world.now)
    organizations.reopen_account(person, actor=world.actor("nora"), now=world.now)
    assert eve.get("/").status_code == 302
    old = Client().get(link.partition("8000")[2] or link, follow=True).content.decode()
    assert 'name="password1"' not in old
    Client().post("/accounts/password/reset/", {"email": person.email})
    new = accounts.new_password_link(fresh(person))
    assert Job.objects.filter(inputs__template="new_password", subject_id=person.pk).exists()
    page = Client().get(new.partition("8000")[2] or new, follow=True).content.decode()
    assert 'name="password1"' in page
