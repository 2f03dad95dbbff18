"""The public list of .gov domains (CISA, CC0) is imported as it is."""

import csv
from pathlib import Path

import pytest

from designation.demo.world import World
from designation.directory import actions, queries
from designation.models import DirectoryEntry, DirectoryIdentifier
from tests.designation.directory.importing import checked, confirmed, names, outcomes

FILE = Path(__file__).resolve().parents[4] / "shared" / "input" / "dotgov-organisations.csv"
pytestmark = pytest.mark.skipif(
    not FILE.exists(),
    reason="the list of .gov registrations is not in ../shared/input; smaller files are tested beside this one",
)
TOLD_APART_BY = ("Organization name", "Suborganization name", "City", "State")


def lines() -> list[dict[str, str]]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_domain_and_organization_arrives(present: World) -> None:
    """The file tells 5,106 organizations apart. Three of them differ from others in a space alone."""
    written = {tuple(line[name].casefold() for name in TOLD_APART_BY) for line in lines()}
    plain = {tuple(" ".join(text.split()) for text in one) for one in written}
    assert (len(lines()), len(written), len(plain)) == (5513, 5106, 5103)

    of = checked(present, FILE.read_bytes())
    assert of.state == "checked"
    assert outcomes(of) == {"added": 5103, "joined": 410}
    assert 0 < of.open_pairs().count() < 20
    actions.keep_apart(of, actor=present.actor("rhea"))
    confirmed(present, of)
    assert DirectoryEntry.objects.count() == 5103
    domains = DirectoryIdentifier.objects.filter(pk__startswith="domain:").values_list("pk", flat=True)
    assert set(domains) == {f"domain:{line['Domain name']}" for line in lines()}
    assert sum(len(entry.domains) for entry in DirectoryEntry.objects.all()) == 5513

    monroe = DirectoryEntry.objects.filter(name="City of Monroe", city="Monroe")
    assert sorted(entry.state for entry in monroe) == ["GA", "OR", "WA", "WI"]
    found = names(queries.find("City of Monroe"))[:4]
    assert sorted(found) == [f"City of Monroe, Monroe, {state}" for state in ("GA", "OR", "WA", "WI")]
    assert names(queries.find("Twentynin Plams city of"))[:1] == [
        "City of Twentynine Palms, Twentynine Palms, CA"
    ]
    assert names(queries.find("dona ana conty"))[:1] == ["Doña Ana County, Las Cruces, NM"]
    assert names(queries.find("Monroe Polcie Departmnt"))[:1] == ["Monroe Police Department, Monroe, WI"]

    again = checked(present, FILE.read_bytes())
    assert outcomes(again) == {"unchanged": 5103, "joined": 410}
    assert again.open_pairs().count() == 0
