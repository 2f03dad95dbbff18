"""Likely duplicates are shown with a score and a reason, and a person decides about each pair."""

import pytest
from django.test import Client
from django.urls import reverse

from designation.demo.world import World
from designation.directory import actions
from designation.directory.importing.likely import judge
from designation.models import DirectoryEntry, DirectoryImport
from tests.designation.directory.importing import checked, confirmed, file_of, imported, outcomes
from tests.designation.walking import refused

HERE = ("Weir", "MS")
ABILENE = "City of Abilene,Abilene,TX,city,,,,,,,abilenetx.gov"


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        (("Monroe County", ""), ("County of Monroe", ""), "The names have the same words"),
        (("Weir Police Departmnt", ""), ("Weir Police Department", ""), "departmnt and department"),
        (("IBM", ""), ("International Business Machines", ""), "abbreviation"),
        (("Doña Ana Bank", ""), ("Dona Ana Bank", ""), "The names are alike"),
    ],
)
def test_why_two_may_be_one(one: tuple[str, str], other: tuple[str, str], reason: str) -> None:
    alike = judge((*one, *HERE), (*other, *HERE))
    assert alike.score >= 60
    assert reason in alike.reason


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Weir Police Department", ""), ("Weir Fire Department", "")),
        (("Water District 12", ""), ("Water District 13", "")),
        (("City of Weir", ""), ("City of Weir", "Police Department")),
    ],
)
def test_who_is_never_taken_for_another(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert judge((*one, *HERE), (*other, *HERE)).score == 0


def test_the_same_name_elsewhere_is_another_organization() -> None:
    assert judge(("City of Monroe", "", "Monroe", "WI"), ("City of Monroe", "", "Monroe", "GA")).score == 0
    assert judge(("City of Monroe", "", "Monroe", "WI"), ("City of Monroe", "", "Madison", "WI")).score == 0


def pairs(of: DirectoryImport) -> list[tuple[int, str]]:
    return [
        (pair.row.line, pair.reason) for pair in of.pairs.select_related("row").order_by("row__line", "pk")
    ]


def decide(world: World, of: DirectoryImport, *decisions: str) -> None:
    for pair, decision in zip(of.pairs.order_by("row__line", "pk"), decisions, strict=True):
        actions.decide(pair, decision, actor=world.actor("rhea"))


def test_a_misspelled_organization_waits_for_a_decision(present: World) -> None:
    imported(present, file_of(ABILENE))
    of = checked(present, file_of("City of Abilnee,Abilene,TX,city"))
    assert pairs(of) == [(2, "Only the spelling differs: abilnee and abilene, and the place is the same.")]
    assert "pairs_open" in refused(lambda: present.act(of, "confirm", "rhea"))


def test_the_same_changes_the_entry_and_different_adds_one(present: World) -> None:
    imported(present, file_of(ABILENE))
    text = file_of("City of Abilnee,Abilene,TX,city,,large")
    of = checked(present, text)
    decide(present, of, "same")
    confirmed(present, of)
    entry = DirectoryEntry.objects.get()
    assert (entry.name, entry.size, entry.domains) == ("City of Abilnee", "large", ["abilenetx.gov"])
    other = checked(present, text.replace("Abilnee", "Abilne"))
    decide(present, other, "different")
    confirmed(present, other)
    assert DirectoryEntry.objects.count() == 2


def test_a_decision_can_be_taken_back(present: World) -> None:
    imported(present, file_of(ABILENE))
    of = checked(present, file_of("City of Abilnee,Abilene,TX,city"))
    for decision, outcome in (
        ("same", "changed"),
        ("skip", "skipped"),
        ("different", "added"),
        ("", "added"),
    ):
        decide(present, of, decision)
        assert outcomes(of) == {outcome: 1}, decision
    assert of.open_pairs().count() == 1


def test_the_same_identifier_under_another_name_is_asked_about(present: World) -> None:
    imported(present, file_of("Bank of Weir,Weir,MS,bank,,,ABCDEFGH1234"))
    text = file_of("Weir Financial,Weir,MS,bank,,,ABCDEFGH1234", "New,Weir,MS,city")
    of = checked(present, text)
    assert pairs(of) == [(2, "Both have the same UEI, but name or place differ.")]
    decide(present, of, "different")
    assert "pairs_contradict" in refused(lambda: present.act(of, "confirm", "rhea"))
    decide(present, of, "skip")
    confirmed(present, of)
    assert set(DirectoryEntry.objects.values_list("name", flat=True)) == {"Bank of Weir", "New"}
    again = checked(present, text)
    decide(present, again, "same")
    confirmed(present, again)
    assert DirectoryEntry.objects.get(uei="ABCDEFGH1234").name == "Weir Financial"


def test_lines_of_one_file_are_joined_by_decision_alone(present: World) -> None:
    lines = ("City of Weir,Weir,MS,city,,,,,,,weir.gov", "City of Wier,Weir,MS,city,,small,,,,,wier.gov")
    of = checked(present, file_of(*lines))
    assert outcomes(of) == {"added": 2}
    decide(present, of, "same")
    confirmed(present, of)
    entry = DirectoryEntry.objects.get()
    assert (entry.name, entry.size, sorted(entry.domains)) == (
        "City of Weir",
        "small",
        ["weir.gov", "wier.gov"],
    )


def test_two_that_are_like_a_third_are_not_joined_for_that(present: World) -> None:
    """A is like B and B is like C. Deciding about A and B says nothing about B and C."""
    of = checked(
        present, file_of(*(f"Springfeld {end},Weir,MS,city" for end in ("Centrel", "Central", "Centrall")))
    )
    found = of.pairs.count()
    assert found >= 2
    actions.decide(of.pairs.order_by("row__line", "pk")[0], "same", actor=present.actor("rhea"))
    assert outcomes(of) == {"added": 2, "joined": 1}
    assert of.open_pairs().count() == found - 1


def test_one_line_is_not_the_same_as_two_organizations(present: World) -> None:
    first = checked(
        present, file_of("City of Weir,Weir,MS,city", "Weir City,Weir,MS,city", "New,Weir,MS,city")
    )
    decide(present, first, "different")
    confirmed(present, first)
    of = checked(present, file_of("Weir the City,Weir,MS,city", "Newer,Weir,MS,city"))
    decide(present, of, *["same"] * of.pairs.count())
    assert of.pairs.count() == 2
    assert "pairs_contradict" in refused(lambda: present.act(of, "confirm", "rhea"))


def test_without_a_place_a_name_alone_says_nothing(present: World) -> None:
    imported(present, file_of("Weir Maintainers,,,open source"))
    of = checked(present, file_of("Weir Maintainers,,,open source"))
    assert outcomes(of) == {"added": 1}
    assert pairs(of) == [(2, "The names have the same words; no place is given.")]


def test_without_a_place_two_cannot_have_the_same_name(present: World) -> None:
    imported(present, file_of("Weir Maintainers,,,open source"))
    of = checked(present, file_of("Weir Maintainers,,,open source", "New,Weir,MS,city"))
    decide(present, of, "different")
    assert "pairs_contradict" in refused(lambda: present.act(of, "confirm", "rhea"))


def test_two_lines_are_not_the_same_as_one_entry(present: World) -> None:
    imported(present, file_of(ABILENE))
    of = checked(
        present, file_of("City of Abilene,Abilene,TX,city,,large", "City of Abilnee,Abilene,TX,city")
    )
    for pair in of.pairs.all():
        actions.decide(pair, "same" if pair.entry else "different", actor=present.actor("rhea"))
    assert "pairs_contradict" in refused(lambda: present.act(of, "confirm", "rhea"))


def test_all_others_can_be_kept_apart_at_once_on_the_page(present: World, rhea: Client) -> None:
    imported(present, file_of(ABILENE, "City of Weir,Weir,MS,city"))
    of = checked(present, file_of("City of Abilnee,Abilene,TX,city", "City of Wier,Weir,MS,city"))
    url = reverse("directory_import_decide", args=[of.number])
    rhea.post(url, {"pair": of.pairs.first().pk, "decision": "same"})
    answer = rhea.post(url, {"keep_apart": "1"}, follow=True)
    assert "You kept 1 pair" in answer.content.decode()
    assert outcomes(of) == {"unchanged": 1, "added": 1} or outcomes(of) == {"changed": 1, "added": 1}
