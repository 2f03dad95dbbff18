"""Different offices are offices that share nobody."""

import pytest

from tests.workflow.toy.making import NOON, somebody
from workflow.approvals import Signer, of_different_offices
from workflow.guards import HeldRole


def test_a_signer_signs_in_roles_for_offices_and_sides():
    held = (HeldRole("keeper", "cellar", side="house"), HeldRole("guest", side="garden"))
    signer = Signer(somebody().id, "Somebody", held, NOON)
    assert (signer.holds("guest", "other"), signer.holds("other")) == (True, False)
    assert (signer.offices, signer.sides) == ({"cellar"}, {"house", "garden"})


@pytest.mark.parametrize(
    ("offices", "differ"),
    [
        (["a", "b"], True),
        (["a", "a"], False),
        (["ab", "ab"], False),
        (["ab", "b"], False),
        (["ab", "c"], True),
        (["", "a"], False),
        (["a", ""], False),
        (["a", "ab", "b"], True),
    ],
)
def test_different_offices_are_offices_that_share_nobody(offices, differ):
    def signer(letters):
        held = tuple(HeldRole("keeper", office) for office in letters) or (HeldRole("keeper"),)
        return Signer(somebody().id, "Somebody", held, NOON)

    assert of_different_offices(tuple(signer(letters) for letters in offices)) is differ
