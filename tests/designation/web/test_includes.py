"""The pieces that pages are made of, each from a plain dict."""

from datetime import UTC, datetime, timedelta

from django.template.loader import render_to_string

NOW = datetime(2026, 12, 13, 15, 0, tzinfo=UTC)


def test_a_destructive_step_is_a_post_that_says_what_will_happen() -> None:
    context = {
        "heading": "Withdraw this request?",
        "consequences": ["Every access ends."],
        "remains": ["No adverse record is made."],
        "action": "/x",
        "button": "Withdraw",
        "cancel_url": "/",
        "hidden": {"seen_entry": 3},
    }
    html = render_to_string("includes/action_form.html", context)
    assert '<form method="post" action="/x"' in html
    assert "Every access ends." in html
    assert "No adverse record is made." in html
    assert '<input type="hidden" name="seen_entry" value="3">' in html
    assert ">Cancel</a>" in html


def test_a_step_that_one_cannot_take_shows_its_reasons_and_no_button() -> None:
    html = render_to_string(
        "includes/step_now.html", {"step": {"label": "Recommend", "reasons": ["One is missing."]}}
    )
    assert "One is missing." in html
    assert "<a " not in html
    assert "not now" in html


def test_a_step_that_one_can_take_is_a_link_to_its_page() -> None:
    html = render_to_string(
        "includes/step_now.html", {"step": {"label": "Accept", "allowed": True, "url": "/a"}}
    )
    assert '<a class="usa-button" href="/a">Accept</a>' in html


def test_the_timeline_says_who_did_what_when_and_what_it_led_to() -> None:
    event = {
        "who": "Dana Ortiz",
        "what": "answered",
        "at": NOW,
        "led_to": "Submitted",
        "number": 0,
        "url": "/l/0",
    }
    html = render_to_string("includes/timeline.html", {"events": [event]})
    assert all(
        words in html for words in ("Dana Ortiz", "answered", "10:00 a.m. EST", "Submitted", "entry 0")
    )


def test_an_empty_timeline_is_one_sentence() -> None:
    assert "Nothing has happened yet." in render_to_string("includes/timeline.html", {"events": []})


def test_a_late_task_is_late_in_words_and_in_red() -> None:
    task = {"what": "Sign", "matter": "FD-1", "url": "/x", "due_at": NOW - timedelta(days=3), "since": NOW}
    html = render_to_string("includes/tasks.html", {"tasks": [task], "now": NOW})
    assert "3 days late" in html
    assert "fd-deadline--late" in html


def test_an_empty_desk_offers_the_next_thing_to_do() -> None:
    html = render_to_string(
        "includes/tasks.html", {"tasks": [], "empty_url": "/new", "empty_label": "Start a request"}
    )
    assert "You have nothing to do now." in html
    assert 'href="/new"' in html


def test_a_paused_clock_says_why_and_what_is_left() -> None:
    html = render_to_string(
        "includes/deadline.html",
        {
            "label": "Determination",
            "standing": "paused",
            "remaining": timedelta(days=4),
            "reason": "you were asked",
        },
    )
    assert "Determination: paused with 4 d left (you were asked)" in html


def test_clocks_that_no_longer_run_say_how_they_ended() -> None:
    words = {"met": "met, was due", "canceled": "no longer runs", "fired": "ran out"}
    for standing, said in words.items():
        assert said in render_to_string(
            "includes/deadline.html", {"label": "Answer", "due_at": NOW, "standing": standing}
        )


def test_a_list_without_further_pages_has_no_pager() -> None:
    assert not render_to_string("includes/pager.html", {}).strip()
    assert 'rel="next"' in render_to_string("includes/pager.html", {"next_url": "?after=x"})


def test_filters_say_which_one_is_on() -> None:
    chips = [{"label": "Late", "url": "?late=1", "on": True, "count": 0}]
    html = render_to_string("includes/chips.html", {"chips": chips})
    assert 'aria-current="true"' in html
    assert "Late (0)" in html


def test_facts_can_carry_a_link_that_says_what_it_changes() -> None:
    html = render_to_string(
        "includes/summary.html", {"facts": [("Codename", "heron", "/edit"), ("Notes", "")]}
    )
    assert '<span class="usa-sr-only">: Codename</span>' in html
    assert "Not given" in html


def test_a_comparison_leaves_out_what_did_not_change() -> None:
    rows = [
        {"clause": "Access", "old": "view", "new": "download"},
        {"clause": "Dates", "old": "same", "new": "same"},
    ]
    context = {"rows": rows, "old_name": "version 2", "new_name": "version 3"}
    assert "Dates" not in render_to_string("includes/comparison.html", context)
    assert "Dates" in render_to_string("includes/comparison.html", {**context, "all": True})


def test_workload_has_its_numbers_beside_the_bars() -> None:
    html = render_to_string(
        "requests/workload.html", {"people": [{"name": "R. Lane", "count": 4, "late": 1}], "largest": 5}
    )
    assert 'width="80"' in html
    assert "(1 late)" in html


def test_messages_are_announced() -> None:
    html = render_to_string(
        "includes/messages.html", {"messages": [{"level_tag": "success"}, {"level_tag": "debug"}]}
    )
    assert 'role="status"' in html
    assert "usa-alert--success" in html
    assert "usa-alert--info" in html
