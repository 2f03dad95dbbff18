"""Attacks 16 and 20: another's way to sign in by its id, a secret shown twice, and an invitation meant for another."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from designation.demo.cast import PASSWORD
from designation.demo.world import World
from designation.models import Invitation, Person
from designation.people.actions import invitations
from tests.attacks.conftest import Browser
from tests.designation.identity.test_ways_to_sign_in import WAYS, set_up_app


@pytest.mark.parametrize("page", ["", "remove/"])
def test_anothers_passkey_by_its_id(world: World, as_person: Browser, page: str) -> None:
    theirs = Authenticator.objects.create(
        user=world.people["abel"], type="webauthn", data={"name": "Key", "credential": {}, "counter": 0}
    )
    carl = as_person(world, "carl")
    for method in (carl.get, carl.post):
        answer = method(f"{WAYS}passkeys/{theirs.pk}/{page}", {"name": "Mine"})
        assert answer.status_code in (302, 404), answer.status_code
    theirs.refresh_from_db()
    assert theirs.data["name"] == "Key"


def test_the_secret_of_an_app_is_shown_once_to_its_owner_alone(world: World, as_person: Browser) -> None:
    owner, other = as_person(world, "ravi"), as_person(world, "rosa")
    page = owner.get(f"{WAYS}app/").content.decode()
    secret = re.search(r'<code class="fd-digest">([A-Z2-7]+)</code>', page)[1]
    set_up_app(owner)
    for client in (owner, other):
        for address in (WAYS, f"{WAYS}app/", f"{WAYS}app/remove/"):
            assert secret not in client.get(address, follow=True).content.decode(), address


def test_an_invitation_makes_an_account_for_its_own_mailbox_alone(world: World, as_person: Browser) -> None:
    office = world.office("nsa", "Evaluation")
    invitation = invitations.invite(
        world.organizations["nsa"],
        actor=world.actor("nora"),
        email="new@nsa.example",
        name="New Person",
        office=office,
        now=world.now,
    )
    link = invitations.link(invitation)
    people = Person.objects.count()
    eve = as_person(world, "eve")
    eve.get(link, follow=True)
    sent = {
        "name": "Eve Laurent",
        "email": "eve@elsewhere.example",
        "password1": PASSWORD,
        "password2": PASSWORD,
    }
    eve.post("/invitation/", sent)
    stranger = Client()
    stranger.get(link, follow=True)
    stranger.post("/invitation/", sent)
    assert not Person.objects.filter(email="eve@elsewhere.example").exists()
    assert Person.objects.count() <= people + 1
    accepted = Invitation.objects.get(pk=invitation.pk).accepted_by
    assert accepted is None or accepted.email == "new@nsa.example"
