"""Authenticator apps and recovery codes, who needs them, and what a signature takes as proof."""

import re
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from designation.demo.cast import PASSWORD
from designation.demo.world import World
from designation.identity.factors.adapter import Adapter
from designation.people.actions import organizations
from designation.policies import actions as policies
from designation.policies.models import Policy
from designation.web.actor import PROVED_AT
from tests.overwriting import overwrite
from workflow import clock
from workflow.guards import Actor
from workflow.models import Approval, Entry, Job

AsPerson = Callable[[World, str], Client]
WAYS = "/accounts/ways-in/"


def code_of(world: World, key: str, *, ahead: int = 0) -> str:
    """The code that somebody's app shows now, or `ahead` periods later."""
    app = Authenticator.objects.get(user=world.people[key], type="totp")
    secret = Adapter().decrypt(app.data["secret"])
    return _code(secret, ahead)


def _code(secret: str, ahead: int = 0) -> str:
    counter = int(time.time()) // app_settings.TOTP_PERIOD + ahead
    return format_hotp_value(hotp_value(secret, counter))


def set_up_app(client: Client) -> HttpResponse:
    """Set up an authenticator app as its owner does."""
    form = client.get(f"{WAYS}app/")
    secret = re.search(r'<code class="fd-digest">([A-Z2-7]+)</code>', form.content.decode())[1]
    return client.post(f"{WAYS}app/", {"code": _code(secret)})


def password_given(world: World, key: str) -> Client:
    """A browser in which somebody gave their password."""
    client = Client()
    client.post("/accounts/login/", {"login": world.people[key].email, "password": PASSWORD})
    return client


def is_signed_in(client: Client) -> bool:
    return PROVED_AT in client.session


def in_force(world: World, **values: Any) -> None:
    """Let the policy in force say this as well."""
    present = Policy.in_force(clock.now())
    overwrite(Policy.objects.filter(pk=present.pk), values=present.values | values)


def test_after_the_password_the_app_is_asked_for(present: World, as_person: AsPerson) -> None:
    codes = set_up_app(as_person(present, "ravi"))
    assert codes["Location"] == f"{WAYS}recovery-codes/"
    client = password_given(present, "ravi")
    assert not is_signed_in(client)
    assert client.get("/requests/")["Location"].startswith("/")
    assert not is_signed_in(client)
    client.post(f"{WAYS}authenticate/", {"code": code_of(present, "ravi", ahead=1)})
    assert is_signed_in(client)


@pytest.mark.parametrize("shape", ["{}", " {} ", "{} "])
def test_a_code_works_once_however_it_is_typed(present: World, as_person: AsPerson, shape: str) -> None:
    set_up_app(as_person(present, "ravi"))
    code = code_of(present, "ravi", ahead=1)
    first, second = password_given(present, "ravi"), password_given(present, "ravi")
    first.post(f"{WAYS}authenticate/", {"code": code})
    again = second.post(f"{WAYS}authenticate/", {"code": shape.format(code)})
    assert is_signed_in(first)
    assert not is_signed_in(second)
    assert "That did not match" in again.content.decode()


def test_a_recovery_code_signs_in_once_and_never_signs(present: World, as_person: AsPerson) -> None:
    client = as_person(present, "paul")
    set_up_app(client)
    codes = re.findall(r"<li><code>(\d+)</code>", client.get(f"{WAYS}recovery-codes/").content.decode())
    assert len(codes) == 10
    first = password_given(present, "paul")
    first.post(f"{WAYS}authenticate/", {"code": codes[0]})
    assert is_signed_in(first)
    second = password_given(present, "paul")
    second.post(f"{WAYS}authenticate/", {"code": codes[0]})
    assert not is_signed_in(second)
    draft = policies.draft(actor=present.actor("paul"))
    _let_the_proof_age(first)
    refused = sign(first, draft, proof_code=codes[1])
    assert "not the present code" in refused.content.decode()
    third = password_given(present, "paul")
    third.post(f"{WAYS}authenticate/", {"code": codes[1]})
    assert is_signed_in(third)  # trying to sign with it did not use it up


