"""Signing a policy version: two editors of different offices, each bound to what the page showed."""

from collections.abc import Callable
from datetime import timedelta

from django.test import Client

from designation.demo import cast
from designation.demo.world import World
from designation.models import Person, Policy
from designation.people.actions import appointments
from designation.policies import actions as policies
from designation.roles import Role
from workflow import clock

from .conftest import hidden, sign

AsPerson = Callable[[World, str], Client]


def state(row: Policy) -> str:
    return str(Policy.objects.get(pk=row.pk).state)


def colleague(world: World) -> Person:
    """Add a third editor, who sits in Paul's office."""
    paul = world.people["paul"]
    person = Person.objects.create_user("pia@nsa.example", name="Pia Long", office=paul.office)
    outcome = appointments.propose(person, actor=world.actor("nora"), role=Role.POLICY_EDITOR, now=world.now)
    appointments.sign(outcome.subject, actor=world.actor("neil"), now=world.now)
    world.people["pia"] = person
    return person


def test_two_editors_of_different_offices_put_a_version_into_force(
    demo_world: World, draft: Policy, as_person: AsPerson
) -> None:
    first = sign(as_person(demo_world, "paul"), 2)
    assert "You signed. A second person, of another office" in first
    assert "Take my signature back" in first
    assert state(draft) == "draft"
    second = sign(as_person(demo_world, "petra"), 2)
    assert state(draft) == "active"
    assert "Comes into force" in second
    assert "Signed by Paul Renner (Policy)" in second
    assert "Signed by Petra Voss (Directorate)" in second


def test_the_same_editor_twice_does_not_count_twice(
    demo_world: World, draft: Policy, as_person: AsPerson
) -> None:
    sign(as_person(demo_world, "paul"), 2)
    sign(as_person(demo_world, "paul"), 2)
    assert state(draft) == "draft"


def test_two_editors_of_one_office_do_not_suffice(
    demo_world: World, draft: Policy, as_person: AsPerson
) -> None:
    colleague(demo_world)
    sign(as_person(demo_world, "paul"), 2)
    said = sign(as_person(demo_world, "pia"), 2)
    assert "Somebody of another office has to sign" in said
    assert state(draft) == "draft"
    sign(as_person(demo_world, "petra"), 2)
    assert state(draft) == "active"


def test_a_signature_is_bound_to_what_the_page_showed_also_the_first(
    demo_world: World, draft: Policy, as_person: AsPerson
) -> None:
    petra = as_person(demo_world, "petra")
    form = hidden(petra.get("/policies/2/activate/").content.decode())
    policies.save(
        draft, actor=demo_world.actor("paul"), values={"extensions": 0}, effective_at=draft.effective_at
    )
    answer = petra.post("/policies/2/activate/", form)
    assert answer.status_code == 409
    assert "no longer what you saw" in answer.content.decode()
    again = hidden(answer.content.decode())
    petra.post("/policies/2/activate/", again)
    sign(as_person(demo_world, "paul"), 2)
    assert state(draft) == "active"


def test_changing_the_draft_drops_the_signatures_under_it(
    demo_world: World, draft: Policy, as_person: AsPerson
) -> None:
    sign(as_person(demo_world, "paul"), 2)
    policies.save(
        draft, actor=demo_world.actor("petra"), values={"extensions": 0}, effective_at=draft.effective_at
    )
    sign(as_person(demo_world, "petra"), 2)
    assert state(draft) == "draft"


def test_a_signature_can_be_taken_back(demo_world: World, draft: Policy, as_person: AsPerson) -> None:
    paul = as_person(demo_world, "paul")
    sign(paul, 2)
    said = paul.post("/policies/2/activate/take-back/", follow=True).content.decode()
    assert "Your signature is taken back." in said
    sign(as_person(demo_world, "petra"), 2)
    assert state(draft) == "draft"


def test_signing_asks_for_the_password_when_the_proof_is_old(
    demo_world: World, draft: Policy, as_person: AsPerson
) -> None:
    paul = as_person(demo_world, "paul")
    session = paul.session
    session["proved_at"] = (clock.now() - timedelta(hours=2)).isoformat()
    session.save()
    page = paul.get("/policies/2/activate/").content.decode()
    assert "Your password" in page
    wrong = paul.post("/policies/2/activate/", {**hidden(page), "password": "wrong"})
    assert wrong.status_code == 409
    right = paul.post("/policies/2/activate/", {**hidden(page), "password": cast.PASSWORD}, follow=True)
    assert "You signed." in right.content.decode()


def test_what_lacks_is_said_where_the_button_would_be(
    demo_world: World, draft: Policy, as_person: AsPerson
) -> None:
    values = {"consultees": [str(demo_world.office("nsa", "Audit").pk)], "terms_signers": 6}
    policies.save(draft, actor=demo_world.actor("paul"), values=values, effective_at=None)
    page = as_person(demo_world, "paul").get("/policies/2/").content.decode()
    assert "a consulted official in Audit" in page
    assert "6 approving officials in different offices" in page
    assert "Give an effective date that lies ahead." in page
