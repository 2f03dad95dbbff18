"""The engine's digests are those of APPROVALS.md, computed without the engine."""

import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests.workflow.approvals.make_vectors import naive_digest, naive_fingerprint, vectors
from tests.workflow.ledger.vectors import load
from workflow.approvals import covered, digest, fingerprint, to_jsonable

CASES = load("approvals.json")["approvals"]


@dataclass
class Subject:
    """A subject with given facts."""

    label: str
    pk: uuid.UUID
    state: str
    said: Any

    def machine(self):
        return self.label

    def content(self, step):
        return self.said

    def visible_state(self, side):
        return self.state


def subject_of(what):
    return Subject(what["machine"], uuid.UUID(what["subject"]), what["state"], what["content"])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_digest_is_that_of_the_specification(case):
    what, salt = case["covered"], bytes.fromhex(case["salt"])
    assert naive_digest(what, salt) == case["digest"]
    assert naive_fingerprint(what) == case["fingerprint"]
    mine = covered(subject_of(what), what["step"], what["inputs"], side="house")
    assert (mine, digest(mine, salt), fingerprint(mine)) == (what, case["digest"], case["fingerprint"])


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
