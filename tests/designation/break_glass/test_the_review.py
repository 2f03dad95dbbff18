"""Two others review every emergency access within three days. While that is overdue, the office cannot ask again."""

from datetime import timedelta

import pytest

from designation.demo.world import World
from designation.models import BreakGlass
from tests.designation.break_glass.emergency import FOUND, asked, ended, later, reviewed
from tests.designation.walking import fire, fresh, ready, refused


@pytest.fixture
def over(present: World, access: BreakGlass) -> BreakGlass:
    """The evaluator's emergency access, which the developer ended."""
    return ended(present, access)


@pytest.mark.parametrize("signers", [("arno", "cyra"), ("ira", "vera"), ("ira", "arno"), ("cyra", "cole")])
def test_two_others_review_it(present: World, over: BreakGlass, signers: tuple[str, str]) -> None:
    reviewed(present, over, *signers)
    assert (over.state, over.findings) == ("reviewed", FOUND)


@pytest.mark.parametrize("key", ["abel", "eve", "carl", "sam", "ravi", "ada"])
def test_who_does_not_review(present: World, over: BreakGlass, key: str) -> None:
    code = "was_part_of_it" if key == "abel" else "not_your_role"
    assert refused(lambda: present.act(over, "review", key, findings=FOUND)) == (code,)


def test_one_is_not_enough(present: World, over: BreakGlass) -> None:
    assert refused(lambda: present.act(over, "review", "ira", findings=FOUND)) == ("second_person",)
    assert fresh(over).state == "ended"


def test_both_sign_the_same_words(present: World, over: BreakGlass) -> None:
    present.act(over, "review", "ira", findings=FOUND)
    assert refused(lambda: present.act(over, "review", "arno", findings="Nothing.")) == ("second_person",)


def test_findings_are_in_words(present: World, over: BreakGlass) -> None:
    assert refused(lambda: present.act(over, "review", "ira", findings=" ")) == ("findings_missing",)


def test_an_overdue_review_blocks_the_office(present: World, over: BreakGlass) -> None:
    fire(present, over, "emergency_review")
    assert fresh(over).state == "overdue"
    assert refused(lambda: asked(present, over.window)) == ("review_overdue",)
    reviewed(present, over)
    assert asked(present, over.window).state == "requested"


def test_it_blocks_the_office_though_no_worker_runs(present: World, over: BreakGlass) -> None:
    eve = present.people["eve"].pk
    later(present, timedelta(days=3) - timedelta(seconds=1))
    assert not BreakGlass.overdue_for(eve, present.now).exists()
    later(present, timedelta(seconds=1))
    assert fresh(over).state == "ended"
    assert refused(lambda: asked(present, over.window)) == ("review_overdue",)


def test_it_blocks_no_other_office(present: World, over: BreakGlass) -> None:
    ready(present, fresh(over.window), "eli")
    fire(present, over, "emergency_review")
    assert asked(present, over.window, "eli").state == "requested"
