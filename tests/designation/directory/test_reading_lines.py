"""Every line of a file is read as text, and every problem is told with its line. Nothing is imported then."""

import pytest
from django.test import Client
from django.urls import reverse

from designation.demo.world import World
from designation.models import DirectoryEntry
from tests.designation.directory.importing import WIDE, checked, file_of, imported, outcomes, problems

CASES = {
    "New,Weir,MS,castle": "Category: There is no category “castle”.",
    "New,Weir,MS,": "Category: Category is missing.",
    ",Weir,MS,city": "Name: Name is missing.",
    "New,Weir,Mizzissippi,city": "State: There is no state “Mizzissippi”.",
    "New,Weir,MS,city,,,1.23E+11": "UEI: A spreadsheet changed this value to 1.23E+11.",
    "New,Weir,MS,city,,,#N/A": "UEI: A spreadsheet changed this value to #N/A.",
    "New,Weir,MS,city,,,ABCDEFGHI234": "UEI: A UEI has 12 letters and digits",
    "New,Weir,MS,hospital,,,,31304": "CCN: A CCN has six characters. If a zero at the beginning is missing",
    "New,Weir,MS,bank,,,,,12045.0": "FDIC certificate: A spreadsheet changed this value to 12045.0.",
    "New,Weir,MS,bank,,,,,12-45A": "FDIC certificate: An FDIC certificate number has one to six digits.",
    "New,Weir,MS,water utility,,,,,,MS100": "PWSID: A PWSID has two letters and seven digits.",
    "New,Weir,MS,city,,,,,,,weir.org": ".gov domains: “weir.org” is not a .gov domain.",
    "New,Weir,MS,city,,,,,,,,nobody": "Security contact: “nobody” is not an email address.",
    "New,Weir,MS,city,,many": "Size: “many” is not a size.",
    "New,Weir,MS,city,energy": "Sector: Only critical infrastructure has a sector.",
    "New,Weir,MS,critical infrastructure": "Sector: Critical infrastructure needs a sector.",
    "(clear),Weir,MS,city": "Name: Name cannot be cleared.",
    "SECRET//NOFORN,Weir,MS,city": "Name: This text carries the marking “SECRET//NOFORN”.",
    "New\u200bName,Weir,MS,city": "Name: Name holds characters that cannot be seen.",
    f"{'N' * 201},Weir,MS,city": "Name: Name has more than 200 characters.",
}


@pytest.mark.parametrize("line", CASES, ids=list(CASES.values()))
def test_a_line_that_cannot_be_read_is_told(present: World, line: str) -> None:
    of = checked(present, file_of("City of Weir,Weir,MS,city", line))
    assert of.state == "failed"
    assert list(problems(of)) == [3]
    assert problems(of)[3][0].startswith(CASES[line])


def test_all_problems_of_a_line_are_told_at_once(present: World) -> None:
    of = checked(present, file_of("New,Weir,XX,castle,,,1.23E+11"))
    assert len(problems(of)[2]) == 3


def test_what_words_and_forms_mean(present: World) -> None:
    imported(
        present,
        file_of(
            "Mercy Hospital,Bisbee,Arizona,Rural hospital,,12,abcd efgh 1234,031304",
            "Bank of Weir,Weir,ms,community bank,,1500,,,7",
            "Weir Water Works,Weir,MS,Utility,,(blank),,,,ms-0100012",
            "High Court,Weir,MS,Federal - Judicial,(Blank)",
            "Weir Maintainers,,,open source,,,,,,,,A@weir.example; b@weir.example",
            "Weir Power,Weir,MS,Energy,,medium",
        ),
    )
    shown = {
        entry.name: [
            entry.state,
            entry.category,
            entry.sector,
            entry.size,
            *dict(entry.identifiers()).values(),
        ]
        for entry in DirectoryEntry.objects.all()
    }
    assert shown == {
        "Mercy Hospital": ["AZ", "rural_hospital", "health", "small", "ABCDEFGH1234", "031304"],
        "Bank of Weir": ["MS", "community_bank", "financial", "large", "7"],
        "Weir Water Works": ["MS", "local_utility", "water", "", "MS0100012"],
        "High Court": ["MS", "federal", "", ""],
        "Weir Maintainers": ["", "open_source", "", ""],
        "Weir Power": ["MS", "infrastructure", "energy", "medium"],
    }
    assert DirectoryEntry.objects.get(name="Weir Maintainers").contacts == [
        "a@weir.example",
        "b@weir.example",
    ]


def test_a_line_with_another_number_of_columns_is_told(present: World) -> None:
    of = checked(present, f"{WIDE}\nCity of Weir,Weir,MS\n")
    assert problems(of) == {2: ["This line has 3 columns instead of 13."]}


def test_lines_are_numbered_as_in_the_file(present: World) -> None:
    quoted = 'City of Weir,"Weir\nand around",MS,city'
    of = checked(present, file_of(quoted, "", "New,Weir,MS,castle"))
    assert list(problems(of)) == [5]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (file_of('City of Weir,Weir,MS,city,"open').encode(), "is not CSV"),
        (file_of("City of Weir,Weir,MS,city").encode() + b"\xff,\n", "Line 3 is not text in UTF-8."),
        (f"{WIDE}\n".encode(), "The file has no lines"),
    ],
)
def test_a_file_that_cannot_be_read_is_told(present: World, content: bytes, said: str) -> None:
    of = checked(present, content)
    assert of.state == "failed"
    assert said in of.problems[0]
    assert DirectoryEntry.objects.count() == 0


def test_files_of_spreadsheets_are_read(present: World) -> None:
    windows = file_of("Doña Ana County,Las Cruces,NM,county").replace("\n", "\r\n")
    of = imported(present, b"\xef\xbb\xbf" + windows.encode())
    assert outcomes(of) == {"added": 1}
    assert DirectoryEntry.objects.get().name == "Doña Ana County"


def test_problems_can_be_downloaded_and_no_cell_is_a_formula(present: World, rhea: Client) -> None:
    of = checked(present, file_of("=1+1,Weir,MS,castle", "@New,Weir,MS,tower"))
    answer = rhea.get(reverse("directory_import_problems", args=[of.number]))
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert lines == [
        "Line,Name,Problem",
        "2,'=1+1,Category: There is no category “castle”.",
        "3,'@New,Category: There is no category “tower”.",
    ]


def test_a_failed_file_can_be_checked_again_with_other_columns(present: World, rhea: Client) -> None:
    of = checked(
        present, file_of("castle,Weir,MS,New,,,,,,,,,city"), {"name": 0, "city": 1, "state": 2, "category": 3}
    )
    assert of.state == "failed"
    page = rhea.get(reverse("directory_import_columns", args=[of.number]))
    sent = page.context["columns_form"].initial
    answer = rhea.post(page.request["PATH_INFO"], {**sent, "name": "3", "category": "12"}, follow=True)
    assert "Being checked" in answer.content.decode()
