"""The list with its filters and its export, and the page of one organization with its form."""

from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from designation import declarations
from designation.demo.world import World
from designation.directory.guards import DIRECTORY_LOG
from designation.models import DirectoryEntry
from tests.designation.directory.importing import file_of, imported
from workflow.models import Entry

LINES = (
    "City of Weir,Weir,MS,city,,small,,,,,weir.gov,it@weir.gov",
    "Weir Police,Weir,MS,city,,,,,,,,,Records",
    "=Bank of Abilene,Abilene,TX,bank,,,ABCDEFGH1234,,12045",
    "+Mercy Hospital,Bisbee,AZ,hospital,,large,,031304",
)


@pytest.fixture
def listed(present: World) -> None:
    imported(present, file_of(*LINES))


def shown(rhea: Client, **asked: str) -> list[str]:
    return [row.name for row in rhea.get(reverse("directory"), asked).context["rows"]]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, ["+Mercy Hospital", "=Bank of Abilene", "City of Weir", "Weir Police"]),
        ({"q": "Abilen"}, ["=Bank of Abilene"]),
        ({"name": "weir"}, ["City of Weir", "Weir Police"]),
        ({"suborganization": "records"}, ["Weir Police"]),
        ({"city": "Weir", "size": "small"}, ["City of Weir"]),
        ({"state": "AZ"}, ["+Mercy Hospital"]),
        ({"category": "sltt"}, ["City of Weir", "Weir Police"]),
        ({"sector": "financial"}, ["=Bank of Abilene"]),
        ({"identifier": "abcdefgh1234"}, ["=Bank of Abilene"]),
        ({"identifier": "weir.gov"}, ["City of Weir"]),
        ({"contact": "yes"}, ["City of Weir"]),
        ({"contact": "no", "state": "MS"}, ["Weir Police"]),
        ({"q": "weir", "category": "vendor"}, []),
        ({"state": "\0"}, ["+Mercy Hospital", "=Bank of Abilene", "City of Weir", "Weir Police"]),
    ],
)
def test_every_column_filters_the_list_and_its_export(
    listed: None, rhea: Client, asked: dict[str, str], expected: list[str]
) -> None:
    assert sorted(shown(rhea, **asked)) == expected
    answer = rhea.get(reverse("directory_export"), asked)
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()[1:]
    assert sorted(line.partition(",")[0].lstrip("'") for line in lines) == expected


def test_no_cell_of_an_export_is_a_formula(listed: None, rhea: Client) -> None:
    text = b"".join(rhea.get(reverse("directory_export")).streaming_content).decode("utf-8-sig")
    assert "\r\n'=Bank of Abilene," in text
    assert "\r\n'+Mercy Hospital," in text


def test_chips_say_what_is_chosen_and_remove_it(listed: None, rhea: Client) -> None:
    chips = rhea.get(reverse("directory"), {"state": "MS", "q": "weir"}).context["chips"]
    assert [(chip["label"], chip["url"]) for chip in chips] == [
        ("Search: weir ✕", "?state=MS"),
        ("State: Mississippi (MS) ✕", "?q=weir"),
        ("Clear all", "?"),
    ]


def test_the_list_goes_on_by_key(present: World, rhea: Client) -> None:
    imported(present, file_of(*(f"Town {n:03},Weir,MS,city" for n in range(120))))
    seen: list[str] = []
    address = reverse("directory")
    while address:
        page = rhea.get(address)
        seen += [row.name for row in page.context["rows"]]
        following = page.context["page"].next_url
        address = reverse("directory") + following if following else ""
    assert seen == [f"Town {n:03}" for n in range(120)]


def form(rhea: Client, entry: DirectoryEntry, **typed: str) -> dict[str, object]:
    page = rhea.get(reverse("directory_entry_edit", args=[entry.pk]))
    return {field.name: field.value() for field in page.context["form"]} | typed


def test_a_correction_is_recorded_with_old_and_new_values(listed: None, rhea: Client) -> None:
    entry = DirectoryEntry.objects.get(name="City of Weir")
    url = reverse("directory_entry_edit", args=[entry.pk])
    answer = rhea.post(url, form(rhea, entry, size="medium", contacts="new@weir.gov"), follow=True)
    assert "Size: small → medium" in answer.content.decode()
    told = Entry.objects.get(log=DIRECTORY_LOG, event="directory.entry_changed")
    assert told.details["changed"] == {"size": ["small", "medium"], "contacts": "changed"}
    assert DirectoryEntry.objects.get(pk=entry.pk).contacts == ["new@weir.gov"]


def test_a_correction_that_someone_overtook_is_refused(listed: None, rhea: Client) -> None:
    entry = DirectoryEntry.objects.get(name="City of Weir")
    url = reverse("directory_entry_edit", args=[entry.pk])
    late = form(rhea, entry, city="Bisbee")
    rhea.post(url, form(rhea, entry, size="medium"))
    answer = rhea.post(url, late)
    assert answer.status_code == 409
    assert 'value="Bisbee"' in answer.content.decode()
    assert DirectoryEntry.objects.get(pk=entry.pk).city == "Weir"


def test_problems_are_told_at_their_fields_and_nothing_is_lost(listed: None, rhea: Client) -> None:
    typed = {"name": "New", "category": "sltt", "fdic": "12045", "pwsid": "12", "city": "Weir"}
    answer = rhea.post(reverse("directory_add"), typed)
    errors = answer.context["form"].errors
    assert answer.status_code == 409
    assert errors == {
        "pwsid": ["A PWSID has two letters and seven digits."],
        "fdic": ["Another organization has this FDIC certificate."],
    }
    assert 'value="12045"' in answer.content.decode()


def test_a_form_that_is_sent_twice_adds_one(present: World, rhea: Client) -> None:
    typed = {"name": "New", "category": "sltt", "key": "4711"}
    answers = [rhea.post(reverse("directory_add"), typed) for _ in "ab"]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert DirectoryEntry.objects.count() == 1


def test_coverage_counts_states_and_sectors(listed: None, rhea: Client) -> None:
    charts = rhea.get(reverse("directory_coverage")).context["charts"]
    counts = [{row["label"]: row["count"] for row in chart["rows"] if row["count"]} for chart in charts]
    assert counts[0] == {"Arizona": 1, "Mississippi": 2, "Texas": 1}
    assert counts[1] == {"Financial Services": 1, "Healthcare and Public Health": 1}


def test_other_packages_put_buttons_on_the_page(
    listed: None, rhea: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The button is shown to those who may open its page."""
    actions = (("Correct it", "directory_entry_edit"),)
    asked = declarations.listed
    declared = {("entry_actions", "ENTRY_ACTIONS"): actions}
    monkeypatch.setattr(
        "designation.directory.views.entries.declarations",
        SimpleNamespace(listed=lambda *name: declared.get(name) or asked(*name)),
    )
    entry = DirectoryEntry.objects.get(name="City of Weir")
    page = rhea.get(reverse("directory_entry", args=[entry.pk]))
    assert page.context["actions"] == [("Correct it", reverse("directory_entry_edit", args=[entry.pk]))]
