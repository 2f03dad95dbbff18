"""The page of a request: what is due comes first, an outcome is its headline, rare and final steps stand apart."""

import itertools
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.test import Client

from designation.content.instants import written
from designation.demo.world import World
from designation.models import Request
from designation.policies.application import FIELDS
from tests.designation.tabs import Tab
from tests.designation.walking import catch_up, request_in, window_in
from tests.overwriting import overwrite

Browser = Callable[[World, str], Client]


def overview(world: World, as_person: Browser, key: str, request: Request) -> Any:
    catch_up(world)
    return as_person(world, key).get(f"/requests/{request.number}/")


def names(page: Any, part: str) -> list[str]:
    return [step["name"] for step in page.context[part]]


def test_the_intake_officer_accepts_or_asks(present: World, as_person: Browser) -> None:
    request = request_in(present, "submitted")
    page = overview(present, as_person, "ines", request)
    assert names(page, "due") == ["accept", "ask_clarification"]
    html = page.content.decode()
    assert html.index("Ask for clarification") < html.index("fd-path__line") < html.index("What happened")
    assert f'href="/requests/{request.number}/questions/ask/"' in html
    assert names(overview(present, as_person, "ravi", request), "due") == []


def test_a_consulted_official_answers_here(present: World, as_person: Browser) -> None:
    request = request_in(present, "in_assessment")
    page = overview(present, as_person, "cora", request)
    assert names(page, "due") == ["concur", "object", "comment"]
    assert page.context["next_words"] == "Your office is asked to answer: Cybersecurity Division, CISA."
    lead = overview(present, as_person, "ravi", request)
    assert names(lead, "due") == ["request_information"]
    assert "recommend" in names(lead, "steps"), "the consulted offices have not answered"


def test_what_is_due_comes_first_in_the_workspace_too(present: World, as_person: Browser) -> None:
    request = request_in(present, "in_assessment")
    catch_up(present)
    page = as_person(present, "cora").get(f"/requests/{request.number}/review/")
    assert names(page, "due") == ["concur", "object", "comment"]
    html = page.content.decode()
    assert html.index(">Concur with the assessment<") < html.index("<h2>The application</h2>")
    assert html.count(">Concur with the assessment<") == 1
    assert "You have nothing to do here now." not in html
    lead = as_person(present, "ravi").get(f"/requests/{request.number}/review/").content.decode()
    assert "Assess the model with your agency’s own procedure, outside this site." in lead
    assert "Assess the model" not in html


def test_a_consulted_office_comments_in_a_field_of_that_name(present: World, as_person: Browser) -> None:
    request = request_in(present, "in_assessment")
    row = request.consultations.get(office__name="Cybersecurity Division")
    catch_up(present)
    cora = as_person(present, "cora")
    address = f"/requests/{request.number}/consultations/{row.pk}"
    assert cora.get(f"{address}/comment/").context["form"]["reason"].label == "Comment"
    assert cora.get(f"{address}/object/").context["form"]["reason"].label == "Reason"


def test_a_records_certifier_is_asked_to_certify_what_was_determined(
    present: World, as_person: Browser
) -> None:
    request = request_in(present, "recommended")
    catch_up(present)
    assert "Certify the determination" in as_person(present, "cleo").get("/").content.decode()
    assert "Determine the outcome" in as_person(present, "dora").get("/").content.decode()
    present.act(request, "determine_covered", "dora", sharing_text="For these reasons.")
    page = overview(present, as_person, "cleo", request)
    assert [step["label"] for step in page.context["due"]] == ["Certify the determination: covered"]
    assert "determine_not_covered" in names(page, "steps")
    cleo = Tab(as_person(present, "cleo"), f"/requests/{request.number}/steps/determine_covered/")
    cleo.send(sign="1")
    said = cleo.client.get(f"/requests/{request.number}/").content.decode()
    assert "You certified the determination that the model is a covered frontier model." in said