def sign(client: Client, draft: Policy, **more: str) -> HttpResponse:
    """Send the signing page of a policy draft as it stands."""
    address = f"/policies/{draft.number}/activate/"
    page = client.get(address).content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="([a-z_]+)" value="([^"]*)"', page))
    return client.post(address, hidden | {"sign": "1"} | more)


def _let_the_proof_age(client: Client) -> None:
    session = client.session
    session[PROVED_AT] = "2020-01-01T00:00:00+00:00"
    session.save()


def ready_to_sign(present: World) -> Policy:
    draft = policies.draft(actor=present.actor("paul"))
    later = clock.now() + timedelta(days=9)
    policies.save(draft, actor=present.actor("paul"), values=dict(draft.values), effective_at=later)
    return draft


def signatures(present: World, key: str) -> int:
    return Approval.objects.filter(
        step="activate", actor=present.people[key].pk, machine="designation.Policy"
    ).count()


def test_a_signature_takes_a_code_of_the_app(present: World, as_person: AsPerson) -> None:
    client = as_person(present, "petra")
    set_up_app(client)
    draft = ready_to_sign(present)
    _let_the_proof_age(client)
    before = signatures(present, "petra")
    assert "Fill in one of these" in client.get(f"/policies/{draft.number}/activate/").content.decode()
    assert sign(client, draft).status_code == 409
    assert sign(client, draft, proof_code="000000").status_code == 409
    assert signatures(present, "petra") == before
    assert sign(client, draft, proof_code=code_of(present, "petra", ahead=1)).status_code == 302
    assert signatures(present, "petra") == before + 1


def test_where_policy_takes_no_password_nobody_signs_with_one(present: World, as_person: AsPerson) -> None:
    in_force(present, proof_methods=["passkey", "authenticator"])
    draft = ready_to_sign(present)
    client = as_person(present, "petra")  # proved by password a moment ago: that no longer counts
    page = client.get(f"/policies/{draft.number}/activate/").content.decode()
    assert 'name="password"' not in page
    assert f'href="{WAYS}"' in page
    refused = sign(client, draft, password=PASSWORD)
    assert refused.status_code == 409
    assert "Set up a passkey or an authenticator app first" in refused.content.decode()
    set_up_app(client)
    assert sign(client, draft, proof_code=code_of(present, "petra", ahead=1)).status_code == 302


def test_a_proof_counts_for_as_long_as_policy_says(present: World, as_person: AsPerson) -> None:
    draft = ready_to_sign(present)
    client = as_person(present, "petra")
    session = client.session
    session[PROVED_AT] = (clock.now() - timedelta(minutes=10)).isoformat()
    session.save()
    address = f"/policies/{draft.number}/activate/"
    assert 'name="password"' not in client.get(address).content.decode()
    in_force(present, proof_minutes=5)
    assert 'name="password"' in client.get(address).content.decode()
    assert sign(client, draft).status_code == 409
    assert sign(client, draft, password=PASSWORD).status_code == 302


def test_whoever_needs_one_sets_it_up_first_and_loses_nothing(present: World, as_person: AsPerson) -> None:
    in_force(present, strong_roles=["policy_editor"])
    client = as_person(present, "petra")
    assert client.get("/policies/")["Location"] == WAYS
    assert client.get(WAYS).status_code == 200
    assert client.get("/about/").status_code == 200
    sent = client.post(
        "/policies/closures/new/",
        {"day": "12/24/2026", "source": "Executive Order of December 1"},
        headers={"Origin": "http://testserver", "Accept": "text/html"},
    )
    assert sent.status_code == 403
    assert "Executive Order of December 1" in sent.content.decode()
    assert as_person(present, "ravi").get("/requests/").status_code == 200
    set_up_app(client)
    assert client.get("/policies/").status_code == 200


