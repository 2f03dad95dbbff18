"""`manage.py begin` makes the first two operators of an empty site, once, and prints links that only they can use."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, connection, transaction
from django.test import Client

from designation.demo.world import World
from designation.models import Appointment, Organization, Person, Site
from designation.people.actions import beginning
from tests.attacks.conftest import at_once
from workflow import outbox
from workflow.errors import Refused
from workflow.models import Entry, Job

from .conftest import ANSWERS, TYPED, Said

Begin = Callable[..., Said]
PASSWORD = "a long enough password of mine"


def links(said: str) -> list[str]:
    return re.findall(r"http://[^/]+(/accounts/password/reset/key/\S+)", said)


def set_password(client: Client, link: str) -> str:
    form = client.get(link, follow=True)
    sent = {"password1": PASSWORD, "password2": PASSWORD}
    return str(client.post(form.request["PATH_INFO"], sent, follow=True).content.decode())


def changed(**changes: Any) -> str:
    return json.dumps({**ANSWERS, **changes})


def operators(**second: str) -> list[dict[str, str]]:
    first, other = ANSWERS["operators"]
    return [first, {**other, **second}]


def test_two_operators_of_two_offices_can_sign_in_afterward(
    db: None, begin: Begin, answers_file: Path
) -> None:
    said = begin("--file", str(answers_file))
    assert said.trouble == ""
    first, second = links(said.out)
    assert links(said.err) == []
    assert "works once, for 60 minutes" in said.err
    held = Appointment.objects.in_effect().values_list("person__email", "office__name", "role")
    assert sorted(held) == [
        ("olga@ood.example", "Accounts", "operator"),
        ("oskar@ood.example", "Platform", "operator"),
    ]
    for link, address in ((first, "olga@ood.example"), (second, "oskar@ood.example")):
        client = Client()
        assert "My desk" in set_password(client, link)
        client.post("/accounts/logout/")
        client.post("/accounts/login/", {"login": address, "password": PASSWORD})
        assert "Organizations" in client.get("/people/").content.decode()


def test_a_link_works_once(db: None, begin: Begin, answers_file: Path) -> None:
    link = links(begin("--file", str(answers_file)).out)[0]
    set_password(Client(), link)
    assert "password1" not in Client().get(link, follow=True).content.decode()


def test_the_ledger_tells_how_the_site_began(db: None, begin: Begin, answers_file: Path) -> None:
    said = begin("--file", str(answers_file))
    log = Organization.objects.get().log_id
    told = Entry.objects.filter(log=log).order_by("index")
    assert [entry.event for entry in told] == [
        "organization.registered",
        "site.begun",
        *["appointment.proposed", "appointment.activated"] * 2,
    ]
    assert told[1].details == {"kind": "real", "office": "Platform"}
    kept = [*Entry.objects.values_list("details", "personal"), *Job.objects.values_list("inputs")]
    assert not any(link.rpartition("-")[2] in str(kept) for link in links(said.out))


def test_new_links_are_recorded_before_they_are_printed(db: None, begin: Begin, answers_file: Path) -> None:
    begin("--file", str(answers_file))
    said = begin("--links")
    entry = Entry.objects.order_by("index").last()
    assert entry is not None
    assert entry.event == "site.links_printed"
    people = Appointment.objects.in_effect().values_list("person", flat=True)
    assert entry.details["people"] == sorted(map(str, people))
    assert len(links(said.out)) == 2


def test_the_first_operators_are_told_of_their_role_without_a_secret(
    db: None, begin: Begin, answers_file: Path, mailoutbox: list[Any]
) -> None:
    begin("--file", str(answers_file))
    outbox.deliver()
    assert sorted(to for mail in mailoutbox for to in mail.to) == ["olga@ood.example", "oskar@ood.example"]
    assert not any(links(mail.body) for mail in mailoutbox)


def test_a_toml_file_serves_as_well(db: None, begin: Begin, tmp_path: Path) -> None:
    path = tmp_path / "begin.toml"
    lines = ['organization = "Office of Designations"', 'short_name = "OOD"']
    for one in ANSWERS["operators"]:
        lines += ["[[operators]]", *(f'{name} = "{value}"' for name, value in one.items())]
    path.write_text("\n".join(lines))
    assert len(links(begin("--file", str(path)).out)) == 2


def test_it_asks_again_where_an_answer_cannot_be_used(db: None, begin: Begin) -> None:
    typed = list(TYPED)
    typed[3:4] = ["olga", "olga@öod.example", "olga@ood.example"]
    typed[9:10] = [" Accounts", "accounts", "Platform"]
    typed[8:9] = ["olga+two@ood.example", "oskar@ood.example"]
    typed[-1:] = ["what", "yes"]
    said = begin(typed=typed)
    assert said.trouble == ""
    assert len(links(said.out)) == 2
    assert said.err.count("This is not an email address.") == 1
    assert said.err.count("Use an address in plain letters") == 1
    assert said.err.count("cannot share a mailbox") == 1
    assert said.err.count("sit in different offices") == 2
    assert said.err.count("Is this correct?") == 2


@pytest.mark.parametrize(("kept", "trouble"), [(5, "input ended"), (8, "input ended")])
def test_nothing_is_made_where_the_answers_end(db: None, begin: Begin, kept: int, trouble: str) -> None:
    assert trouble in begin(typed=TYPED[:kept]).trouble
    assert not Organization.objects.exists()


def test_nothing_is_made_where_the_person_says_no(db: None, begin: Begin) -> None:
    assert begin(typed=[*TYPED[:-1], "no"]).trouble == "Nothing was created."
    assert not Organization.objects.exists()


@pytest.mark.parametrize(
    ("text", "trouble"),
    [
        ("{", "is not JSON"),
        ("[]", "must name two operators"),
        (changed(operators=ANSWERS["operators"][:1]), "must name two operators"),
        (changed(password="x"), "has an entry that is not known: password"),
        (changed(operators=operators(role="operator")), "has an entry that is not known: role"),
        (changed(organization=7), "must give organization as text"),
        (
            changed(organization="Ministerіum"),
            "organization that operates this site: The name mixes alphabets",
        ),
        (changed(short_name="X" * 21), "Use at most 20 characters"),
        (changed(operators=operators(name="\u200b")), "Second operator: name: Give a name."),
        (changed(operators=operators(email="OLGA+x@ood.example")), "cannot share a mailbox"),
        (changed(operators=operators(office="ACCOUNTS")), "sit in different offices"),
        (changed(operators=operators(office="TOP SECRET//SI")), "Second operator: office"),
    ],
)
def test_a_file_with_a_problem_makes_nothing(
    db: None, begin: Begin, tmp_path: Path, text: str, trouble: str
) -> None:
    path = tmp_path / "begin.json"
    path.write_text(text)
    said = begin("--file", str(path))
    assert trouble in said.trouble
    assert said.out == ""
    assert not Organization.objects.exists()
    assert not Person.objects.exists()


def test_every_problem_of_a_file_is_told_at_once(db: None, begin: Begin, tmp_path: Path) -> None:
    path = tmp_path / "begin.json"
    path.write_text(changed(organization="", operators=operators(email="x", name="")))
    assert len(begin("--file", str(path)).trouble.splitlines()) == 4
    assert "cannot be read" in begin("--file", str(tmp_path / "none.toml")).trouble


def test_a_site_begins_once(db: None, begin: Begin, answers_file: Path) -> None:
    begin("--file", str(answers_file))
    again = begin("--file", str(answers_file))
    assert again.trouble == "This site has begun already. Its operators invite and appoint everybody else."
    assert again.out == ""
    assert Organization.objects.count() == 1


def test_two_who_begin_at_once_begin_one_site(fresh_database: str) -> None:
    first, second = ANSWERS["operators"]
    answers = {"organization": "Office", "short_name": "OOD"}
    answers |= {f"{name}_1": value for name, value in first.items()}
    answers |= {f"{name}_2": value for name, value in second.items()}
    results = at_once(*[lambda: beginning.begin(answers)] * 4)
    refused = [one for one in results if isinstance(one, Refused)]
    assert [one.codes for one in refused] == [("site_begun",)] * 3
    assert Organization.objects.count() == Site.objects.count() == 1
    assert Person.objects.count() == 2


def test_new_links_are_for_operators_without_a_password(db: None, begin: Begin, answers_file: Path) -> None:
    assert "No real site has begun here yet" in begin("--links").trouble
    first, _second = links(begin("--file", str(answers_file)).out)
    set_password(Client(), first)
    new = begin("--links").out
    assert len(links(new)) == 1
    assert "oskar@ood.example" in new
    assert "My desk" in set_password(Client(), links(new)[0])
    assert "Every operator has set a password" in begin("--links").trouble


def test_a_demonstration_does_not_begin(demo_world: World, begin: Begin, answers_file: Path) -> None:
    said = begin("--file", str(answers_file))
    assert said.trouble == (
        "This database belongs to a demonstration. Set DATABASE_URL to an empty database, and run this again."
    )
    assert "No real site has begun" in begin("--links").trouble


def test_nor_does_an_installation_that_is_a_demonstration(
    db: None, begin: Begin, answers_file: Path, settings: Any
) -> None:
    settings.MODE = "demonstration"
    assert "set DESIGNATION_MODE=production" in begin("--file", str(answers_file)).trouble
    assert not Organization.objects.exists()


def test_a_demonstration_is_not_loaded_into_a_real_site(db: None, begin: Begin, answers_file: Path) -> None:
    begin("--file", str(answers_file))
    with pytest.raises(CommandError, match="database of a real site"):
        call_command("demo")
    assert Organization.objects.count() == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE designation_site SET kind = 'demonstration'",
        "DELETE FROM designation_site",
        "TRUNCATE designation_site",
        "INSERT INTO designation_site SELECT 2, 'real', organization_id FROM designation_site",
    ],
)
def test_what_kind_of_site_it_is_never_changes(
    db: None, begin: Begin, answers_file: Path, statement: str
) -> None:
    begin("--file", str(answers_file))
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Site.objects.get().kind == "real"


def test_nor_is_it_written_without_an_entry(fresh_database: str) -> None:
    from tests.designation.people.conftest import build_world

    organization = build_world().operators[0].organization
    with pytest.raises(DatabaseError, match="no ledger entry"):
        Site.objects.create(kind="real", organization=organization)


def test_createsuperuser_says_what_to_run_instead(db: None) -> None:
    with pytest.raises(CommandError, match=r"manage\.py begin"):
        call_command("createsuperuser", "--noinput", "--email", "a@b.example")
