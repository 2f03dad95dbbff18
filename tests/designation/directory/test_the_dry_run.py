"""A check shows what an import would do, and changes nothing. An empty cell never removes a value."""

import pytest
from django.test import Client
from django.urls import reverse

from designation.demo.world import World
from designation.directory.importing.merging import merged
from designation.models import DirectoryEntry
from tests.designation.directory.importing import checked, confirmed, file_of, imported, outcomes, problems
from workflow.models import Entry, Job

BANK = "Bank of Weir,Weir,MS,community bank,,small,ABCDEFGH1234,,7,,,it@weir.example"


def test_a_check_says_what_would_be_added_changed_and_left(present: World) -> None:
    imported(present, file_of(BANK, "City of Weir,Weir,MS,city"))
    of = checked(
        present, file_of("bank of  weir,WEIR,MS,bank,,large", "City of Weir,Weir,MS,city", "New,Weir,MS,city")
    )
    assert of.state == "checked"
    assert outcomes(of) == {"added": 1, "changed": 1, "unchanged": 1}


def test_a_check_changes_nothing_and_tells_nobody_but_the_importer(present: World) -> None:
    imported(present, file_of(BANK))
    before = list(DirectoryEntry.objects.values())
    checked(present, file_of("Bank of Weir,Weir,MS,bank,,large,,,,,,new@weir.example", "New,Weir,MS,city"))
    assert list(DirectoryEntry.objects.values()) == before
    told = Job.objects.filter(kind="mail", event="directory_import.checked")
    assert {job.inputs["audience"] for job in told} == {"importer"}


def test_an_empty_cell_keeps_a_value_and_a_marker_removes_it(present: World) -> None:
    imported(present, file_of(BANK))
    confirmed(
        present, checked(present, file_of("Bank of Weir,Weir,MS,bank,,,,,(clear),,bankofweir.gov,(CLEAR)"))
    )
    entry = DirectoryEntry.objects.get()
    assert (entry.size, entry.uei, entry.fdic) == ("small", "ABCDEFGH1234", "")
    assert (entry.contacts, entry.domains) == ([], ["bankofweir.gov"])


def test_domains_are_added_and_contacts_are_replaced(present: World) -> None:
    imported(present, file_of("City of Weir,Weir,MS,city,,,,,,,weir.gov,a@weir.gov"))
    confirmed(present, checked(present, file_of("City of Weir,Weir,MS,city,,,,,,,weirms.gov,b@weir.gov")))
    entry = DirectoryEntry.objects.get()
    assert (entry.domains, entry.contacts) == (["weir.gov", "weirms.gov"], ["b@weir.gov"])


def test_lines_of_one_organization_are_taken_together(present: World) -> None:
    of = imported(
        present,
        file_of(
            "City of Weir,Weir,MS,city,,,,,,,weir.gov,a@weir.gov",
            "City of Weir,Weir,MS,city - election,,small,,,,,weirvotes.gov,b@weir.gov",
            " CITY OF WEIR ,weir,ms,city",
        ),
    )
    assert outcomes(of) == {"added": 1, "joined": 2}
    entry = DirectoryEntry.objects.get()
    assert (entry.name, entry.size) == ("City of Weir", "small")
    assert (entry.domains, entry.contacts) == (["weir.gov", "weirvotes.gov"], ["a@weir.gov", "b@weir.gov"])


def test_organizations_are_told_apart_by_every_part_of_their_name_and_place(present: World) -> None:
    lines = ("City of Monroe,Monroe,WI,city", "City of Monroe,Monroe,GA,city", "City of Monroe,Weir,GA,city")
    of = imported(present, file_of(*lines, "City of Monroe,Monroe,GA,city,,,,,,,,,Police"))
    assert outcomes(of) == {"added": 4}


def test_lines_that_contradict_each_other_are_refused(present: World) -> None:
    of = checked(
        present,
        file_of(
            "City of Weir,Weir,MS,city,,small",
            "City of Weir,Weir,MS,city,,large",
            "Town of Weir,Weir,MS,city,,,ABCDEFGH1234,,,,weir.gov",
            "Village of Weir,Weir,MS,city,,,ABCDEFGH1234,,,,weir.gov",
        ),
    )
    assert problems(of) == {
        3: ["Size: Line 2 says something else of the same organization."],
        5: ["UEI: Line 4 gives it for another organization."],
    }


def test_an_identifier_of_another_organization_is_refused_without_naming_it(present: World) -> None:
    imported(present, file_of(BANK, "City of Weir,Weir,MS,city"))
    of = checked(present, file_of("City of Weir,Weir,MS,city,,,ABCDEFGH1234"))
    assert problems(of) == {2: ["UEI: Another organization in the directory has it."]}


def test_the_columns_are_remembered_for_the_next_file_with_the_same_ones(
    present: World, rhea: Client
) -> None:
    text = "Wer,Wo,Land,Was\nCity of Weir,Weir,MS,city\n"
    checked(present, text, {"name": 0, "city": 1, "state": 2, "category": 3})
    rhea.post(reverse("directory_import_new"), {"text": text.replace("Weir", "Monroe").replace("Wer", "WER")})
    page = rhea.get(reverse("directory_import", args=[2]))
    assert page.context["columns_form"].initial == {"name": "0", "city": "1", "state": "2", "category": "3"}


def test_a_required_column_must_be_chosen(present: World, rhea: Client) -> None:
    rhea.post(
        reverse("directory_import_new"), {"text": "NAME OF IT,City,State,Category\nWeir,Weir,MS,city\n"}
    )
    answer = rhea.post(
        reverse("directory_import_columns", args=[1]), {"city": "1", "state": "2", "category": "3"}
    )
    assert answer.status_code == 409
    assert "Choose the column that holds the name." in answer.content.decode()


def test_old_and_new_values_are_shown(present: World, rhea: Client) -> None:
    imported(present, file_of(BANK))
    of = checked(present, file_of("Bank of Weir,Weir,MS,bank,,large"))
    lines = rhea.get(reverse("directory_import", args=[of.number]), {"show": "changed"}).context["lines"]
    assert [line["changes"] for line in lines] == [
        [("Size", "Fewer than 100 people", "1,000 people or more")]
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Bank of Weir,Weir,MS,city",
        "BANK OF WEIR,Weir,MS,bank,,(clear),(clear),(clear),(clear),(clear),(clear),(clear)",
        "Bank of Weir,Weir,MS,water utility,,,,,,MS0100012,weir.gov weirms.gov,new@weir.example",
    ],
)
def test_the_page_shows_what_the_database_then_writes(present: World, line: str) -> None:
    imported(present, file_of(BANK.replace("7,,,", "7,,weir.gov,")))
    old = DirectoryEntry.objects.get().values()
    of = checked(present, file_of(line))
    row = of.rows.get()
    expected = merged(old, row.values(), row.cleared)
    confirmed(present, of)
    assert DirectoryEntry.objects.get().values() == expected


def test_a_check_writes_what_it_found_into_the_record(present: World) -> None:
    of = checked(present, file_of(BANK))
    entry = Entry.objects.get(subject_id=of.pk, event="directory_import.checked")
    assert (entry.details["added"], entry.details["likely"], entry.actor) == (1, 0, "clock")
