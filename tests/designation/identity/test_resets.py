"""Two administrators of different offices reset how somebody signs in; nobody alone, and never by mail."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.http import HttpResponse
from django.test import Client

from designation.identity.models import FactorReset
from designation.people.models import Person
from designation.roles import Role
from designation.web.actor import PROVED_AT, PROVED_BY
from tests.designation.people.conftest import PASSWORD, World, office_of
from workflow import clock, outbox
from workflow.models import Entry


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    session = client.session
    session[PROVED_AT], session[PROVED_BY] = clock.now().isoformat(), "password"
    session.save()
    return client


@pytest.fixture
def dora(world: World) -> Person:
    """A drafter of the developer's who lost the phone with the authenticator app."""
    person = world.person(office_of(world.developer, "Policy"), "Dora Draft", Role.DRAFTER)
    Authenticator.objects.create(user=person, type="totp", data={"secret": "lost"})
    Authenticator.objects.create(user=person, type="recovery_codes", data={"seed": "lost"})
    return person


def ask(
    client: Client, person: Person, reason: str = "She called from the number on her badge."
) -> HttpResponse:
    return client.post(f"/people/{person.organization.pk}/people/{person.pk}/reset/", {"reason": reason})


def sign(client: Client, reset: FactorReset) -> HttpResponse:
    address = f"/people/{reset.organization_id}/resets/{reset.pk}/reset/"
    page = client.get(address).content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="([a-z_]+)" value="([^"]*)"', page))
    return client.post(address, hidden | {"sign": "1"})


def test_two_administrators_of_different_offices_reset(world: World, dora: Person) -> None:
    ada, adrian = world.administrators(world.developer)
    lost = signed_in(dora)
    assert lost.get("/").status_code == 200
    asked = ask(signed_in(ada), dora)
    reset = FactorReset.objects.get()
    assert asked["Location"].endswith(f"/resets/{reset.pk}/")
    assert sign(signed_in(ada), reset).status_code == 302
    assert Authenticator.objects.filter(user=dora).count() == 2
    assert "Sign to reset how somebody signs in" in signed_in(adrian).get("/").content.decode()
    assert sign(signed_in(adrian), reset).status_code == 302
    reset = FactorReset.objects.get()
    assert reset.state == "done"
    assert not Authenticator.objects.filter(user=dora).exists()
    assert lost.get("/")["Location"].startswith("/accounts/login/")
    assert Entry.objects.get(event="reset.done").details["person"] == str(dora.pk)
    mail.outbox.clear()
    outbox.deliver(1000)
    told = [one.subject for one in mail.outbox if dora.email in one.to]
    assert "How you sign in was changed" in told
    again = Client()
    again.post("/accounts/login/", {"login": dora.email, "password": PASSWORD})
    assert PROVED_AT in again.session


def test_one_administrator_alone_resets_nothing(world: World, dora: Person) -> None:
    ada = world.administrators(world.developer)[0]
    client = signed_in(ada)
    ask(client, dora)
    reset = FactorReset.objects.get()
    sign(client, reset)
    sign(client, reset)
    assert FactorReset.objects.get().state == "asked"
    assert Authenticator.objects.filter(user=dora).count() == 2


def test_nobody_resets_themselves(world: World) -> None:
    ada, adrian = world.administrators(world.developer)
    Authenticator.objects.create(user=ada, type="totp", data={"secret": "lost"})
    own = ask(signed_in(ada), ada)
    assert own.status_code == 409
    assert "Nobody resets their own ways" in own.content.decode()
    ask(signed_in(adrian), ada)
    reset = FactorReset.objects.get()
    refused = sign(signed_in(ada), reset)
    assert refused.status_code == 409
    sign(signed_in(adrian), reset)
    assert Authenticator.objects.filter(user=ada).exists()


def test_strangers_find_no_reset(world: World, dora: Person) -> None:
    ask(signed_in(world.administrators(world.developer)[0]), dora)
    reset = FactorReset.objects.get()
    address = f"/people/{reset.organization_id}/resets/{reset.pk}/"
    other = signed_in(world.administrators(world.agency)[0])
    assert [other.get(address).status_code, signed_in(dora).get(address).status_code] == [404, 404]
    elsewhere = address.replace(str(reset.organization_id), str(world.agency.pk))
    assert other.get(elsewhere).status_code == 404
    assert ask(other, dora).status_code == 404


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_reset_says_why_and_waits_once(world: World, dora: Person, reason: str) -> None:
    client = signed_in(world.administrators(world.developer)[0])
    assert ask(client, dora, reason).status_code in (200, 409)
    assert not FactorReset.objects.exists()
    ask(client, dora)
    assert "waits for signatures already" in ask(client, dora).content.decode()


def test_where_nothing_is_set_up_there_is_nothing_to_reset(world: World) -> None:
    person = world.person(office_of(world.developer, "Policy"), "Nils New", Role.DRAFTER)
    refused = ask(signed_in(world.administrators(world.developer)[0]), person)
    assert "There is nothing to reset" in refused.content.decode()
