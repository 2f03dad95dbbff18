"""Who acts on what they no longer see is told so, and what they typed is judged only when they have read anew."""

import pytest

from tests.workflow.toy.making import GUEST, NOON, entries, holder, lit
from workflow.errors import Refused
from workflow.perform import perform

pytestmark = pytest.mark.django_db


def test_the_version_that_was_seen_is_fine(lamp, keeper):
    perform(lamp, "light", actor=keeper, now=NOON, version=0, inputs={"brightness": 3})
    assert lamp.version == 1


@pytest.mark.parametrize("version", [0, 2])
def test_any_other_version_is_refused(lamp, keeper, version):
    perform(lamp, "inspect_after", actor=keeper, now=NOON)
    with pytest.raises(Refused) as caught:
        perform(lamp, "light", actor=keeper, now=NOON, version=version, inputs={"brightness": 3})
    assert caught.value.codes == ("stale",)


def test_the_state_that_came_in_between_is_named_too(lamp, keeper):
    lit(lamp, keeper)
    with pytest.raises(Refused) as caught:
        perform(lamp, "light", actor=keeper, now=NOON, version=0, inputs={})
    assert caught.value.codes == ("stale", "wrong_state")


def test_a_change_by_a_person_leaves_no_late_attempt(lamp, keeper):
    lit(lamp, keeper)
    with pytest.raises(Refused) as caught:
        perform(lamp, "put_out", actor=holder(lamp, GUEST), now=NOON, version=0)
    assert not caught.value.recorded
    assert len(entries(lamp)) == 2