def test_the_outcome_is_the_headline_and_reconsideration_is_not(present: World, as_person: Browser) -> None:
    request = request_in(present, "covered")
    page = overview(present, as_person, "carl", request)
    html = page.content.decode()
    assert "This model is a covered frontier model</h2>" in html
    assert html.index(request.sharing_text) < html.index("fd-path__line") < html.index("Seek reconsideration")
    assert names(page, "due") == []
    assert "seek_reconsideration" in names(page, "steps")


def test_there_is_no_headline_before_the_outcome_is_known(present: World, as_person: Browser) -> None:
    request = request_in(present, "recommended")
    for key in ("dana", "dora"):
        assert not overview(present, as_person, key, request).context["outcome"]


def test_final_steps_stand_apart_as_links(present: World, as_person: Browser) -> None:
    page = overview(present, as_person, "carl", request_in(present, "covered"))
    assert set(names(page, "rare")) == {"withdraw", "conclude", "erase_developer_details"}
    assert not set(names(page, "rare")) & {*names(page, "steps"), *names(page, "due")}
    apart = page.content.decode().split('<section class="fd-rare"')[1].split("</section>")[0]
    assert ">Withdraw<" in apart
    assert apart.count('class="usa-button usa-button--unstyled"') == 3


def test_a_window_closes_apart_from_what_is_daily(present: World, as_person: Browser) -> None:
    window = window_in(present, request_in(present, "covered"), "open")
    catch_up(present)
    page = as_person(present, "carl").get(f"/requests/{window.request.number}/windows/{window.number}/")
    assert names(page, "steps") == ["suspend"]
    assert names(page, "rare") == ["close", "end"]


def test_an_official_signs_terms_before_anything_else(present: World, as_person: Browser) -> None:
    window = window_in(present, request_in(present, "covered"), "proposed")
    catch_up(present)
    page = as_person(present, "abel").get(f"/requests/{window.request.number}/windows/{window.number}/")
    assert names(page, "due") == ["approve"]
    assert names(page, "rare") == ["decline"]
    html = page.content.decode()
    assert html.index(">Sign the terms<") < html.index("fd-path__line")


def test_a_closed_window_says_what_is_true(present: World, as_person: Browser) -> None:
    request = request_in(present, "covered")
    window = window_in(present, request, "open")
    assert "may propose" not in overview(present, as_person, "dana", request).context["next_words"]
    present.act(window, "close", "carl")
    words = overview(present, as_person, "dana", request).context["next_words"]
    assert words.startswith("The access window is closed. What was shared there is destroyed ")
    assert words.endswith("You may propose another access window.")


def test_where_nothing_was_shared_nothing_is_said_to_be_destroyed(present: World, as_person: Browser) -> None:
    window = window_in(present, request_in(present, "covered"), "open")
    present.act(window, "close", "carl")
    catch_up(present)
    url = f"/requests/{window.request.number}/windows/{window.number}/"
    carl = as_person(present, "carl")
    page = carl.get(url).content.decode()
    assert "Record that nothing was shared" in page
    assert "Destroy now" not in page
    step = carl.get(f"{url}steps/destroy/").content.decode()
    assert "Nothing is destroyed." in step
    assert "Nothing: no artifact was shared under this window." in step


def test_internal_steps_in_a_row_are_one_line(present: World, as_person: Browser) -> None:
    request = request_in(present, "in_assessment")
    lines = overview(present, as_person, "dana", request).context["events"]
    internal = [line for line in lines if line.internal]
    assert internal
    assert all(not (one.internal and other.internal) for one, other in itertools.pairwise(lines))


def test_an_answer_that_is_a_date_is_shown_in_words(present: World, as_person: Browser) -> None:
    request = request_in(present, "clarification_requested")
    name = next(
        name for name, known in FIELDS.items() if known.kind == "instant" and request.answers.get(name)
    )
    question = request.questions.get()
    overwrite(type(question).objects.filter(pk=question.pk), field=name)
    catch_up(present)
    page = as_person(present, "dana").get(f"/requests/{request.number}/questions/{question.pk}/")
    assert request.answers[name] not in page.content.decode()
    assert written(datetime.fromisoformat(request.answers[name])) in page.content.decode()
