"""A suspension is lifted by two people of the right sides, and never by the person who placed it."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from designation.artifacts.models import Share
from designation.demo.world import World
from designation.insider_risk import actions
from designation.models import Suspension
from tests.designation.artifacts.reading import Reader
from tests.designation.insider_risk.test_placing_on_pages import text_of
from tests.designation.walking import fresh, refused

As = Callable[[World, str], Client]
WHY = "An odd pattern."


def placed(world: World, what: str, by: str, share: Share) -> Suspension:
    """Return a suspension of the evaluator, of their agency or of the report, placed by somebody."""
    actor = world.actor(by)
    if what == "artifact":
        return actions.suspend_artifact(share.artifact, actor=actor, reason=WHY)
    if what == "organization":
        return actions.suspend_organization(world.organizations["nsa"], actor=actor, reason=WHY)
    return actions.suspend_person(world.people["eve"], actor=actor, reason=WHY)


def signs(world: World, suspension: Suspension, key: str) -> tuple[str, ...]:
    """Return the codes of a refusal, or of what the lifting still lacks after this signature; none if it is lifted."""
    return refused(lambda: world.act(suspension, "lift", key))


LACKING = [("second_officer",), ("second_of_organization",)]
PAIRS = [
    *[("person", "ira", one, other) for one, other in (("ivo", "iris"), ("ivo", "nora"), ("neil", "iris"))],
    *[("person", "nora", one, other) for one, other in (("neil", "ira"), ("ivo", "neil"))],
    *[("organization", "ira", one, other) for one, other in (("ivo", "iris"), ("nora", "iris"))],
    *[("artifact", "ira", one, other) for one, other in (("dana", "ivo"), ("ivo", "carl"), ("iris", "ivo"))],
    *[("artifact", "dana", one, other) for one, other in (("carl", "sam"), ("sam", "ira"))],
]
WRONG = [
    *[("person", "ira", one, other) for one, other in (("nora", "neil"), ("ivo", "ivo"))],
    *[("person", "nora", one, other) for one, other in (("ivo", "iris"), ("neil", "neil"))],
    *[("organization", "ira", one, other) for one, other in (("nora", "neil"),)],
    *[("artifact", "ira", one, other) for one, other in (("dana", "carl"), ("dana", "dana"))],
    *[("artifact", "dana", one, other) for one, other in (("ira", "ivo"), ("carl", "carl"))],
]


@pytest.mark.parametrize(("what", "by", "one", "other"), PAIRS)
def test_two_of_the_right_sides_lift_it(
    present: World, share: Share, what: str, by: str, one: str, other: str
) -> None:
    suspension = placed(present, what, by, share)
    assert signs(present, suspension, one) in LACKING
    assert fresh(suspension).state == "active"
    assert signs(present, suspension, other) == ()
    assert fresh(suspension).state == "lifted"
    assert fresh(suspension).lifted_at is not None


@pytest.mark.parametrize(("what", "by", "one", "other"), WRONG)
def test_a_wrong_pair_does_not_lift_it(
    present: World, share: Share, what: str, by: str, one: str, other: str
) -> None:
    suspension = placed(present, what, by, share)
    for key in (one, other):
        assert signs(present, suspension, key) in LACKING
    assert fresh(suspension).state == "active"


@pytest.mark.parametrize(
    ("what", "by"), [("person", "ira"), ("person", "nora"), ("organization", "ira"), ("artifact", "dana")]
)
def test_whoever_placed_it_does_not_sign(present: World, share: Share, what: str, by: str) -> None:
    suspension = placed(present, what, by, share)
    assert signs(present, suspension, by) == ("placed_it",)


def test_the_suspended_person_does_not_sign(present: World, share: Share) -> None:
    suspension = actions.suspend_person(present.people["ivo"], actor=present.actor("ira"), reason=WHY)
    assert signs(present, suspension, "ivo") == ("not_your_role",)


@pytest.mark.parametrize(
    "key", ["eve", "ravi", "abel", "paul", "rhea", "gwen", "maya", "dana", "olga", "ada"]
)
def test_others_do_not_sign(present: World, share: Share, key: str) -> None:
    suspension = placed(present, "person", "ira", share)
    assert signs(present, suspension, key) == ("not_your_role",)


def test_two_people_lift_it_on_the_pages(
    present: World, eve: Reader, of_eve: Suspension, as_person: As
) -> None:
    assert eve.opens().status_code == 404
    page, step = (
        reverse("suspension", args=[of_eve.number]),
        reverse("suspension_step", args=[of_eve.number, "lift"]),
    )
    ivo, nora = as_person(present, "ivo"), as_person(present, "nora")
    assert "Nobody has signed yet." in text_of(ivo.get(page))
    assert step in ivo.get(page).content.decode()
    signing = ivo.get(step)
    assert "An odd pattern." in text_of(signing)
    first = ivo.post(step, {"content": _content(signing), "sign": "1"}, follow=True)
    assert "Ivo Pace signed" in text_of(first)
    assert eve.opens().status_code == 404
    last = nora.post(step, {"content": _content(nora.get(step)), "sign": "1"}, follow=True)
    assert "The suspension is lifted." in text_of(last)
    assert eve.opens().status_code == 200


def test_a_signature_can_be_taken_back(
    present: World, share: Share, of_eve: Suspension, as_person: As
) -> None:
    present.act(of_eve, "lift", "ivo")
    as_person(present, "ivo").post(reverse("suspension_take_back", args=[of_eve.number, "lift"]))
    present.act(of_eve, "lift", "nora")
    assert fresh(of_eve).state == "active"


def _content(response: Any) -> str:
    found = re.search(r'name="content" value="([0-9a-f]+)"', response.content.decode())
    assert found is not None
    return found.group(1)
