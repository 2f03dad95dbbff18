"""The actor of a request carries when and how the person last proved who they are."""

from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest
from django.test import Client

from designation.demo import cast
from designation.demo.world import World as DemoWorld
from designation.models import Policy
from designation.people.models import Person
from designation.policies import actions as policies
from designation.web.actor import PROVED_AT, PROVED_BY, actor_of
from tests.designation.people.conftest import PASSWORD, World
from tests.designation.policies.conftest import hidden
from workflow.guards import Actor

PROVED = (PROVED_AT, PROVED_BY)


def actor_in(client: Client, person: Person) -> Actor:
    asked = HttpRequest()
    asked.user, asked.session = person, client.session
    return actor_of(asked)


def is_proved(client: Client, person: Person) -> bool:
    """Whether the actor carries what the session holds, and a password was the proof."""
    actor = actor_in(client, person)
    held = client.session[PROVED_AT]
    return (actor.authenticated_at, actor.authenticated_by) == (datetime.fromisoformat(held), "password")


def test_without_a_proof_both_are_empty(world: World, sign_in: Callable[[Person], Client]) -> None:
    ada = world.administrators(world.developer)[0]
    actor = actor_in(sign_in(ada), ada)
    assert (actor.authenticated_at, actor.authenticated_by) == (None, "")


def test_signing_in_is_a_proof(world: World) -> None:
    ada, client = world.administrators(world.developer)[0], Client()
    client.post("/accounts/login/", {"login": ada.email, "password": PASSWORD})
    assert is_proved(client, ada)


def test_so_is_the_password_typed_again(world: World, sign_in: Callable[[Person], Client]) -> None:
    ada = world.administrators(world.developer)[0]
    client = sign_in(ada)
    client.post("/accounts/reauthenticate/", {"password": "wrong"})
    assert not set(PROVED) & set(client.session.keys())
    client.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": "/about/"})
    assert is_proved(client, ada)


def test_so_is_the_password_typed_while_signing_a_step(demo_world: DemoWorld) -> None:
    paul, client = demo_world.people["paul"], Client()
    client.force_login(paul)
    draft: Policy = policies.draft(actor=demo_world.actor("paul"))
    policies.save(draft, actor=demo_world.actor("paul"), values={}, effective_at=None)
    asked = hidden(client.get(f"/policies/{draft.number}/activate/").content.decode())
    client.post(f"/policies/{draft.number}/activate/", {**asked, "password": cast.PASSWORD})
    assert is_proved(client, paul)
