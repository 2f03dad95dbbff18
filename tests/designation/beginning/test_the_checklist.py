"""The checklist says what is missing, as the rules would refuse it, to those who can mend it and to nobody else."""

from collections.abc import Callable

import pytest
from django.test import Client

from designation.demo.world import World
from designation.models import Appointment, Policy
from designation.people.actions import appointments, organizations
from designation.policies import actions as policies
from designation.roles import Role
from tests.overwriting import overwrite

AsPerson = Callable[[World, str], Client]
PAIR = "A determining official and a records certifier in different offices of the agency that determines"
EDITORS = "Two policy editors in different offices"
IN_FORCE = "A policy version in force"


def missing(world: World, as_person: AsPerson, key: str) -> list[str]:
    """Return what is missing on somebody's desk."""
    return [task.what for task in as_person(world, key).get("/").context["missing"]]


def left(world: World, key: str, role: str, by: str = "nora") -> None:
    """End a role."""
    held = Appointment.objects.get(person=world.people[key], role=role, state="active")
    appointments.end(held, actor=world.actor(by))


def test_nothing_is_missing_in_a_site_at_work(demo_world: World, as_person: AsPerson) -> None:
    for key in ("olga", "nora", "gwen", "paul", "maya", "dana", "ines"):
        assert missing(demo_world, as_person, key) == []
    page = as_person(demo_world, "olga").get("/checklist/").content.decode()
    assert "Nothing is missing. A developer can submit an application." in page
    assert "Missing</span>" not in page


@pytest.mark.parametrize(
    ("key", "role", "what"),
    [
        ("dora", Role.DETERMINING_OFFICIAL, PAIR),
        ("cleo", Role.RECORDS_CERTIFIER, PAIR),
        ("ines", Role.INTAKE_OFFICER, "An intake officer"),
        ("rosa", Role.REVIEWER, "Two reviewers (a reconsideration needs another lead)"),
        ("petra", Role.POLICY_EDITOR, EDITORS),
    ],
)
def test_what_the_lead_agency_lacks_is_for_its_administrators(
    demo_world: World, as_person: AsPerson, key: str, role: str, what: str
) -> None:
    left(demo_world, key, role)
    assert missing(demo_world, as_person, "nora") == [what]
    assert missing(demo_world, as_person, "gwen") == ([what] if what == EDITORS else [])
    for other in ("olga", "maya", "dana", "ravi"):
        assert missing(demo_world, as_person, other) == []
    assert what in as_person(demo_world, "olga").get("/checklist/").content.decode()


def test_what_any_agency_may_lend_is_for_the_administrators_of_all(
    demo_world: World, as_person: AsPerson
) -> None:
    for key, by in (("rolf", "gwen"), ("rita", "gwen"), ("rene", "nora")):
        left(demo_world, key, Role.ROSTER_ADMINISTRATOR, by=by)
    for key in ("nora", "gwen", "otto"):
        assert missing(demo_world, as_person, key) == ["Two roster administrators in different offices"]


def test_a_consulted_office_is_for_its_own_administrators(demo_world: World, as_person: AsPerson) -> None:
    left(demo_world, "omar", Role.CONSULTED_OFFICIAL, by="otto")
    assert missing(demo_world, as_person, "otto") == ["A consulted official in Technology Security"]
    assert missing(demo_world, as_person, "nora") == []


def test_who_lacks_an_administrator_is_for_the_operators(demo_world: World, as_person: AsPerson) -> None:
    left(demo_world, "neil", Role.ADMINISTRATOR, by="olga")
    assert missing(demo_world, as_person, "olga") == [
        "National Security Agency: two administrators in different offices"
    ]
    assert missing(demo_world, as_person, "nora") == []


def test_one_complete_developer_is_enough_for_the_operators(demo_world: World, as_person: AsPerson) -> None:
    left(demo_world, "carl", Role.CERTIFYING_OFFICER, by="maya")
    assert missing(demo_world, as_person, "maya") == [
        "Meridian Labs: a person who submits it (certifying officer)"
    ]
    assert missing(demo_world, as_person, "hana") == missing(demo_world, as_person, "olga") == []
    left(demo_world, "hope", Role.CERTIFYING_OFFICER, by="hana")
    page = as_person(demo_world, "olga").get("/checklist/").content.decode()
    for name in ("Meridian Labs", "Halcyon Research"):
        assert f"{name}: a person who submits it (certifying officer)" in page


def test_the_operators_themselves_are_on_the_list(demo_world: World, as_person: AsPerson) -> None:
    organizations.close_account(demo_world.people["oskar"], actor=demo_world.actor("olga"))
    assert missing(demo_world, as_person, "olga") == ["Two site operators in different offices"]


def test_the_policy_is_for_its_editors(demo_world: World, as_person: AsPerson) -> None:
    overwrite(Policy.objects.all(), state="discarded")
    assert missing(demo_world, as_person, "paul") == [
        "A complete policy version",
        IN_FORCE,
    ]
    policies.draft(actor=demo_world.actor("paul"))
    assert missing(demo_world, as_person, "paul") == ["A complete policy version", IN_FORCE]
    assert missing(demo_world, as_person, "nora") == missing(demo_world, as_person, "gwen") == []


def test_what_a_draft_lacks_is_told_in_the_words_of_its_rule(demo_world: World, as_person: AsPerson) -> None:
    overwrite(Policy.objects.all(), state="discarded")
    draft = policies.draft(actor=demo_world.actor("paul"))
    note = as_person(demo_world, "petra").get("/").context["missing"][0].matter
    assert note == f"Version {draft.number}: {'; '.join(draft.problems())}."


def test_operators_read_nothing_of_a_draft(demo_world: World, as_person: AsPerson) -> None:
    overwrite(Policy.objects.all(), state="discarded")
    draft = policies.draft(actor=demo_world.actor("paul"))
    (lacking, *_) = draft.problems()
    desk = as_person(demo_world, "petra").get("/").content.decode()
    assert lacking in desk
    page = as_person(demo_world, "olga").get("/checklist/").content.decode()
    assert "A complete policy version" in page
    assert lacking not in page


def test_an_empty_desk_says_what_comes_next(demo_world: World, as_person: AsPerson) -> None:
    left(demo_world, "ines", Role.INTAKE_OFFICER)
    page = as_person(demo_world, "nora").get("/").content.decode()
    assert "You have no tasks now. Next on the checklist: An intake officer." in page
    assert 'href="/checklist/"' not in page
