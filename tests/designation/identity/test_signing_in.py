"""Signing in and out, passwords, and nothing that tells whether an address has an account."""

import re
from collections.abc import Callable

import pytest
from django.core import mail
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from designation.people.actions import organizations
from designation.people.models import Person
from designation.web.actor import PROVED_AT
from tests.designation.people.conftest import PASSWORD, World, actor, office_of
from workflow import outbox

SignIn = Callable[[Person], Client]


def sign_in_page(client: Client, email: str, password: str = PASSWORD) -> HttpResponse:
    return client.post("/accounts/login/", {"login": email, "password": password})


def words(page: HttpResponse) -> str:
    """What stands on the page, without the form token and the address that was typed."""
    return re.sub(r'value="[^"]*"', "", page.content.decode())


def test_one_signs_in_with_address_and_password_and_lands_on_the_desk(world: World) -> None:
    client = Client()
    assert sign_in_page(client, "ADA@hr.example")["Location"] == "/"
    assert PROVED_AT in client.session


def test_a_wrong_password_and_an_unknown_address_look_the_same(world: World) -> None:
    wrong = sign_in_page(Client(), "ada@hr.example", "not the password at all")
    unknown = sign_in_page(Client(), "nobody@hr.example", "not the password at all")
    assert wrong.status_code == unknown.status_code == 200
    assert words(wrong) == words(unknown)
    assert "do not go together" in words(wrong)


def test_a_new_password_is_sent_to_accounts_and_the_page_does_not_tell(world: World) -> None:
    known = Client().post("/accounts/password/reset/", {"email": "ada@hr.example"}, follow=True)
    unknown = Client().post("/accounts/password/reset/", {"email": "nobody@hr.example"}, follow=True)
    assert words(known) == words(unknown)
    assert known.redirect_chain == unknown.redirect_chain  # type: ignore[attr-defined]  # the test client adds it


def test_the_link_in_the_mail_sets_a_new_password_once(world: World) -> None:
    outbox.deliver()
    mail.outbox.clear()
    client = Client()
    client.post("/accounts/password/reset/", {"email": "ada@hr.example"})
    link = re.search(r"https?://[^/]+(/accounts/password/reset/key/\S+)", reset_mail())
    assert link
    form = client.get(link[1], follow=True)
    new = "a much better password 7"
    answer = client.post(form.request["PATH_INFO"], {"password1": new, "password2": new}, follow=True)
    assert answer.redirect_chain
    assert client.session["_auth_user_id"] == str(Person.objects.get(email="ada@hr.example").pk)
    assert Client().login(email="ada@hr.example", password=new)
    assert "no longer works" in Client().get(link[1], follow=True).content.decode()


def reset_mail() -> str:
    """The mail with the link."""
    outbox.deliver()
    assert [message.to for message in mail.outbox] == [["ada@hr.example"]]
    return str(mail.outbox[0].body)


def test_strangers_get_no_mail(world: World) -> None:
    outbox.deliver()
    mail.outbox.clear()
    Client().post("/accounts/password/reset/", {"email": "nobody@hr.example"})
    outbox.deliver()
    assert mail.outbox == []


def test_a_changed_password_is_told_to_its_owner(world: World, sign_in: SignIn) -> None:
    outbox.deliver()
    mail.outbox.clear()
    new = "a much better password 7"
    typed = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    sign_in(world.operators[0]).post("/accounts/password/change/", typed)
    outbox.deliver()
    assert [(message.to, message.subject) for message in mail.outbox] == [
        ([world.operators[0].email], "Your password was changed")
    ]


def test_signing_out_is_a_post(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.operators[0])
    assert "Sign out" in client.get("/accounts/logout/").content.decode()
    assert "_auth_user_id" in client.session
    client.post("/accounts/logout/")
    assert "_auth_user_id" not in client.session


def test_nobody_signs_up(world: World) -> None:
    typed = {"email": "x@y.example", "password1": PASSWORD, "password2": PASSWORD}
    answer = Client().post("/accounts/signup/", typed)
    assert "made by invitation" in answer.content.decode()
    assert not Person.objects.filter(email="x@y.example").exists()


def test_a_password_is_changed_with_the_old_one(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.operators[0])
    new = "a much better password 7"
    typed = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert "not your password" not in client.get("/accounts/password/change/").content.decode()
    wrong = client.post("/accounts/password/change/", {**typed, "oldpassword": "wrong"})
    assert "Type the password that you use now." in wrong.content.decode()
    client.post("/accounts/password/change/", typed)
    assert Client().login(email=world.operators[0].email, password=new)


def test_proving_again_who_one_is_needs_the_own_password(world: World) -> None:
    client = Client()
    sign_in_page(client, "ada@hr.example")
    before = client.session[PROVED_AT]
    refused = client.post("/accounts/reauthenticate/", {"password": "wrong"})
    assert "That is not your password." in refused.content.decode()
    assert client.session[PROVED_AT] == before
    client.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": "/about/"})
    assert client.session[PROVED_AT] > before


