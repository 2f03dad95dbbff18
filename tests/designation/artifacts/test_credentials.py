"""Credentials of hosted endpoints: shown to those who may, each time recorded, dark at the end, and cut afterward."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from designation.artifacts import actions, storage
from designation.artifacts.models import Credential
from designation.demo.world import World
from designation.models import Grant, Window
from designation.vault import short_secrets
from designation.vault.errors import Tampered
from tests.designation.walking import catch_up, fire, fresh, ready, refused, window_in
from workflow.models import Entry
from workflow.perform import perform

AsPerson = Callable[[World, str], Client]
SECRET = "sk-canary-6f1f6b1e"


@pytest.fixture
def credential(present: World, opened: Window) -> Credential:
    made = actions.add_credential(
        opened,
        actor=present.actor("sam"),
        label="API key",
        address="https://eval.meridian.example/v1",
        secret=SECRET,
        now=present.now,
    )
    catch_up(present)
    return made


def address(row: Credential, name: str = "credential_show", *args: str) -> str:
    return reverse(name, args=[row.window.request.number, row.window.number, row.pk, *args])


def show(world: World, row: Credential, as_person: AsPerson, key: str = "eve") -> HttpResponse:
    return as_person(world, key).post(address(row))


def showings(row: Credential) -> int:
    return Entry.objects.filter(subject_id=row.pk, event="credential.shown").count()


def test_an_evaluator_has_it_shown_and_that_is_recorded(
    present: World, credential: Credential, as_person: AsPerson
) -> None:
    for number in (1, 2):
        answer = show(present, credential, as_person)
        assert SECRET in answer.content.decode()
        assert "no-store" in answer["Cache-Control"]
        assert answer["Refresh"].startswith("60;")
        assert showings(credential) == number
    grant = Grant.objects.get(window=credential.window)
    assert Entry.objects.filter(
        subject_id=credential.pk, event="credential.shown", actor=str(grant.pk)
    ).exists()


def test_the_page_of_the_window_does_not_hold_the_secret(
    present: World, credential: Credential, as_person: AsPerson
) -> None:
    window = reverse("window", args=[credential.window.request.number, credential.window.number])
    for key in ("eve", "sam", "ravi"):
        page = as_person(present, key).get(window).content.decode()
        assert "API key" in page
        assert SECRET not in page
    assert "Show the credential" in as_person(present, "eve").get(window).content.decode()
    assert "Show the credential" not in as_person(present, "ravi").get(window).content.decode()


def test_to_follow_a_link_shows_nothing(present: World, credential: Credential, as_person: AsPerson) -> None:
    assert as_person(present, "eve").get(address(credential)).status_code == 404
    assert showings(credential) == 0


@pytest.mark.parametrize("key", ["ravi", "abel", "sam", "carl"])
def test_nobody_else_has_it_shown(
    present: World, credential: Credential, as_person: AsPerson, key: str
) -> None:
    answer = show(present, credential, as_person, key)
    assert answer.status_code == 403
    assert SECRET not in answer.content.decode()
    assert showings(credential) == 0


@pytest.mark.parametrize("key", ["eli", "cora", "hope", "olga"])
def test_for_strangers_there_is_none(
    present: World, credential: Credential, as_person: AsPerson, key: str
) -> None:
    assert show(present, credential, as_person, key).status_code == 404


def test_one_for_another_evaluator_is_not_shown(present: World, opened: Window, as_person: AsPerson) -> None:
    other = ready(present, opened, "eli")
    made = actions.add_credential(
        opened,
        actor=present.actor("sam"),
        label="Key of Eli",
        address="",
        secret=SECRET,
        grant=other,
        now=present.now,
    )
    catch_up(present)
    assert show(present, made, as_person).status_code == 403
    assert SECRET in show(present, made, as_person, "eli").content.decode()


@pytest.mark.parametrize("what", ["window", "grant"])
def test_it_is_dark_while_access_is_suspended(
    present: World, credential: Credential, as_person: AsPerson, what: str
) -> None:
    subject: Any = credential.window if what == "window" else Grant.objects.get(window=credential.window)
    perform(fresh(subject), "suspend", actor=present.actor("sam"), inputs={"reason": "An unknown address."})
    answer = show(present, credential, as_person)
    assert answer.status_code == 403
    assert SECRET not in answer.content.decode()


def test_closing_deletes_it_and_has_the_developer_cut_it(
    present: World, credential: Credential, as_person: AsPerson
) -> None:
    perform(fresh(credential.window), "close", actor=present.actor("carl"))
    row = fresh(credential)
    assert (row.state, bytes(row.encrypted), bytes(row.wrapped_key)) == ("to_cut", b"", b"")
    client = as_person(present, "dana")
    assert "Cut a credential at its endpoint" in client.get(reverse("desk")).content.decode()
    assert client.post(address(credential, "credential_step", "confirm_cut")).status_code == 302
    assert fresh(credential).state == "cut"


def test_what_nobody_cuts_falls_overdue(present: World, credential: Credential) -> None:
    present.act(credential, "end", "sam")
    fire(present, credential, "cutting")
    assert fresh(credential).state == "overdue"
    present.act(credential, "confirm_cut", "dana")
    assert fresh(credential).state == "cut"


def test_a_replaced_secret_is_shown_from_then_on(
    present: World, credential: Credential, as_person: AsPerson
) -> None:
    answer = as_person(present, "sam").post(
        address(credential, "credential_replace"), {"secret": "sk-new-one"}
    )
    assert answer.status_code == 302
    page = show(present, credential, as_person).content.decode()
    assert "sk-new-one" in page
    assert SECRET not in page


def test_the_form_adds_one_and_never_gives_the_secret_back(
    present: World, opened: Window, as_person: AsPerson
) -> None:
    client = as_person(present, "dana")
    page = reverse("credential_add", args=[opened.request.number, opened.number])
    wrong = client.post(page, {"label": "", "address": "https://a.example", "secret": SECRET, "person": ""})
    assert "https://a.example" in wrong.content.decode()
    assert SECRET not in wrong.content.decode()
    right = {"label": "Key", "address": "", "secret": SECRET, "person": ""}
    assert client.post(page, right).status_code == 302
    assert storage.secret_of(Credential.objects.select_related("window").get()) == SECRET


@pytest.mark.parametrize("key", ["ravi", "eve", "abel", "hope"])
def test_only_the_developer_adds_or_replaces(
    present: World, credential: Credential, as_person: AsPerson, key: str
) -> None:
    client = as_person(present, key)
    window = credential.window
    page = reverse("credential_add", args=[window.request.number, window.number])
    assert client.post(page, {"label": "x", "secret": "y"}).status_code == 404
    assert client.post(address(credential, "credential_replace"), {"secret": "y"}).status_code == 404


@pytest.mark.parametrize("state", ["proposed", "closed"])
def test_it_is_added_to_a_window_that_is_agreed(present: World, covered: Any, state: str) -> None:
    window = window_in(present, covered, state)

    def add() -> Credential:
        return actions.add_credential(
            window, actor=present.actor("sam"), label="x", address="", secret="y", now=present.now
        )

    assert "window_not_agreed" in refused(add)


def test_the_secret_is_nowhere_in_the_database_nor_in_the_vault(
    present: World, credential: Credential, settings: Any
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT count(*) FROM "{table}" t WHERE t::text LIKE %s', [f"%{SECRET}%"])
            assert cursor.fetchone()[0] == 0, table
    for path in settings.VAULT_DIR.rglob("*"):
        assert not path.is_file() or SECRET.encode() not in path.read_bytes()


def test_an_altered_or_swapped_secret_does_not_open() -> None:
    key, aad = b"k" * 32, b"one"
    encrypted = short_secrets.encrypt(key, SECRET, aad)
    assert short_secrets.decrypt(key, encrypted, aad) == SECRET
    for wrong in (encrypted[:-1] + b"x", b"\x02" + encrypted[1:], encrypted[:5], b""):
        with pytest.raises(Tampered):
            short_secrets.decrypt(key, wrong, aad)
    with pytest.raises(Tampered):
        short_secrets.decrypt(key, encrypted, b"another")
    with pytest.raises(ValueError, match="at most"):
        short_secrets.encrypt(key, "x" * 20_000, aad)
