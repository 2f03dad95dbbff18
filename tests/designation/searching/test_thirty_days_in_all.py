"""Promise 2 by exhaustive search: no path through suspended, resumed and further windows gives more than 30 days.

Two windows under way at a time, any number one after the other, on a grid of ten days over fifty; the release moves
earlier and later, and the clock comes as late as it likes.
"""

from datetime import timedelta
from itertools import combinations

import pytest

from designation.frontier_models.rules import THIRTY_DAYS
from tests.designation.searching.papers import PaperModel, Sheet, Situation, begin, onward


@pytest.fixture(scope="module")
def situations() -> set[Situation]:
    found, waiting = {begin()}, [begin()]
    while waiting:
        for situation in onward(waiting.pop()):
            if situation not in found:
                found.add(situation)
                waiting.append(situation)
    return found


def opened(situation: Situation) -> list[Sheet]:
    return [sheet for sheet in (*situation.sheets, *situation.used) if sheet.opened_at is not None]


def test_the_search_is_no_small_one(situations: set[Situation]) -> None:
    assert len(situations) > 1000
    states = {sheet.state for situation in situations for sheet in (*situation.sheets, *situation.used)}
    assert states == {"proposed", "scheduled", "open", "suspended", "closed"}
    assert max(len(situation.used) for situation in situations) > 2


def test_all_windows_of_a_model_together_are_open_for_thirty_days_at_most(situations: set[Situation]) -> None:
    for situation in situations:
        lengths = [sheet.ends_at - sheet.opened_at for sheet in opened(situation)]
        assert sum(lengths, timedelta(0)) <= THIRTY_DAYS, situation


def test_every_window_ends_within_thirty_days_of_the_first_opening(situations: set[Situation]) -> None:
    for situation in situations:
        for sheet in opened(situation):
            assert sheet.ends_at <= situation.first_opened_at + THIRTY_DAYS, situation


def test_no_two_windows_are_open_at_the_same_time(situations: set[Situation]) -> None:
    for situation in situations:
        for one, other in combinations(opened(situation), 2):
            assert one.ends_at <= other.opened_at or other.ends_at <= one.opened_at, situation


def test_whatever_the_clock_is_late_with_nothing_is_read_from_the_end_on(situations: set[Situation]) -> None:
    for situation in situations:
        for paper in PaperModel(situation).papers:
            if paper.is_open_at(situation.now):
                assert situation.now < min(paper.ends_at, situation.first_opened_at + THIRTY_DAYS), situation


def test_a_window_that_opens_ends_later_than_it_opens(situations: set[Situation]) -> None:
    """What was scheduled fits the thirty days when its time comes, whichever window opened first."""
    for situation in situations:
        for sheet in situation.sheets:
            if sheet.state in ("open", "suspended"):
                assert sheet.ends_at > sheet.opened_at, situation