def test_a_closed_account_cannot_sign_in(world: World) -> None:
    dora = world.person(office_of(world.developer, "Policy"), "Dora Draft")
    organizations.close_account(dora, actor=actor(world.administrators(world.developer)[0]))
    client = Client()
    answer = client.post("/accounts/login/", {"login": dora.email, "password": PASSWORD}, follow=True)
    assert "_auth_user_id" not in client.session
    assert "closed" in answer.content.decode() or "do not go together" in answer.content.decode()


def test_the_address_changes_only_by_a_new_invitation(world: World, sign_in: SignIn) -> None:
    page = sign_in(world.operators[0]).get("/accounts/email/").content.decode()
    assert "needs a new invitation" in page
    assert 'name="email"' not in page


def test_too_many_tries_are_stopped_without_telling_more(world: World) -> None:
    for _ in range(8):
        answer = sign_in_page(Client(), "ada@hr.example", "wrong password here")
    assert answer.status_code in (200, 429)
    assert "Too many tries" in answer.content.decode()
    right = sign_in_page(Client(), "ada@hr.example")
    assert "Too many tries" in right.content.decode()


def test_whoever_is_shut_out_by_the_guesses_of_others_gets_in_by_their_mailbox(world: World) -> None:
    outbox.deliver()
    mail.outbox.clear()
    for _ in range(8):
        shut_out = sign_in_page(Client(), "ada@hr.example", "a guess of somebody")
    assert "set a new password: with that you can sign in at once" in shut_out.content.decode()
    client, new = Client(), "a much better password 7"
    client.post("/accounts/password/reset/", {"email": "ada@hr.example"})
    link = re.search(r"https?://[^/]+(/accounts/password/reset/key/\S+)", reset_mail())
    assert link
    form = client.get(link[1], follow=True)
    client.post(form.request["PATH_INFO"], {"password1": new, "password2": new})
    assert sign_in_page(Client(), "ada@hr.example", new)["Location"] == "/"


@pytest.mark.parametrize("page", ["login", "password/reset", "signup", "inactive", "password/reset/done"])
def test_the_pages_of_signing_in_work_for_everybody(db: None, page: str) -> None:
    assert Client().get(f"/accounts/{page}/").status_code == 200


def test_a_known_device_still_gets_in_while_strangers_guess(world: World) -> None:
    known = Client()
    assert sign_in_page(known, "ada@hr.example")["Location"] == "/"
    known.post("/accounts/logout/")
    for _ in range(8):
        sign_in_page(Client(), "ada@hr.example", "a guess of somebody")
    assert "Too many tries" in sign_in_page(Client(), "ada@hr.example").content.decode()
    assert sign_in_page(known, "ada@hr.example")["Location"] == "/"


def test_a_known_device_has_a_limit_of_its_own(world: World) -> None:
    known = Client()
    sign_in_page(known, "ada@hr.example")
    known.post("/accounts/logout/")
    for _ in range(8):
        answer = sign_in_page(known, "ada@hr.example", "a guess on the device")
    assert "Too many tries" in answer.content.decode()


def test_a_device_of_somebody_else_is_not_known(world: World) -> None:
    other = Client()
    sign_in_page(other, "bob@hr.example")
    other.post("/accounts/logout/")
    for _ in range(8):
        sign_in_page(Client(), "ada@hr.example", "a guess of somebody")
    assert "Too many tries" in sign_in_page(other, "ada@hr.example").content.decode()


def test_requests_for_links_by_strangers_close_no_way_in(world: World) -> None:
    outbox.deliver()
    mail.outbox.clear()
    for _ in range(8):
        sign_in_page(Client(), "ada@hr.example", "a guess of somebody")
        asked = Client().post("/accounts/password/reset/", {"email": "ada@hr.example"})
        assert asked["Location"] == "/accounts/password/reset/done/"
    outbox.deliver()
    assert len(mail.outbox) == 5
    client, new = Client(), "a much better password 7"
    link = re.search(r"https?://[^/]+(/accounts/password/reset/key/\S+)", str(mail.outbox[0].body))
    assert link
    form = client.get(link[1], follow=True)
    signed_in = client.post(form.request["PATH_INFO"], {"password1": new, "password2": new})
    assert signed_in.status_code == 302
    assert client.get("/").status_code == 200


def test_unknown_addresses_take_the_same_work(world: World) -> None:
    counts = []
    for address in ("ada@hr.example", "nobody@hr.example"):
        with CaptureQueriesContext(connection) as caught:
            Client().post("/accounts/password/reset/", {"email": address})
        counts.append(len(caught))
        assert sum('INSERT INTO "workflow_job"' in one["sql"] for one in caught) == 1
    assert abs(counts[0] - counts[1]) <= 1


@pytest.mark.parametrize("target", ["http://testserver.example/x", "//evil.example/", "http://127.0.0.1:1/x"])
def test_signing_in_never_leads_to_another_site(world: World, target: str) -> None:
    answer = Client().post(
        "/accounts/login/", {"login": "ada@hr.example", "password": PASSWORD, "next": target}
    )
    assert answer["Location"] == "/"
