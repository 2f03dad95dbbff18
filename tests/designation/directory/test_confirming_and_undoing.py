"""An import is written as a whole, in one entry of the record, and can be undone. What was edited since is kept."""

from django.test import Client
from django.urls import reverse

from designation.demo import roster
from designation.demo.world import World
from designation.directory import actions, queries
from designation.directory.guards import DIRECTORY_LOG
from designation.models import DirectoryEntry, DirectoryIdentifier, DirectoryWord
from tests.designation.directory.importing import (
    checked,
    confirmed,
    done,
    file_of,
    imported,
    names,
    outcomes,
    undone,
)
from workflow.models import Entry

FIRST = file_of(
    "City of Weir,Weir,MS,city,,small,,,,,weir.gov,it@weir.gov",
    "Bank of Weir,Weir,MS,bank,,,ABCDEFGH1234",
)
SECOND = file_of(
    "City of Weir,Weir,MS,city,,large,,,,,weirms.gov,new@weir.gov",
    "Bank of Weir,Weir,MS,bank,,,ABCDEFGH1234",
    "Mercy Hospital,Bisbee,AZ,hospital,,,,031304",
)


def everything() -> tuple[list[object], ...]:
    """Return all that a search and a page could show of the directory."""
    entries = DirectoryEntry.objects.order_by("pk").defer("revision", "words")
    return (
        [(entry.pk, entry.values(), entry.identity, entry.near, entry.text) for entry in entries],
        list(DirectoryEntry.objects.order_by("pk").values_list("words", flat=True)),
        list(DirectoryIdentifier.objects.order_by("pk").values_list("pk", "entry")),
        list(DirectoryWord.objects.filter(n__gt=0).order_by("pk").values_list("word", "n")),
    )


def edited(world: World, name: str, **values: object) -> None:
    entry = DirectoryEntry.objects.get(name=name)
    actions.change(
        entry, entry.values() | values, actor=world.actor("rolf"), revision=entry.revision, now=world.now
    )


def test_one_entry_tells_of_a_whole_import(present: World) -> None:
    of = imported(present, FIRST)
    told = Entry.objects.filter(log=DIRECTORY_LOG, event="directory_import.applied")
    assert [(entry.subject_id, entry.details["added"]) for entry in told] == [(of.pk, 2)]
    assert names(queries.find("weir bank")) == ["Bank of Weir, Weir, MS"]
    assert names(queries.find("weir.gov"))[:1] == ["City of Weir, Weir, MS"]


def test_undoing_restores_every_value_and_word(present: World) -> None:
    imported(present, FIRST)
    before = everything()
    of = imported(present, SECOND)
    assert outcomes(of) == {"added": 1, "changed": 1, "unchanged": 1}
    assert everything() != before
    assert undone(present, of).state == "undone"
    assert everything() == before


def test_undoing_the_first_import_empties_the_directory(present: World) -> None:
    undone(present, imported(present, FIRST))
    assert everything() == ([], [], [], [])


def test_what_was_edited_since_is_kept_and_listed(present: World, rhea: Client) -> None:
    imported(present, FIRST)
    of = imported(present, SECOND)
    edited(present, "City of Weir", size="medium")
    undone(present, of)
    entry = DirectoryEntry.objects.get(name="City of Weir")
    assert (entry.size, entry.domains) == ("medium", ["weir.gov", "weirms.gov"])
    assert not DirectoryEntry.objects.filter(name="Mercy Hospital").exists()
    page = rhea.get(reverse("directory_import", args=[of.number]))
    assert [(line["row"].name, line["kept"]) for line in page.context["lines"]] == [
        ("City of Weir", "It was edited after the import.")
    ]


def test_what_was_added_and_edited_since_stays(present: World) -> None:
    of = imported(present, FIRST)
    edited(present, "Bank of Weir", city="Bisbee")
    undone(present, of)
    assert names(DirectoryEntry.objects.all()) == ["Bank of Weir, Bisbee, MS"]


def test_an_organization_that_was_nominated_is_kept(present: World) -> None:
    of = imported(present, FIRST)
    roster.nominated(present, entry=DirectoryEntry.objects.get(name="Bank of Weir"))
    undone(present, of)
    assert names(DirectoryEntry.objects.all()) == ["Bank of Weir, Weir, MS"]
    assert list(of.rows.exclude(kept="").values_list("name", "kept")) == [("Bank of Weir", "in_use")]


def test_a_later_import_of_the_same_organization_is_an_edit(present: World) -> None:
    first = imported(present, FIRST)
    imported(present, SECOND)
    undone(present, first)
    assert names(DirectoryEntry.objects.order_by("name")) == [
        "City of Weir, Weir, MS",
        "Mercy Hospital, Bisbee, AZ",
    ]


def test_an_identifier_that_another_one_has_by_now_is_not_taken_back(present: World) -> None:
    imported(present, FIRST)
    of = imported(present, file_of("Bank of Weir,Weir,MS,bank,,,(clear)", "New,Weir,MS,city"))
    edited(present, "City of Weir", uei="ABCDEFGH1234")
    undone(present, of)
    assert DirectoryEntry.objects.get(uei="ABCDEFGH1234").name == "City of Weir"
    assert list(of.rows.exclude(kept="").values_list("name", "kept")) == [("Bank of Weir", "taken")]


def test_an_import_is_written_completely_or_not_at_all(present: World) -> None:
    imported(present, FIRST)
    of = checked(present, SECOND)
    present.act(of, "confirm", "rhea")
    edited(present, "City of Weir", size="medium")  # while the job waits
    before = everything()
    of = done(of)
    assert (of.state, of.problems) == (
        "failed",
        ["The directory changed after this file was checked. Check the file again."],
    )
    assert everything() == before


def test_a_change_of_another_organization_does_not_matter(present: World) -> None:
    imported(present, FIRST)
    of = checked(present, file_of("Bank of Weir,Weir,MS,bank,,large"))
    edited(present, "City of Weir", size="medium")
    assert confirmed(present, of).state == "applied"


def test_an_identifier_that_someone_else_got_since_the_check_is_noticed(present: World) -> None:
    imported(present, FIRST)
    of = checked(present, file_of("Bank of Weir,Weir,MS,bank,,,,,12045"))
    present.act(of, "confirm", "rhea")
    edited(present, "City of Weir", fdic="12045")
    assert done(of).state == "failed"


def test_confirming_asks_for_what_the_page_showed(present: World, rhea: Client) -> None:
    imported(present, file_of("City of Abilene,Abilene,TX,city"))
    of = checked(present, file_of("City of Abilnee,Abilene,TX,city,,small"))
    pair = of.pairs.get()
    actions.decide(pair, "different", actor=present.actor("rhea"))
    url = reverse("directory_import_step", args=[of.number, "confirm"])
    hidden = rhea.get(url).context["hidden"]
    actions.decide(pair, "same", actor=present.actor("rolf"))
    assert rhea.post(url, hidden).status_code == 409
    assert of.rows.get().outcome == "changed"
    assert rhea.post(url, rhea.get(url).context["hidden"]).status_code == 302
    assert done(of).state == "applied"


def test_an_import_that_cannot_be_written_can_be_discarded(present: World) -> None:
    of = checked(present, FIRST)
    present.act(of, "confirm", "rhea")
    present.act(of, "discard", "rhea")
    assert done(of).state == "discarded"
    assert not DirectoryEntry.objects.exists()


def test_discarding_removes_the_file_and_its_lines(present: World) -> None:
    of = checked(present, SECOND)
    present.act(of, "discard", "rhea")
    assert not of.rows.exists()
    assert not of.chunks.exists()
