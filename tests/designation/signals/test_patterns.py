"""Each pattern with the smallest input that it notes, and with one that it does not."""

from datetime import timedelta

import pytest

from designation.artifacts.models import Share
from designation.demo.world import World
from designation.models import Case, FirstReading, ReadingCount, Signal
from designation.signals import canaries, counting
from designation.signals.counting import Reading
from designation.signals.patterns import MEGABYTE, PATTERN, PATTERNS, Limits
from tests.designation.signals.reading import opens
from workflow.ledger import canonical

LIMITS = Limits(pages=25, minutes=2, daily_pages=400, daily_megabytes=2000, late_days=14)


@pytest.fixture
def reading(present: World, share: Share) -> Reading:
    return Reading(present.people["eve"].pk, share.window_id, share.artifact_id, 1, 0, present.now)


def counted(reading: Reading, *, pages: int = 0, size_bytes: int = 0, ago: timedelta = timedelta()) -> None:
    counting.count(
        Reading(reading.person, reading.window, reading.artifact, pages, size_bytes, reading.at - ago)
    )


def finds(name: str, reading: Reading) -> bool:
    """Return whether a pattern finds something. Its figures must be fit for evidence files."""
    finding = PATTERN[name].check(reading, LIMITS)
    return finding is not None and bool(canonical.encode(finding.numbers))


@pytest.mark.parametrize(("pages", "found"), [(25, False), (26, True)])
def test_many_pages_in_a_short_time(reading: Reading, pages: int, found: bool) -> None:
    counted(reading, pages=pages)
    assert finds("bulk", reading) is found


def test_pages_before_the_span_do_not_count(reading: Reading) -> None:
    counted(reading, pages=25, ago=timedelta(minutes=3))
    counted(reading, pages=25)
    assert not finds("bulk", reading)


@pytest.mark.parametrize(("usual", "found"), [(2, True), (8, False)])
def test_faster_than_usual_for_oneself(reading: Reading, usual: int, found: bool) -> None:
    counted(reading, pages=usual, ago=timedelta(days=1))
    counted(reading, pages=20)
    assert finds("pace", reading) is found


def test_a_pace_that_is_usual_for_colleagues(present: World, reading: Reading) -> None:
    peer = Reading(
        present.people["eli"].pk, reading.window, reading.artifact, 12, 0, reading.at - timedelta(days=1)
    )
    counting.count(peer)
    counted(reading, pages=2, ago=timedelta(days=1))
    counted(reading, pages=20)
    assert not finds("pace", reading)


def test_without_anything_usual_there_is_no_pace(reading: Reading) -> None:
    counted(reading, pages=20)
    assert not finds("pace", reading)


@pytest.mark.parametrize(
    ("pages", "megabytes", "found"), [(400, 0, False), (401, 0, True), (0, 2000, False), (0, 2001, True)]
)
def test_much_in_one_day(reading: Reading, pages: int, megabytes: int, found: bool) -> None:
    counted(reading, pages=pages, size_bytes=megabytes * MEGABYTE, ago=timedelta(hours=23))
    assert finds("volume", reading) is found


def test_what_was_read_the_day_before_is_not_of_this_day(reading: Reading) -> None:
    counted(reading, pages=401, ago=timedelta(hours=25))
    assert not finds("volume", reading)


@pytest.mark.parametrize(("days", "found"), [(13, False), (14, True)])
def test_first_opened_long_after_colleagues(present: World, reading: Reading, days: int, found: bool) -> None:
    at = reading.at - timedelta(days=days)
    FirstReading.objects.create(artifact_id=reading.artifact, person=present.people["eli"], at=at)
    assert finds("late", reading) is found
    assert not finds("late", reading)  # the second opening is not the first


def test_the_first_of_all_is_not_late(reading: Reading) -> None:
    assert not finds("late", reading)


def test_an_artifact_that_nobody_needs_to_open(present: World, share: Share, reading: Reading) -> None:
    assert not finds("canary", reading)
    canaries.toggle(share.artifact, by=present.people["sam"], now=present.now)
    assert finds("canary", reading)
    canaries.toggle(share.artifact, by=present.people["sam"], now=present.now)
    assert not finds("canary", reading)


def test_a_canary_alone_is_a_signal_and_no_case(present: World, share: Share) -> None:
    canaries.toggle(share.artifact, by=present.people["sam"], now=present.now)
    opens(present, share, 3)
    assert [signal.pattern for signal in Signal.objects.all()] == ["canary"]
    assert not Case.objects.exists()


def test_an_ordinary_reading_is_counted_and_not_noted(present: World, share: Share) -> None:
    opens(present, share)
    assert sum(ReadingCount.objects.values_list("pages", flat=True)) == 1
    assert not Signal.objects.exists()


def test_each_pattern_says_what_it_is() -> None:
    for pattern in PATTERNS:
        assert pattern.label
        assert pattern.explanation.endswith(".")


def test_counters_that_no_pattern_reads_any_more_are_deleted(reading: Reading) -> None:
    for days in (0, 30, 59, 61, 300):
        counted(reading, pages=1, ago=timedelta(days=days))
    assert counting.forget(reading.at) == 2
    assert counting.forget(reading.at) == 0
    assert ReadingCount.objects.count() == 3
