"""Whose cosignatures are wanted stands in the policy: verifier keys, one a line, read before they are signed."""

from collections.abc import Callable

import pytest
from django.test import Client

from designation.demo.world import World
from designation.models import Policy
from tests.designation.policies.conftest import sign
from tests.designation.policies.test_editing_a_draft import typed
from tests.overwriting import overwrite
from workflow.ledger.cosignature import WitnessKey
from workflow.ledger.note import VerifierKey

AsPerson = Callable[[World, str], Client]
EDIT = "/policies/2/edit/"
FIRST, SECOND = (str(WitnessKey(f"w{n}.example", bytes([n]) * 32)) for n in (1, 2))


def test_keys_are_saved_one_a_line_and_told_as_what_changes(
    demo_world: World, draft: Policy, as_person: AsPerson
) -> None:
    paul = as_person(demo_world, "paul")
    paul.post(EDIT, typed(paul.get(EDIT), witnesses=f"{FIRST}\r\n\r\n {SECOND} "))
    row = Policy.objects.get(pk=draft.pk)
    assert [str(key) for key in row.witnesses()] == [FIRST, SECOND]
    page = paul.get("/policies/2/activate/").content.decode()
    assert "Witnesses whose cosignatures are wanted" in page.partition("What changes from version 1")[2]
    assert FIRST.replace("+", "&#x2B;") in page or FIRST in page
    sign(paul, 2)
    sign(as_person(demo_world, "petra"), 2)
    assert Policy.objects.get(pk=draft.pk).state == "active"


@pytest.mark.parametrize(
    ("keys", "problem"),
    [
        ("w1.example", "is no verifier key of a witness"),
        (str(VerifierKey("w1.example", bytes(32))), "is no verifier key of a witness"),
        (f"{FIRST}\n{FIRST}", "a name and a key stand once"),
        (f"{FIRST}\n{WitnessKey('w9.example', bytes([1]) * 32)}", "a name and a key stand once"),
        (str(WitnessKey("w" * 101, bytes(32))), "is longer than 100 characters"),
        ("\n".join(str(WitnessKey(f"w{n}", bytes([n]) * 32)) for n in range(16)), "ame at most 15 witnesses"),
    ],
)
def test_what_is_no_list_of_witnesses_comes_back_as_it_was_typed(
    demo_world: World, draft: Policy, as_person: AsPerson, keys: str, problem: str
) -> None:
    paul = as_person(demo_world, "paul")
    page = paul.post(EDIT, typed(paul.get(EDIT), witnesses=keys)).content.decode()
    assert problem in page
    assert keys.split("\n")[0] in page.replace("&#x2B;", "+")
    assert Policy.objects.get(pk=draft.pk).value("witnesses") == []


def test_a_list_that_came_past_the_form_is_not_put_into_force(
    demo_world: World, draft: Policy, as_person: AsPerson
) -> None:
    overwrite(Policy.objects.filter(pk=draft.pk), values={**draft.values, "witnesses": ["w1.example"]})
    said = as_person(demo_world, "paul").get("/policies/2/activate/").content.decode()
    assert "is no verifier key of a witness" in said
