"""A roster administrator removes organizations by hand, with a reason, and can put them back."""

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from designation.demo import roster
from designation.demo.world import World
from designation.directory import actions, queries
from designation.directory.guards import DIRECTORY_LOG
from designation.models import DirectoryEntry, DirectoryIdentifier, DirectoryImport, RemovedEntry
from tests.designation.directory.importing import (
    checked,
    file_of,
    imported,
    names,
    outcomes,
    removed,
    undone,
)
from tests.designation.walking import refused
from workflow.models import Entry

FILE = file_of(
    "City of Weir,Weir,MS,city,,small,,,,,weir.gov,it@weir.gov",
    "Bank of Weir,Weir,MS,bank,,,ABCDEFGH1234",
)


@pytest.fixture
def city(present: World) -> DirectoryEntry:
    """The City of Weir, which an import added beside the Bank of Weir."""
    imported(present, FILE)
    return DirectoryEntry.objects.get(name="City of Weir")


def remove(rhea: Client, entry: DirectoryEntry, **typed: str) -> None:
    """Remove an organization on its page."""
    url = reverse("directory_entry_remove", args=[entry.pk])
    hidden = rhea.get(url).context["hidden"]
    assert rhea.post(url, {**hidden, "reason": "It was dissolved.", **typed}).status_code == 302


def test_what_is_removed_is_nowhere_and_one_entry_says_why(city: DirectoryEntry, rhea: Client) -> None:
    remove(rhea, city)
    assert names(queries.find("city of weir")) == []
    assert names(queries.find("weir")) == ["Bank of Weir, Weir, MS"]
    assert [row.name for row in rhea.get(reverse("directory")).context["rows"]] == ["Bank of Weir"]
    exported = b"".join(rhea.get(reverse("directory_export")).streaming_content).decode()
    assert "City of Weir" not in exported
    assert "Bank of Weir" in exported
    states = rhea.get(reverse("directory_coverage")).context["charts"][0]["rows"]
    assert sum(row["count"] for row in states) == 1
    assert not DirectoryIdentifier.objects.filter(pk="domain:weir.gov").exists()
    (told,) = Entry.objects.filter(log=DIRECTORY_LOG, event="directory.entry_removed")
    assert told.details == {"entry": str(city.pk), "reason": "It was dissolved."}
    assert rhea.get(reverse("directory_entry", args=[city.pk])).status_code == 404


def test_a_removal_needs_a_reason(present: World, city: DirectoryEntry, rhea: Client) -> None:
    url = reverse("directory_entry_remove", args=[city.pk])
    answer = rhea.post(url, {**rhea.get(url).context["hidden"], "reason": " "})
    assert answer.context["form"].errors == {"reason": ["Give a reason. It is kept in the record."]}
    assert refused(lambda: _remove(present, city, reason="")) == ("reason_missing",)
    assert DirectoryEntry.objects.filter(pk=city.pk).exists()


def _remove(world: World, entry: DirectoryEntry, **how: Any) -> None:
    given: dict[str, Any] = {"revision": entry.revision, "reason": "Closed."} | how
    actions.remove(entry, actor=world.actor("rhea"), now=world.now, **given)


def test_what_changed_since_the_page_was_opened_stays(city: DirectoryEntry, rhea: Client) -> None:
    url = reverse("directory_entry_remove", args=[city.pk])
    late = {**rhea.get(url).context["hidden"], "reason": "It was dissolved."}
    form = rhea.get(reverse("directory_entry_edit", args=[city.pk])).context["form"]
    typed = {field.name: field.value() for field in form} | {"size": "large"}
    assert rhea.post(reverse("directory_entry_edit", args=[city.pk]), typed).status_code == 302
    assert rhea.post(url, late).status_code == 409
    assert DirectoryEntry.objects.filter(pk=city.pk).exists()


def test_an_organization_in_use_stays_and_the_page_says_why(
    present: World, city: DirectoryEntry, rhea: Client
) -> None:
    roster.nominated(present, "rhea", **(roster.TOWN | {"entry": city}))
    page = rhea.get(reverse("directory_entry_remove", args=[city.pk]))
    assert "remove the partner from the roster" in page.content.decode()
    assert refused(lambda: _remove(present, city)) == ("entry_in_use",)
    assert DirectoryEntry.objects.filter(pk=city.pk).exists()


def test_a_file_that_names_it_again_adds_it(present: World, city: DirectoryEntry, rhea: Client) -> None:
    remove(rhea, city)
    of = checked(present, FILE)
    assert outcomes(of) == {"added": 1, "unchanged": 1}
    assert [row.name for row in of.rows.filter(outcome="added")] == ["City of Weir"]


def test_a_file_that_was_checked_before_is_checked_again(
    present: World, city: DirectoryEntry, rhea: Client
) -> None:
    of = checked(present, FILE + "City of Ackerman,Ackerman,MS,city,,,,,,,,,\n")
    remove(rhea, city)
    assert refused(lambda: present.act(of, "confirm", "rhea")) == ("directory_changed",)


def test_putting_back_restores_every_value_and_word(
    present: World, city: DirectoryEntry, rhea: Client
) -> None:
    remove(rhea, city)
    assert [row.full_name for row in rhea.get(reverse("directory_removed")).context["page"].rows] == [
        "City of Weir"
    ]
    url = reverse("directory_entry_restore", args=[city.pk])
    answer = rhea.post(url, rhea.get(url).context["hidden"])
    assert answer["Location"] == reverse("directory_entry", args=[city.pk])
    back = DirectoryEntry.objects.get(pk=city.pk)
    assert back.values() == city.values()
    assert back.words == city.words
    assert names(queries.find("weir.gov"))[:1] == ["City of Weir, Weir, MS"]
    assert not RemovedEntry.objects.exists()
    assert Entry.objects.filter(log=DIRECTORY_LOG, event="directory.entry_restored").count() == 1
    assert rhea.post(url)["Location"] == reverse("directory_entry", args=[city.pk])


def test_it_is_not_put_back_where_another_has_its_name_or_identifier(present: World) -> None:
    entry = removed(present, name="City of Ackerman", domains="ackerman.gov")
    removed_again = file_of("Ackerman Schools,Ackerman,MS,school district,,,,,,,ackerman.gov")
    imported(present, removed_again)
    assert refused(lambda: actions.restore(entry, actor=present.actor("rhea"))) == ("place_taken",)
    assert RemovedEntry.objects.filter(pk=entry).exists()
    assert refused(lambda: actions.restore(uuid.uuid4(), actor=present.actor("rhea"))) == ("not_removed",)


def test_undoing_the_import_says_what_was_removed_and_leaves_what_was_put_back(
    present: World, city: DirectoryEntry, rhea: Client
) -> None:
    bank = DirectoryEntry.objects.get(name="Bank of Weir")
    for entry in (city, bank):
        remove(rhea, entry)
    actions.restore(bank.pk, actor=present.actor("rhea"), now=present.now)
    of = undone(present, DirectoryImport.objects.get())
    assert {row.name: row.kept for row in of.rows.all()} == {
        "City of Weir": "removed",
        "Bank of Weir": "edited",
    }
    page = rhea.get(reverse("directory_import", args=[of.number]), {"show": "kept"})
    assert "It was removed after the import." in page.content.decode()
    assert DirectoryEntry.objects.get() == bank
