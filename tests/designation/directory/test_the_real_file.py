"""The public list of .gov domains (CISA, CC0) is imported as it is."""

import csv
from pathlib import Path

import pytest

from designation.demo.world import World
from designation.directory import queries
from designation.models import DirectoryEntry, DirectoryIdentifier
from tests.designation.directory.importing import checked, confirmed, names, outcomes

FILE = Path(__file__).resolve().parents[4] / "shared" / "input" / "dotgov-organisations.csv"
pytestmark = pytest.mark.skipif(
    not FILE.exists(), reason=f"the list of .gov registrations is not at {FILE}; smaller files are tested beside this"
)


def test_every_domain_and_organization_arrives(present: World) -> None:
    from time import perf_counter
    t=perf_counter()
    of = checked(present, FILE.read_bytes())
    print("check", perf_counter()-t)
    print(of.state, of.problems, outcomes(of))
    for r in of.rows.filter(outcome="refused")[:20]: print(r.line, r.name, r.problems)
    print(of.pairs.count())
    for p in of.pairs.select_related("row","other_row")[:60]: print(p.score, p.reason, "|", p.row.full_name, p.row.place, "|", p.other_row.full_name, p.other_row.place)
    assert 0
