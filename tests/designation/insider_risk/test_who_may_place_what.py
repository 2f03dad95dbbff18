"""Who may suspend whom: the organization concerned, a developer its artifacts, and insider-risk officers."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from designation.artifacts.models import Share
from designation.demo.world import World
from designation.insider_risk import actions
from designation.models import Suspension
from tests.designation.walking import fresh, refused

As = Callable[[World, str], Client]
WHY = "An odd pattern."
EVERYONE = (
    *("olga", "maya", "dana", "carl", "sam", "hana", "hope", "nora", "ines", "ravi", "dora", "cleo", "cyra"),
    *("abel", "eve", "ira", "paul", "ada", "gwen", "cora", "arno", "eli", "rhea", "otto", "omar"),
)


def placing(world: World, what: str, whom: str, by: str, share: Share) -> tuple[str, ...]:
    """Return the codes with which somebody's suspension of a person, organization or the report is refused."""
    actor = world.actor(by)

    def place() -> Any:
        if what == "artifact":
            actions.suspend_artifact(fresh(share.artifact), actor=actor, reason=WHY)
        elif what == "organization":
            actions.suspend_organization(world.organizations[whom], actor=actor, reason=WHY)
        else:
            actions.suspend_person(world.people[whom], actor=actor, reason=WHY)

    return refused(place)


MAY = [
    ("person", "eve", {"nora", "ira", "iris", "ivo"}),
    ("person", "eli", {"gwen", "ira", "iris", "ivo"}),
    ("person", "dana", {"maya", "sam", "ira", "ivo", "iris"}),
    ("person", "hope", set()),  # nobody but her can leave for her organization
    ("person", "olga", set()),
    ("organization", "nsa", {"nora", "ira", "iris", "ivo"}),
    ("organization", "developer", {"maya", "sam", "ira", "ivo", "iris"}),
    ("organization", "other", {"hana"}),
    ("organization", "site", set()),
    ("artifact", "", {"dana", "carl", "sam", "ira", "ivo", "iris"}),
]


@pytest.mark.parametrize(("what", "whom", "may"), MAY, ids=[f"{what}-{whom}" for what, whom, _ in MAY])
def test_who_may_place_it(present: World, share: Share, what: str, whom: str, may: set[str]) -> None:
    found = set()
    for key in (*EVERYONE, "iris", "ivo"):
        with transaction.atomic():
            if not placing(present, what, whom, key, share) and Suspension.objects.exists():
                found.add(key)
            transaction.set_rollback(True)
    assert found == may


def test_nobody_suspends_themselves(present: World, share: Share) -> None:
    assert "about_yourself" in placing(present, "person", "ira", "ira", share)


def test_one_side_suspends_the_same_thing_once(present: World, share: Share, of_eve: Suspension) -> None:
    assert placing(present, "person", "eve", "ivo", share) == ("suspended_already",)
    assert placing(present, "person", "eve", "nora", share) == ()


def test_an_artifact_that_is_gone_is_not_suspended(present: World, share: Share) -> None:
    present.act(share.artifact, "withdraw", "dana")
    assert placing(present, "artifact", "", "dana", share) == ("nothing_to_suspend",)


def test_the_last_person_who_can_leave_for_a_developer_is_not_suspended(present: World, share: Share) -> None:
    assert placing(present, "person", "carl", "ira", share) == ()
    assert placing(present, "person", "sam", "ira", share) == ("nobody_could_leave",)
    assert placing(present, "person", "dana", "ira", share) == ()


def test_an_officer_who_does_not_know_the_developer_finds_nobody_of_it(
    present: World, share: Share, as_person: As
) -> None:
    ira = as_person(present, "ira")
    for key in ("hope", "hana"):
        assert ira.get(reverse("suspend_person", args=[present.people[key].pk])).status_code == 404
    other = present.organizations["other"].pk
    assert ira.get(reverse("suspend_organization", args=[other])).status_code == 404
    assert b"Halcyon" not in ira.get(reverse("suspend_find"), {"q": "halcyon"}).content


def test_an_officer_who_takes_no_part_cannot_suspend_an_artifact(present: World, share: Share) -> None:
    present.act(share.window.request, "recuse", "ira")
    assert placing(present, "artifact", "", "ira", share) == ("not_your_role",)
