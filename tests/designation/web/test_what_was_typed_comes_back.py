"""What was typed comes back from every POST that is not taken in: 404, 409, 413 and 500."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import include, path

from designation.access.models import Party
from designation.demo.cast import PASSWORD
from designation.demo.world import World
from designation.models import Policy, Request
from designation.people.actions import appointments
from designation.policies import actions as policies
from designation.roles import Role
from designation.web.access import public
from tests.designation.walking import at_present, request_in, window_in
from tests.designation.web.test_a_form_that_came_too_late_is_given_back import OURS, PAGE, given_back

AsPerson = Callable[[World, str], Client]
WORDS = "Three weeks of work.\nSecond line"
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def present(demo_world: World) -> World:
    return at_present(demo_world)


def application(world: World) -> tuple[str, str, str]:
    request = request_in(world, "submitted")
    return "dana", f"/requests/{request.number}/application/capabilities/", "was submitted"


def an_answer(world: World) -> tuple[str, str, str]:
    request = request_in(world, "clarification_requested")
    question = request.questions.get()
    world.act(request, "withdraw", "carl")
    return "dana", f"/requests/{request.number}/questions/{question.pk}/", "no longer open"


def draft_terms(world: World) -> tuple[str, str, str]:
    window = window_in(world, request_in(world, "covered"), "proposed")
    return "dana", f"/requests/{window.request.number}/windows/{window.number}/terms/", "no longer a draft"


def a_policy_draft(world: World) -> tuple[str, str, str]:
    draft: Policy = policies.draft(actor=world.actor("paul"), now=world.now)
    world.act(draft, "discard", "petra")
    return "paul", f"/policies/{draft.number}/edit/", "no longer a draft"


@pytest.mark.parametrize("moved_on", [application, an_answer, draft_terms, a_policy_draft])
def test_a_form_whose_subject_moved_on_says_so_and_gives_the_text_back(
    present: World, as_person: AsPerson, moved_on: Callable[[World], tuple[str, str, str]]
) -> None:
    key, address, says = moved_on(present)
    client = as_person(present, key)
    answer = client.post(address, {"evaluations": WORDS, "password": PASSWORD}, headers=OURS)
    assert answer.status_code == 409
    assert says in answer.content.decode()
    assert given_back(answer) == [WORDS]
    assert PASSWORD not in answer.content.decode()
    assert WORDS not in client.post(address, {"evaluations": WORDS}, headers=PAGE).content.decode()


def test_a_save_in_passing_is_told_why_in_one_sentence(present: World, as_person: AsPerson) -> None:
    key, address, says = application(present)
    sent = {"evaluations": WORDS}
    answer = as_person(present, key).post(
        address, sent, headers={"X-Autosave": "1", "Accept": "application/json"}
    )
    assert answer.status_code == 409
    assert says in answer.json()["message"]


def ended_role(world: World, request: Request) -> None:
    held = world.people["ravi"].appointments.get(role=Role.REVIEWER)
    appointments.end(held, actor=world.actor("nora"), now=world.now)


def recused(world: World, request: Request) -> None:
    world.act(request, "recuse", "ravi")


@pytest.mark.parametrize("change", [ended_role, recused])
def test_somebody_who_has_no_part_any_more_gets_the_text_back_and_learns_nothing(
    present: World, as_person: AsPerson, change: Callable[[World, Request], None]
) -> None:
    request = request_in(present, "in_assessment")
    client = as_person(present, "ravi")
    change(present, request)
    assert not Party.of(present.people["ravi"].pk).filter(matter=request.log_id).exists()
    sent = {"reason": WORDS}
    answer = client.post(f"/requests/{request.number}/steps/return_to_assessment/", sent, headers=OURS)
    elsewhere = client.post("/requests/FD-2222-2222/steps/return_to_assessment/", sent, headers=OURS)
    assert (answer.status_code, elsewhere.status_code) == (404, 404)
    assert given_back(answer) == given_back(elsewhere) == [WORDS]
    assert request.model.codename not in answer.content.decode()


def test_a_page_that_does_not_exist_gives_the_text_back(present: World, as_person: AsPerson) -> None:
    client = as_person(present, "dana")
    assert given_back(client.post("/no/such/page/", {"reason": WORDS}, headers=OURS)) == [WORDS]
    assert given_back(client.post("/no/such/page/", {"reason": WORDS}, headers=PAGE)) == []


@pytest.mark.parametrize("key", ["dana", "ravi"])
@pytest.mark.parametrize("address", ["/requests/FD-2222-2222/artifacts/upload/", "/no/such/page/"])
def test_a_file_that_no_page_takes_in_is_not_written_to_the_disk(
    present: World, as_person: AsPerson, settings: Any, tmp_path: Path, address: str, key: str
) -> None:
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 0
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "missing")  # writing there would raise an error
    file = SimpleUploadedFile("weights.pdf", b"%PDF-1.7", "application/pdf")
    answer = as_person(present, key).post(address, {"title": WORDS, "file": file}, headers=OURS)
    assert answer.status_code == 404
    assert given_back(answer) == [WORDS]


def test_three_megabytes_are_refused_at_the_field_and_come_back(present: World, as_person: AsPerson) -> None:
    draft = request_in(present, "draft")
    text = "x" * 3_000_000
    address = f"/requests/{draft.number}/application/capabilities/"
    answer = as_person(present, "dana").post(address, {"evaluations": text}, headers=OURS)
    page = answer.content.decode()
    assert "Shorten this" in page
    assert text in page


def test_what_is_too_large_for_a_form_is_said_to_be(
    present: World, as_person: AsPerson, settings: Any
) -> None:
    draft = request_in(present, "draft")
    body = b"evaluations=" + b"x" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    address = f"/requests/{draft.number}/application/capabilities/"
    answer = as_person(present, "dana").generic("POST", address, body, FORM, headers=OURS)
    assert answer.status_code == 413
    assert "A form can hold up to 8 MB." in answer.content.decode()


@public
def breaks(_request: HttpRequest) -> HttpResponse:
    """Fail, as a page with a mistake in it does."""
    raise RuntimeError("a mistake")


urlpatterns = [path("breaks/", breaks), path("", include("designation.config.urls"))]
handler500 = "designation.web.away.server_error"


@override_settings(ROOT_URLCONF=__name__)
def test_an_error_of_ours_gives_the_text_back(present: World, as_person: AsPerson) -> None:
    client = as_person(present, "dana")
    client.raise_request_exception = False
    answer = client.post("/breaks/", {"reason": WORDS, "password": PASSWORD}, headers=OURS)
    assert answer.status_code == 500
    assert given_back(answer) == [WORDS]
    assert PASSWORD not in answer.content.decode()
    assert given_back(client.post("/breaks/", {"reason": WORDS}, headers=PAGE)) == []
