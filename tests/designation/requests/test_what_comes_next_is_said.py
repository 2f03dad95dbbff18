"""After a step, a page says what happened, whom the matter waits for and until when, as far as the reader may know."""

from collections.abc import Callable
from typing import Any

from django.test import Client

from designation.content.instants import written
from designation.demo.world import World
from tests.designation.tabs import Tab
from tests.designation.walking import fresh, request_in, window_in
from workflow.models import Deadline

Browser = Callable[[World, str], Client]


def after(client: Client, url: str, step: str, **typed: str) -> str:
    """Take a step on its page and return what is said afterwards."""
    tab = Tab(client, f"{url}steps/{step}/")
    tab.typed |= typed
    tab.sign()
    return " ".join(str(message) for message in client.get(url).context["messages"])


def due(subject: Any) -> str:
    return written(Deadline.objects.filter(subject_id=subject.pk, state="running").earliest("due_at").due_at)


def test_a_request_waits_for_somebody_until_an_instant(present: World, as_person: Browser) -> None:
    request = request_in(present, "submitted")
    said = after(
        as_person(present, "ines"),
        f"/requests/{request.number}/",
        "accept",
        lead=str(present.people["ravi"].pk),
    )
    assert fresh(request).state == "in_assessment"
    assert said == (
        "You accepted the application as complete. Next: the government's assessment. "
        f"Determination: {due(request)}."
    )


def test_a_step_that_moves_a_clock_says_until_when(present: World, as_person: Browser) -> None:
    request = request_in(present, "clarification_requested")
    said = after(as_person(present, "carl"), f"/requests/{request.number}/", "extend")
    assert (
        said == "You took more time to answer. Next: the developer's answers. "
        f"The developer's answers: {due(request)}."
    )


def test_a_step_that_moves_nothing_says_no_more_than_what_happened(
    present: World, as_person: Browser
) -> None:
    request = request_in(present, "in_assessment")
    said = after(
        as_person(present, "ravi"), f"/requests/{request.number}/", "declare_interests", reason="None."
    )
    assert said == "Your declaration is recorded."


def test_a_window_waits_for_both_sides(present: World, as_person: Browser) -> None:
    request = request_in(present, "covered")
    window = window_in(present, request, "open")
    said = after(
        as_person(present, "carl"),
        f"/requests/{request.number}/windows/{window.number}/",
        "suspend",
        reason="A key was lost.",
    )
    assert said == (
        "You suspended access. Nobody can read or download now. Next: agreement of both sides to resume access. "
        f"Closing of the window: {due(window)}."
    )


def test_what_the_reader_may_not_know_is_not_said(present: World, as_person: Browser) -> None:
    url = f"/requests/{request_in(present, 'recommended').number}/"

    def next_for(key: str) -> str:
        matter = as_person(present, key).get(url).context["matter"]
        return str(matter.comes_next(matter.request))

    assert "the determining official" in next_for("dora")
    assert next_for("dana") == "", "the developer does not know that an outcome is recommended"
