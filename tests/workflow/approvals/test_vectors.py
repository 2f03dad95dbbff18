"""The engine's digests are those of APPROVALS.md, computed without the engine."""

import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests.workflow.approvals.make_vectors import naive_digest, vectors
from tests.workflow.ledger.vectors import load
from workflow.approvals import digest, to_jsonable

CASES = load("approvals.json")["approvals"]


@dataclass
class Subject:
    """A subject with given facts."""

    label: str
    pk: uuid.UUID
    state: str
    version: int
    said: Any

    def machine(self):
        return self.label

    def content(self, step):
        return self.said


def subject_of(covered):
    facts = (covered["machine"], uuid.UUID(covered["subject"]), covered["state"], covered["version"])
    return Subject(*facts, covered["content"])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_digest_is_that_of_the_specification(case):
    covered = case["covered"]
    assert naive_digest(covered) == case["digest"]
    assert digest(subject_of(covered), covered["step"], covered["inputs"]) == case["digest"]


def test_vectors_are_those_that_the_specification_gives():
    assert vectors() == sorted(CASES, key=lambda case: [v["name"] for v in vectors()].index(case["name"]))


def test_only_the_order_of_members_makes_no_difference():
    digests = [case["digest"] for case in CASES]
    assert len(digests) - len(set(digests)) == 1


def test_values_are_signed_as_plain_json():
    who, at = uuid.uuid4(), datetime(2026, 11, 23, 9, 0, 0, 7, tzinfo=UTC)
    given = {1: at, "day": date(2026, 11, 23), "who": [who], "all": frozenset("hgfedcba"), "t": (1, None)}
    assert to_jsonable(given) == {
        "1": "2026-11-23T09:00:00.000007Z",
        "day": "2026-11-23",
        "who": [str(who)],
        "all": list("abcdefgh"),
        "t": [1, None],
    }
