"""One administrator with two mailboxes of their own is one person: what takes two people stays undone."""

from collections.abc import Callable

import pytest
from django.test import Client

from designation.demo.world import World
from designation.models import Appointment, Invitation, Person, Request
from designation.people.actions import invitations
from designation.roles import Role
from tests.designation.walking import fresh, request_in
from workflow.models import Personal

Browser = Callable[[World, str], Client]
NEW_PASSWORD = "correct horse battery staple"


@pytest.fixture
def request_of_dana(world: World) -> Request:
    """A request that Dana drafted and Carl submitted."""
    return request_in(world, "submitted")


def joined(world: World, maya: Client, *, name: str, email: str, office: str, role: str) -> Person:
    """Have Maya invite a mailbox of hers, accept from it, and sign for the role, all on pages."""
    root = f"/people/{world.organizations['developer'].pk}/"
    typed = {
        "email": email,
        "name": name,
        "office": str(world.office("developer", office).pk),
        "roles": [role],
    }
    maya.post(f"{root}invitations/add/", typed)
    mailbox = Client()
    link = invitations.link(Invitation.objects.get(email=email))
    mailbox.get("/" + link.split("/", 3)[3])
    mailbox.post("/invitation/", {"name": name, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    person = Person.objects.get(email=email)
    page = f"{root}roles/{Appointment.objects.get(person=person).pk}/activate/"
    maya.post(page, maya.get(page).context["hidden"])
    world.people[email] = person
    return person


def tried(browser: Client, request: Request, step: str, **typed: str) -> None:
    """Have somebody take a step on its page, if there is one for them."""
    page = f"/requests/{request.number}/steps/{step}/"
    asked = browser.get(page)
    if asked.status_code == 200:
        browser.post(page, {**asked.context["hidden"], **typed})


def names_on_record(request: Request) -> set[str]:
    rows = Personal.objects.filter(log__in=request.log_ids(), name="actor_name")
    return set(rows.values_list("value", flat=True))


def test_two_mailboxes_in_two_offices_erase_nobody(
    world: World, request_of_dana: Request, as_person: Browser
) -> None:
    maya = as_person(world, "maya")
    for number, office in enumerate(("Legal", "Security")):
        email = f"maya.{number}@elsewhere.example"
        joined(world, maya, name=f"Mia {office}", email=email, office=office, role=Role.SECURITY_CONTACT)
        tried(
            as_person(world, email),
            request_of_dana,
            "erase_developer_details",
            person=str(world.people["dana"].pk),
        )
    assert "Dana Wells" in names_on_record(request_of_dana)


@pytest.mark.parametrize("role", [Role.SECURITY_CONTACT, Role.CERTIFYING_OFFICER, Role.DRAFTER])
def test_a_namesake_of_the_certifying_officer_reads_and_withdraws_nothing(
    world: World, request_of_dana: Request, as_person: Browser, role: str
) -> None:
    email = "carl@elsewhere.example"
    joined(world, as_person(world, "maya"), name="Carl Brandt", email=email, office="Legal", role=role)
    namesake = as_person(world, email)
    assert request_of_dana.number not in namesake.get("/requests/").content.decode()
    assert namesake.get(f"/requests/{request_of_dana.number}/").status_code == 404
    tried(namesake, request_of_dana, "withdraw")
    assert fresh(request_of_dana).state == "submitted"
    assert Appointment.objects.get(person__email=email).state == "proposed"
