"""A small world of people: an operator's organization, a developer and an agency, made through the real actions."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from django.test import Client

from designation.people.actions import appointments, organizations
from designation.people.models import Office, Organization, Person
from designation.roles import Role, Side
from tests.overwriting import unguarded
from workflow.guards import CLOCK, Actor

PASSWORD = "correct horse battery staple"


@dataclass
class World:
    """Who is there; `person` adds somebody with roles, signed for by two operators."""

    operators: list[Person] = field(default_factory=list)
    developer: Organization = field(init=False)
    agency: Organization = field(init=False)

    def person(self, office: Office, name: str, *roles: str, email: str = "") -> Person:
        """Add a person; `roles` are signed for by administrators or, where there are none yet, by the operators."""
        address = email or f"{name.split()[0].lower()}@{office.organization.short_name.lower()}.example"
        person = Person.objects.create_user(address, PASSWORD, name=name, office=office)
        for role in roles:
            self.give(person, role)
        return person

    def give(self, person: Person, role: str) -> None:
        """Give a role, with as many signatures as it needs."""
        signers = self.administrators(person.organization)
        signers = signers if len(signers) > 1 and role != Role.ADMINISTRATOR else self.operators
        outcome = appointments.propose(person, actor=actor(signers[0]), role=role)
        appointment = person.appointments.get(role=role)
        if appointment.state != "active":
            appointments.sign(outcome.subject, actor=actor(signers[1]))

    def administrators(self, organization: Organization) -> list[Person]:
        """The administrators of an organization, by name."""
        found = Person.objects.filter(
            appointments__role=Role.ADMINISTRATOR,
            appointments__organization=organization,
            appointments__state="active",
        )
        return list(found.order_by("name"))


def actor(person: Person) -> Actor:
    """The person as the engine knows an actor."""
    return Actor(person.pk, person.name)


def office_of(organization: Organization, name: str) -> Office:
    """Another office of an organization."""
    found = organization.offices.filter(name=name).first()
    if found is not None:
        return found
    with unguarded(Office):
        return Office.objects.create(organization=organization, name=name)


@pytest.fixture
def world(db: None) -> World:
    """A world that is gone after the test."""
    return build_world()


def build_world() -> World:
    """Make two operators; a developer and an agency, each with two administrators in different offices."""
    made = World()
    site = organizations.register(
        actor=CLOCK, name="Site Operator", short_name="OPS", side=Side.OPERATOR, office="Accounts"
    )
    for name, office in (("Olga Stone", "Accounts"), ("Oskar Reed", "Platform")):
        person = made.person(office_of(site, office), name)
        organizations.install_operator(person)
        made.operators.append(person)
    operator = actor(made.operators[0])
    made.developer = organizations.register(
        actor=operator, name="Halcyon Research", short_name="HR", side=Side.DEVELOPER, office="Policy"
    )
    made.agency = organizations.register(
        actor=operator, name="National Agency", short_name="NA", side=Side.GOVERNMENT, office="Intake"
    )
    made.person(office_of(made.developer, "Policy"), "Ada Admin", Role.ADMINISTRATOR)
    made.person(office_of(made.developer, "Security"), "Adrian Admin", Role.ADMINISTRATOR)
    made.person(office_of(made.agency, "Intake"), "Gail Admin", Role.ADMINISTRATOR)
    made.person(office_of(made.agency, "Counsel"), "George Admin", Role.ADMINISTRATOR)
    return made


@pytest.fixture
def sign_in() -> Callable[[Person], Client]:
    """Return a browser in which somebody is signed in."""

    def signed_in(person: Person) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return signed_in
