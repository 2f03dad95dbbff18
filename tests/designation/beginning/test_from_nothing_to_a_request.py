"""From an empty database to a submitted request: `manage.py begin`, and after that by pages alone."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from designation.models import Appointment, Office, Organization, Request
from designation.policies.application import SECTIONS
from workflow import clock
from workflow.calendars import ZONE

from .conftest import Said
from .walking_in import Person, next_steps

Begin = Callable[..., Said]
NSA, CISA, MERIDIAN = "National Security Agency", "Cybersecurity Agency", "Meridian Labs"
OFFICIALS = (
    ("ines", "Intake", ["intake_officer"]),
    ("ravi", "Assessment", ["reviewer"]),
    ("rosa", "Assessment", ["reviewer"]),
    ("cleo", "Records", ["records_certifier"]),
    ("petra", "Directorate", ["approving_official", "roster_administrator", "determining_official"]),
    ("paul", "Policy", ["approving_official", "roster_administrator"]),
)
ANSWERS: dict[str, Any] = {
    "legal_name": "Meridian Labs, Inc.",
    "jurisdiction": "Delaware",
    "ownership": "none",
    "model_summary": "A language model.",
    "training_stage": "finished",
    "training_method": "Reinforcement learning.",
    "cyber_capabilities": "Finds weaknesses in source code.",
    "evaluations": "Capture the flag.",
    "access_modes": ["hosted_api"],
    "access_days": "30",
    "permitted_uses": "Evaluation.",
    "legends": ["trade_secret"],
    "legend_reason": "Its architecture is not public.",
    "contact_name": "Dana Wells",
    "contact_email": "dana@meridian.example",
    "security_contact": "Sam Okafor, +1 202 555 0142",
}


def page_of(name: str) -> str:
    return f"/people/{Organization.objects.get(name=name).pk}/"


def office(organization: str, name: str) -> str:
    return str(Office.objects.get(organization__name=organization, name=name).pk)


def eastern(**ahead: float) -> str:
    """Return an instant as a person types it."""
    return timezone.localtime(clock.now() + timedelta(**ahead), ZONE).strftime("%m/%d/%Y %H:%M")


def registered(operator: Person, name: str, short: str, side: str, *offices: str) -> None:
    operator.send("/people/register/", name=name, short_name=short, side=side, office=offices[0])
    for more in offices[1:]:
        operator.send(f"{page_of(name)}offices/add/", name=more)


def joined(inviting: Person, organization: str, key: str, where: str, roles: list[str]) -> Person:
    """Invite somebody by the page, and let them join by the link in their mail."""
    address = f"{key}@{organization.split()[0].lower()}.example"
    typed = {"email": address, "name": f"{key.capitalize()} Person", "office": office(organization, where)}
    inviting.send(f"{page_of(organization)}invitations/add/", **typed, roles=roles)
    return Person(address).joins()


def with_administrators(operators: tuple[Person, Person], name: str, *keys: str) -> tuple[Person, Person]:
    """Let two people join as administrators in two offices, for whom both operators sign."""
    first, second = (
        joined(operators[0], name, key, where, ["administrator"])
        for key, where in zip(keys, ("Administration", "Personnel"), strict=True)
    )
    assert [one.signs_for_roles() for one in operators] == [2, 2]
    return first, second


def test_by_pages_alone(db: None, begin: Begin, answers_file: Path, mailoutbox: list[Any]) -> None:
    said = begin("--file", str(answers_file))
    links = re.findall(r"http://[^/]+(/accounts/\S+)", said.out)
    operators = (
        Person("olga@ood.example").sets_password(links[0]),
        Person("oskar@ood.example").sets_password(links[1]),
    )
    olga, _oskar = operators
    assert next_steps(olga) == ["An agency of the government", "A model developer"]
    assert "Next on the checklist: An agency of the government." in olga.read("/")

    registered(
        olga,
        NSA,
        "NSA",
        "government",
        "Administration",
        "Personnel",
        *dict.fromkeys(o for _, o, _ in OFFICIALS),
    )
    assert next_steps(olga)[0] == f"{NSA}: two administrators in different offices"
    nora, neil = with_administrators(operators, NSA, "nora", "neil")
    registered(olga, CISA, "CISA", "government", "Administration", "Personnel", "Cybersecurity Division")
    gwen, glen = with_administrators(operators, CISA, "gwen", "glen")
    assert next_steps(olga) == ["A model developer"]

    assert next_steps(nora)[0] == "Two policy editors in different offices"
    people = {}
    for key, where, roles in OFFICIALS:
        editor = ["policy_editor"] if key in ("paul", "petra") else []
        people[key] = joined(nora, NSA, key, where, roles + editor)
    cora = joined(gwen, CISA, "cora", "Cybersecurity Division", ["consulted_official"])
    assert "Policies" not in people["paul"].read("/"), "two administrators sign for the role first"
    nora.signs_for_roles()
    assert neil.signs_for_roles() > 0
    gwen.signs_for_roles()
    glen.signs_for_roles()
    assert next_steps(nora) == []

    paul, petra = people["paul"], people["petra"]
    assert next_steps(paul) == [
        "A complete policy version",
        "A policy version in force",
    ]
    assert "There is no policy yet." in paul.read("/policies/")
    assert "values that this software ships with" in paul.send("/policies/new/")
    assert (
        "Version 1: choose the agency that determines; choose at least one office to consult."
        in paul.read("/")
    )
    policy = {
        "effective_at": eastern(hours=2),
        "lead_agency": str(Organization.objects.get(name=NSA).pk),
        "consultees": [office(CISA, "Cybersecurity Division")],
    }
    paul.send("/policies/1/edit/", **policy)
    assert next_steps(petra) == ["A policy version in force"]
    paul.send("/policies/1/activate/")
    petra.send("/policies/1/activate/")
    assert "Version 1 is signed and comes into force on its effective date." in paul.read("/")
    clock.advance(timedelta(hours=3))
    assert next_steps(paul) == next_steps(petra) == []

    registered(olga, MERIDIAN, "Meridian", "developer", "Administration", "Personnel", "Legal")
    maya, miles = with_administrators(operators, MERIDIAN, "maya", "miles")
    assert next_steps(olga) == []
    assert next_steps(maya) == [
        f"{MERIDIAN}: a person who writes the application (certifying officer, drafter, security contact)",
        f"{MERIDIAN}: a person who submits it (certifying officer)",
    ]
    dana = joined(maya, MERIDIAN, "dana", "Legal", ["drafter"])
    carl = joined(miles, MERIDIAN, "carl", "Legal", ["certifying_officer"])
    maya.signs_for_roles()
    miles.signs_for_roles()
    assert next_steps(maya) == []
    assert "Nothing is missing. A developer can submit an application." in olga.read("/checklist/")
    assert not Appointment.objects.filter(state="proposed").exists()

    submitted = submit(dana, carl)
    assert submitted.state == "submitted"
    assert "Larkspur" not in olga.read("/")
    assert submitted.number in people["ines"].read("/")
    assert submitted.number not in cora.read("/")


def submit(dana: Person, carl: Person) -> Request:
    """Write an application and submit it."""
    dana.send("/requests/begin/", model="new", codename="Larkspur")
    request = Request.objects.get()
    answers = {
        **ANSWERS,
        "variants": [str(variant.pk) for variant in request.model.variants.all()],
        "agencies": [str(Organization.objects.get(name=NSA).pk)],
        "partner_release": eastern(days=75),
    }
    for section in SECTIONS:
        typed = {field.name: answers[field.name] for field in section.fields if field.name in answers}
        dana.send(f"/requests/{request.number}/application/{section.name}/", **typed)
    carl.send(f"/requests/{request.number}/steps/submit/", certified="on", voluntary_notice="on")
    return Request.objects.get()


@pytest.mark.parametrize("key", ["olga@ood.example"])
def test_the_checklist_says_who_can_do_what(db: None, begin: Begin, answers_file: Path, key: str) -> None:
    said = begin("--file", str(answers_file))
    link = re.findall(r"http://[^/]+(/accounts/\S+)", said.out)[0]
    page = Person(key).sets_password(link).read("/checklist/")
    for words in (
        "Two site operators in different offices",
        "An agency of the government",
        "Two policy editors in different offices",
        "A complete policy version",
        "An intake officer",
        "Two reviewers",
        "Two roster administrators in different offices",
        "A policy version in force",
        "A model developer",
        "Administrators of an agency",
    ):
        assert words in page, words
