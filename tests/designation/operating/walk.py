"""How a site fills with people and a policy, and how a request is decided: by pages and mail alone."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from designation.policies.application import SECTIONS
from tests.designation.beginning.test_from_nothing_to_a_request import ANSWERS
from workflow.calendars import ZONE

from .people import Person
from .site import RunningSite

NSA, CISA, MERIDIAN = "National Security Agency", "Cybersecurity Agency", "Meridian Labs"
ADMINISTRATORS = ("Administration", "Personnel")


@dataclass(frozen=True)
class Invited:
    """Somebody who is to join: the first part of their address, their office and their roles by their labels."""

    key: str
    office: str
    roles: tuple[str, ...]


BOTH = ("Policy editor", "Approving official", "Roster administrator")
"""The roles of which a policy needs two people in two offices."""
OFFICIALS = (
    Invited("ines", "Intake", ("Intake officer",)),
    Invited("ravi", "Assessment", ("Reviewer",)),
    Invited("rosa", "Assessment", ("Reviewer",)),
    Invited("cleo", "Records", ("Records certifier",)),
    Invited("petra", "Directorate", ("Determining official", *BOTH)),
    Invited("paul", "Policy", BOTH),
)
CONSULTED = Invited("cora", "Cybersecurity Division", ("Consulted official",))
DEVELOPERS = (Invited("dana", "Legal", ("Drafter",)), Invited("carl", "Legal", ("Certifying officer",)))


class Walk:
    """One site, the pages of its organizations by name, and its people by key."""

    def __init__(self, site: RunningSite) -> None:
        self.site = site
        self.pages: dict[str, str] = {}
        self.people: dict[str, Person] = {}

    def begin(self, links: list[str]) -> None:
        """Let the two operators set their passwords."""
        for key, link in zip(("olga", "oskar"), links, strict=True):
            self.people[key] = self.site.person(f"{key}@ood.example").sets_password(link)

    def register(self, name: str, short: str, side: str, offices: list[str], *administrators: str) -> None:
        """Register an organization, and let two administrators join, for whom both operators sign."""
        olga = self.people["olga"]
        first, *more = dict.fromkeys([*ADMINISTRATORS, *offices])
        olga.send("/people/register/", name=name, short_name=short, side=side, office=first)
        found = re.search(rf'href="(/people/[0-9a-f-]{{36}}/)"[^>]*>\s*{name}', olga.read("/people/"))
        assert found, name
        self.pages[name] = found[1]
        for office in more:
            olga.send(f"{found[1]}offices/add/", name=office)
        pairs = zip(administrators, ADMINISTRATORS, strict=True)
        self.join(
            olga, name, [Invited(key, office, ("Organization administrator",)) for key, office in pairs]
        )
        assert [self.people[key].signs_for_roles() for key in ("olga", "oskar")] == [2, 2]

    def join(self, inviting: Person, organization: str, invited: list[Invited]) -> None:
        """Invite people by the page, and let them join by the links in their mail."""
        for one in invited:
            address = f"{one.key}@{organization.split()[0].lower()}.example"
            typed = {"email": address, "name": f"{one.key.capitalize()} Person", "office": one.office}
            inviting.send(f"{self.pages[organization]}invitations/add/", **typed, roles=[*one.roles])
            self.people[one.key] = self.site.person(address)
        with ThreadPoolExecutor(4) as at_once:
            list(at_once.map(Person.joins, [self.people[one.key] for one in invited]))

    def sign_for_roles(self, *keys: str) -> None:
        """Let administrators sign for the roles of those who joined."""
        assert all(self.people[key].signs_for_roles() > 0 for key in keys)

    def write_policy(self) -> None:
        """Write the first policy version and sign it. It takes effect at a minute that begins soon."""
        paul, petra = self.people["paul"], self.people["petra"]
        paul.send("/policies/new/")
        soon = eastern(timedelta(seconds=80))
        paul.send("/policies/1/edit/", effective_at=soon, lead_agency=NSA, consultees=[CONSULTED.office])
        paul.send("/policies/1/activate/")
        petra.send("/policies/1/activate/")

    def policy_is_in_force(self) -> bool:
        """Return whether nothing is missing for a developer to submit."""
        return "A developer can submit an application." in self.people["olga"].read("/checklist/")

    def write_application(self) -> str:
        """Write an application, and return the request's number."""
        dana = self.people["dana"]
        dana.send("/requests/begin/", model="new", codename="Larkspur")
        found = re.search(r"/requests/([A-Z0-9-]+)/", dana.read("/requests/"))
        assert found
        number = found[1]
        answers = {**ANSWERS, "agencies": [NSA], "partner_release": eastern(timedelta(days=75))}
        for section in SECTIONS:
            typed = {field.name: answers[field.name] for field in section.fields if field.name in answers}
            dana.send(f"/requests/{number}/application/{section.name}/", **typed)
        return number

    def step(self, key: str, number: str, name: str, **typed: Any) -> None:
        """Take a step of a request, or sign it."""
        self.people[key].send(f"/requests/{number}/steps/{name}/", **typed)

    def concur(self, number: str) -> None:
        """Let the consulted office concur."""
        cora = self.people["cora"]
        found = re.search(
            rf"/requests/{number}/consultations/[0-9a-f-]{{36}}/concur/", cora.read(f"/requests/{number}/")
        )
        assert found, "The request offers no consultation."
        cora.send(found[0])


def eastern(ahead: timedelta) -> str:
    """Return an instant as a person types it, to the minute."""
    return (datetime.now(UTC) + ahead).astimezone(ZONE).strftime("%m/%d/%Y %H:%M")


def eastern_day() -> str:
    """Return today's date as a person types it."""
    return datetime.now(UTC).astimezone(ZONE).strftime("%m/%d/%Y")
