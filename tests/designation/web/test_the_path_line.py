"""The path of a machine as a line of states with a text equivalent."""

from django.template.loader import render_to_string

from designation.templatetags.frame import path_line

STOPS = [
    ("draft", "Draft"),
    ("submitted", "Submitted"),
    ("in_assessment", "In assessment"),
    ("covered", "Determined"),
]


def standings(**given: object) -> list[tuple[str, str]]:
    return [(stop["label"], stop["standing"]) for stop in path_line(STOPS, **given)["stops"]]  # type: ignore[arg-type]  # each test gives what fits


def test_what_came_before_is_done_and_the_rest_is_to_come() -> None:
    assert [standing for _, standing in standings(present="in_assessment")] == [
        "done",
        "done",
        "present",
        "next",
    ]


def test_a_way_out_ends_the_line_where_it_was_taken() -> None:
    line = standings(present="withdrawn", visited=["draft", "submitted"], ended="Withdrawn")
    assert line == [("Draft", "done"), ("Submitted", "done"), ("Withdrawn", "present")]


def test_the_present_state_is_said_not_only_shown() -> None:
    html = render_to_string(
        "includes/steps.html", path_line(STOPS, "submitted", exits=["withdraw"], name="this request")
    )
    assert 'aria-current="step"' in html
    assert "(now)" in html
    assert html.count("(to come)") == 2
    assert "Ways out from here: withdraw" in html
    assert 'aria-label="Where this request stands"' in html