def test_the_last_one_stays_while_a_role_needs_it(present: World, as_person: AsPerson) -> None:
    in_force(present, strong_roles=["policy_editor"])
    client = as_person(present, "petra")
    set_up_app(client)
    shown = client.post(f"{WAYS}app/remove/").content.decode()
    assert "this is your last one" in shown
    assert Authenticator.objects.filter(user=present.people["petra"]).count() == 2  # the recovery codes too
    in_force(present, strong_roles=[])
    client.post(f"{WAYS}app/remove/")
    assert not Authenticator.objects.filter(user=present.people["petra"]).exists()


def test_the_last_passkey_stays_as_well(present: World, as_person: AsPerson) -> None:
    in_force(present, strong_roles=["policy_editor"])
    passkey = Authenticator.objects.create(
        user=present.people["petra"], type="webauthn", data={"name": "Key", "credential": {}}
    )
    client = as_person(present, "petra")
    client.post(f"{WAYS}passkeys/{passkey.pk}/remove/")
    assert Authenticator.objects.filter(pk=passkey.pk).exists()
    assert as_person(present, "ravi").post(f"{WAYS}passkeys/{passkey.pk}/remove/").status_code == 404
    in_force(present, strong_roles=[])
    client.post(f"{WAYS}passkeys/{passkey.pk}/remove/")
    assert not Authenticator.objects.filter(pk=passkey.pk).exists()


def test_what_is_set_up_and_removed_is_recorded_and_told(present: World, as_person: AsPerson) -> None:
    client = as_person(present, "petra")
    set_up_app(client)
    client.post(f"{WAYS}app/remove/")
    about = {"details__person": str(present.people["petra"].pk)}
    log = present.people["petra"].organization.log_id
    found = Entry.objects.filter(log=log, event__startswith="factor.", **about).order_by("index")
    events = [(entry.event, entry.details["kind"]) for entry in found]
    assert events[:2] == [("factor.added", "totp"), ("factor.added", "recovery_codes")]
    assert set(events[2:]) == {("factor.removed", "totp"), ("factor.removed", "recovery_codes")}
    assert Job.objects.filter(event="account.ways_changed").count() >= 1


def test_the_database_holds_no_secret_of_an_app(present: World, as_person: AsPerson) -> None:
    set_up_app(as_person(present, "petra"))
    app = Authenticator.objects.get(user=present.people["petra"], type="totp")
    secret = Adapter().decrypt(app.data["secret"])
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(data::text, ' ') FROM mfa_authenticator")
        assert secret not in cursor.fetchone()[0]


def test_a_secret_key_that_is_gone_opens_nothing_and_an_earlier_one_still_does(
    present: World, as_person: AsPerson, settings: Any
) -> None:
    set_up_app(as_person(present, "petra"))
    code = code_of(present, "petra", ahead=1)
    earlier, settings.SECRET_KEY = (
        settings.SECRET_KEY,
        "another secret key, long enough for a test of it: 0123456789",
    )
    shut = password_given(present, "petra")
    assert shut.post(f"{WAYS}authenticate/", {"code": code}).status_code == 200
    assert not is_signed_in(shut)
    settings.SECRET_KEY_FALLBACKS = [earlier]
    client = password_given(present, "petra")
    client.post(f"{WAYS}authenticate/", {"code": code})
    assert is_signed_in(client)


def test_a_closed_account_keeps_no_way_in(present: World, as_person: AsPerson) -> None:
    client = as_person(present, "ravi")
    set_up_app(client)
    administrator = (
        present.people["ravi"].organization.appointments.filter(role="administrator").first().person
    )
    organizations.close_account(present.people["ravi"], actor=Actor(administrator.pk, administrator.name))
    assert not Authenticator.objects.filter(user=present.people["ravi"]).exists()


def test_one_sees_and_changes_the_own_ways_alone(present: World, as_person: AsPerson) -> None:
    set_up_app(as_person(present, "petra"))
    stranger = as_person(present, "ravi")
    assert "Remove the app" not in stranger.get(WAYS).content.decode()
    assert stranger.get(f"{WAYS}recovery-codes/").status_code == 404
    assert stranger.post(f"{WAYS}app/remove/").status_code == 404
    assert Authenticator.objects.filter(user=present.people["petra"], type="totp").exists()
