"""The demonstration's directory came through real imports, and one of them waits for a roster administrator."""

from collections.abc import Callable
from datetime import timedelta

from django.test import Client
from django.urls import reverse

from designation.demo.world import World
from designation.directory import queries
from designation.models import DirectoryEntry, DirectoryImport


def test_an_import_waits_for_a_decision(full_world: World, as_person: Callable[[World, str], Client]) -> None:
    assert DirectoryEntry.objects.count() == 44
    assert set(DirectoryEntry.objects.values_list("category", flat=True)) == {
        *("federal", "sltt", "rural_hospital", "community_bank", "local_utility"),
        *("infrastructure", "vendor", "open_source"),
    }
    assert list(DirectoryImport.objects.order_by("number").values_list("state", flat=True)) == [
        "applied",
        "checked",
    ]
    applied = DirectoryImport.objects.get(number=1).applied_at
    assert applied is not None
    assert applied < full_world.now - timedelta(days=8)
    rhea = as_person(full_world, "rhea")
    assert "Finish an import" in [task.what for task in rhea.get(reverse("desk")).context["tasks"]]
    page = rhea.get(reverse("directory_import", args=[2]))
    assert [pair["pair"].score for pair in page.context["likely"]] == [88]
    assert queries.find("monroe city ga")[0].domains == ["monroega.gov"]
