"""Importing people: a dry run first, errors with their line numbers, all or nothing, and nobody is mailed."""

from collections.abc import Callable

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from designation.people.actions import people_import
from designation.people.models import Invitation, Person
from workflow import outbox
from workflow.errors import Refused
from workflow.models import Entry, Job

from .conftest import World, actor

SignIn = Callable[[Person], Client]
GOOD = "email,name,office,roles\njo@hr.example,Jo Park,Policy,Drafter; Security contact\nli@hr.example,Li Wei,policy,\n"


@pytest.fixture
def page(world: World) -> str:
    return f"/people/{world.developer.pk}/import/"


@pytest.fixture
def administrator(world: World, sign_in: SignIn) -> Client:
    return sign_in(world.administrators(world.developer)[0])


def problems(world: World, text: str) -> list[str]:
    ada = world.administrators(world.developer)[0]
    trial = people_import.dry_run(world.developer, actor=actor(ada), text=text)
    return [
        *trial.problems,
        *(f"{line.number}: {problem}" for line in trial.invalid_lines for problem in line.problems),
    ]


def test_trying_out_shows_every_line_and_changes_nothing(administrator: Client, page: str) -> None:
    shown = administrator.post(page, {"text": GOOD}).content.decode()
    assert "The file holds" in shown
    assert "Import 2 people" in shown
    assert "Security contact" in shown
    assert not Invitation.objects.exists()


def test_importing_writes_invitations_and_mails_nobody(administrator: Client, page: str) -> None:
    answer = administrator.post(page, {"text": GOOD, "import": "yes"}, follow=True)
    assert "Nobody was mailed" in answer.content.decode()
    assert answer.content.decode().count("Not sent yet") == 2
    assert [i.roles for i in Invitation.objects.order_by("email")] == [["drafter", "security_contact"], []]
    assert not Job.objects.filter(machine="designation.Invitation").exists()
    outbox.deliver()
    assert not [message for message in mail.outbox if message.to[0] in ("jo@hr.example", "li@hr.example")]


def test_a_file_can_be_uploaded_and_corrected_on_the_page(administrator: Client, page: str) -> None:
    upload = SimpleUploadedFile("people.csv", b"\xef\xbb\xbf" + GOOD.encode())
    shown = administrator.post(page, {"file": upload, "text": ""}).content.decode()
    assert "The file holds" in shown
    assert "jo@hr.example,Jo Park" in shown


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("jo@hr.example,Jo,Nowhere,", "2: there is no office “Nowhere”. Add it first, or correct its name."),
        ("jo@hr.example,Jo,Policy,Boss", "2: there is no role “Boss”."),
        ("jo@hr.example,Jo,Policy,Reviewer", "2: An organization of this kind has no role “reviewer”."),
        ("jo at hr,Jo,Policy,", "2: This is not an email address."),
        ("jo@hr.example,Jo,Policy", "2: has 3 columns instead of 4."),
        ("ada@hr.example,Ada,Policy,", "2: Somebody with this mailbox has an account in this organization."),
        ("jo@hr.example,,Policy,", "2: Give a name."),
        ("jo@hr.example,Jo,Policy,Auditor;Drafter", "2: An auditor holds no other role."),
    ],
)
def test_what_is_wrong_is_named_with_its_line(world: World, line: str, problem: str) -> None:
    assert problem in problems(world, f"email,name,office,roles\n{line}\n")


def test_line_numbers_are_those_of_the_file(world: World) -> None:
    text = 'email,name,office,roles\n\n"jo@hr.example","Jo\nPark",Policy,\nli@hr.example,Li,Nowhere,\n'
    assert problems(world, text) == ["5: there is no office “Nowhere”. Add it first, or correct its name."]


def test_one_mailbox_twice_in_a_file_is_named(world: World) -> None:
    text = "email,name,office,roles\njo@hr.example,Jo,Policy,\njo+b@hr.example,Jo,Policy,\n"
    assert problems(world, text) == ["3: this mailbox stands in line 2 already."]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("name,email\n", "The first line has to read email,name,office,roles."),
        ('email,name,office,roles\n"open', "is not CSV"),
        ("email,name,office,roles\n" + "a@b.example,A,Policy,\n" * 501, "at most 500 people"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(world: World, text: str, problem: str) -> None:
    assert any(problem in said for said in problems(world, text))


def test_one_wrong_line_keeps_the_whole_file_out(world: World, administrator: Client, page: str) -> None:
    text = GOOD + "bad,,Nowhere,Boss\n"
    answer = administrator.post(page, {"text": text, "import": "yes"})
    assert answer.status_code == 409
    assert "Line 4: " in answer.content.decode()
    assert "jo@hr.example,Jo Park" in answer.content.decode()  # what was typed is kept
    assert not Invitation.objects.exists()


def test_an_empty_file_imports_nothing(world: World, administrator: Client, page: str) -> None:
    assert "Choose a file" in administrator.post(page, {"text": " "}).content.decode()
    with pytest.raises(Refused):
        people_import.import_people(
            world.developer,
            actor=actor(world.administrators(world.developer)[0]),
            text="email,name,office,roles\n",
        )


def test_a_file_that_is_no_text_or_too_large_is_refused(administrator: Client, page: str) -> None:
    picture = SimpleUploadedFile("people.csv", b"\xff\xfe\x00")
    assert "UTF-8" in administrator.post(page, {"file": picture}).content.decode()
    large = SimpleUploadedFile("people.csv", b"a" * 200_001)
    assert "200 kB" in administrator.post(page, {"file": large}).content.decode()


def test_each_imported_invitation_stands_in_the_record(
    administrator: Client, world: World, page: str
) -> None:
    administrator.post(page, {"text": GOOD, "import": "yes"})
    assert Entry.objects.filter(log=world.developer.log_id, event="invitation.prepared").count() == 2


@pytest.mark.parametrize("separator", [";", "\t"])
def test_a_file_that_a_spreadsheet_wrote_with_another_separator_is_read(world: World, separator: str) -> None:
    cells = (
        ["email", "name", "office", "roles"],
        ["jo@hr.example", "Jo Park", "Policy", '"Drafter; Security contact"'],
    )
    text = "".join(separator.join(row) + "\n" for row in cells)
    ada = world.administrators(world.developer)[0]
    trial = people_import.dry_run(world.developer, actor=actor(ada), text=text)
    assert trial.problems == ()
    assert [(line.name, line.roles) for line in trial.lines] == [("Jo Park", ("drafter", "security_contact"))]


@pytest.mark.parametrize("address", ["jo@fußball.example", "ｊo@hr.example", "jo@ﬁrm.example"])
def test_an_address_that_would_become_another_mailbox_is_refused(world: World, address: str) -> None:
    said = problems(world, f"email,name,office,roles\n{address},Jo Park,Policy,\n")
    assert any("Use an address in plain letters" in problem for problem in said)
