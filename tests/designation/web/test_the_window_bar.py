"""The picture of the thirty days and the same facts as text beside it."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.template import Context, Template

from designation.templatetags.frame import bar

FIRST = datetime(2026, 12, 1, 22, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def window(**changes: Any) -> dict[str, Any]:
    facts = {"first_opened_at": FIRST, "opens_at": FIRST, "ends_at": FIRST + 15 * DAY, "now": FIRST + 6 * DAY}
    return facts | {"opened": True} | changes


def names(drawn: Any) -> list[str]:
    return [fact["name"] for fact in drawn.facts]


def test_thirty_days_span_the_whole_picture() -> None:
    drawn = bar(window(opens_at=FIRST + 15 * DAY, ends_at=FIRST + 30 * DAY, opened=False))
    assert drawn.spans[0] == {"kind": "planned", "x": 1500, "width": 1500, "y": 20, "height": 60}


def test_an_open_window_is_filled_up_to_now() -> None:
    drawn = bar(window())
    assert [span["width"] for span in drawn.spans] == [1500, 600]
    assert drawn.sentence == "Open for 6 d; closes Wed, Dec 16, 2026, 5:00 p.m. EST."


def test_every_mark_of_the_picture_is_a_line_of_text() -> None:
    drawn = bar(
        window(
            suspended=[(FIRST + DAY, FIRST + 2 * DAY), (FIRST + 5 * DAY, None)],
            earlier=[(FIRST, FIRST + timedelta(hours=2))],
            partner_release_at=FIRST + 20 * DAY,
        )
    )
    assert names(drawn) == [
        "Earlier window", "Opened", "Suspended", "Suspended", "Now", "Closes", "Planned partner release", "Day 30 ends",
    ]  # fmt: skip
    assert {mark["kind"] for mark in drawn.marks} == {"end", "now", "release"}


def test_a_suspension_that_lasts_is_drawn_up_to_now() -> None:
    drawn = bar(window(suspended=[(FIRST + 5 * DAY, None)]))
    assert drawn.spans[-1]["width"] == 100
    assert "(until now, 1 d)" in [fact.get("text") for fact in drawn.facts]
    assert (
        drawn.sentence
        == "Suspended since Sun, Dec 6, 2026, 5:00 p.m. EST; closes Wed, Dec 16, 2026, 5:00 p.m. EST."
    )


def test_a_planned_window_counts_from_its_own_opening() -> None:
    drawn = bar(window(first_opened_at=None, opened=False, now=FIRST - DAY))
    assert drawn.sentence.startswith("Planned from Tue, Dec 1, 2026, 5:00 p.m. EST")
    assert "now" not in {mark["kind"] for mark in drawn.marks}
    assert "(before day 1)" in [fact.get("text") for fact in drawn.facts]


def test_a_closed_window_says_how_long_it_was_open() -> None:
    drawn = bar(window(closed=True, now=FIRST + 40 * DAY))
    assert drawn.sentence.endswith("15 d in all.")
    assert "Closed" in names(drawn)
    assert "(after day 30)" in [fact.get("text") for fact in drawn.facts]


def test_the_picture_needs_no_inline_style() -> None:
    html = Template("{% load frame %}{% window_bar window %}").render(Context({"window": window()}))
    assert "style=" not in html
    assert 'role="img"' in html
    assert html.count("Open for 6 d") == 2
