"""Instants and lengths of time as people read them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from designation.templatetags import instants

CLOSING = datetime(2026, 12, 18, 22, 0, tzinfo=UTC)


def test_an_instant_shows_eastern_time_with_its_zone_and_hour() -> None:
    assert ">Fri, Dec 18, 2026, 5:00 p.m. EST<" in instants.when(CLOSING)


def test_summer_time_is_named() -> None:
    assert "1:30 a.m. EDT" in instants.when(datetime(2026, 7, 1, 5, 30, tzinfo=UTC))


def test_focusing_or_pointing_at_an_instant_shows_utc() -> None:
    html = instants.when(CLOSING)
    assert 'tabindex="0"' in html
    assert 'title="Fri, Dec 18, 2026, 10:00 p.m. UTC"' in html
    assert 'datetime="2026-12-18T22:00:00Z"' in html


def test_an_instant_inside_a_link_takes_no_focus_of_its_own() -> None:
    assert "tabindex" not in instants.instant(CLOSING)


def test_the_day_of_an_instant_is_its_day_in_washington() -> None:
    assert "Thu, Dec 31, 2026" in instants.day(datetime(2027, 1, 1, 3, 0, tzinfo=UTC))
    assert "Thu, Dec 31, 2026" in instants.day(date(2026, 12, 31))


@pytest.mark.parametrize(
    ("ahead", "words"),
    [
        (timedelta(days=2, hours=3), "in 2 days"),
        (timedelta(days=1), "in 1 day"),
        (timedelta(hours=5, minutes=20), "in 5 h 20 min"),
        (timedelta(minutes=12), "in 12 min"),
        (timedelta(seconds=5), "in 5 s"),
        (timedelta(0), "now"),
        (timedelta(days=-3), "3 days late"),
        (timedelta(hours=-5), "5 h late"),
    ],
)
def test_how_far_away_something_is_stands_in_words(ahead: timedelta, words: str) -> None:
    assert instants.until(CLOSING + ahead, CLOSING) == words


def test_the_due_instant_itself_is_past() -> None:
    assert instants.is_past(CLOSING, CLOSING)
    assert not instants.is_past(CLOSING + timedelta(microseconds=1), CLOSING)


def test_a_countdown_carries_the_clock_of_the_server() -> None:
    html = instants.countdown(CLOSING + timedelta(days=2), CLOSING)
    assert 'data-now="2026-12-18T22:00:00Z"' in html
    assert "data-ticking" in instants.ticking(CLOSING + timedelta(days=2), CLOSING)
    assert instants.ticking(CLOSING - timedelta(hours=1), CLOSING).endswith(">1 h late</span>")


def test_lengths_keep_their_two_largest_units() -> None:
    assert instants.duration(timedelta(days=14, hours=6, minutes=59)) == "14 d 6 h"
    assert instants.duration(timedelta(days=14)) == "14 d"
    assert instants.duration(timedelta(hours=6, minutes=5)) == "6 h 5 min"


def test_what_is_not_known_is_left_blank() -> None:
    filters = [instants.when, instants.instant, instants.day, instants.duration]
    assert [show(None) for show in filters] == ["", "", "", ""]
    assert [show(None, CLOSING) for show in (instants.until, instants.countdown, instants.ticking)] == [
        "",
        "",
        "",
    ]
