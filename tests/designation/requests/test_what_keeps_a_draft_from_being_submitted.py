"""Whoever drafts an application reads what would keep it from being submitted, where it is typed and as a whole."""

from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client

from designation.demo.world import World
from designation.frontier_models import actions as frontier_models
from designation.models import Request
from designation.requests.actions import drafting as requests
from designation.web.action_page import SEEN
from tests.designation.tabs import Tab
from tests.designation.walking import fresh, recommendation, refused, request_in
from workflow import clock
from workflow.calendars import ZONE
from workflow.staleness import newest_seen

AsPerson = Callable[[World, str], Client]
REVERSED = "The planned public release cannot come before the one to partners."
RELEASED = "no access window can be proposed"
EVERYTHING = "Everything is answered."


@pytest.fixture
def draft(present: World) -> Request:
    return request_in(present, "draft")


def typed(days: float) -> str:
    return f"{clock.now() + timedelta(days=days):%Y-%m-%d}T12:00"  # no clock is changed at noon


def whole(client: Client, draft: Request) -> str:
    return unescape(client.get(f"/requests/{draft.number}/application/").content.decode())


def test_release_dates_that_could_not_be_submitted_are_told_to_the_drafter(
    present: World, draft: Request, as_person: AsPerson
) -> None:
    dana, says = as_person(present, "dana"), REVERSED
    page = Tab(dana, f"/requests/{draft.number}/application/release/")
    page.type(partner_release=typed(30), public_release=typed(20))
    said = unescape(dana.post(page.address, page.typed | {"finish": "1"}, follow=True).content.decode())
    assert said.count(says) == 2, "once where it was saved and once beside the document"
    assert EVERYTHING not in said
    shown = whole(dana, draft)
    assert says in shown
    release = shown.split("/application/release/")[-1].split("</li>")[0]
    assert "needs attention" in release
    assert says in whole(as_person(present, "carl"), draft)


def test_a_draft_that_was_only_begun_needs_no_attention(present: World, as_person: AsPerson) -> None:
    actor = present.actor("dana")
    model = frontier_models.register_model(
        present.organizations["developer"], actor=actor, codename="Sorrel", now=present.now
    )
    page = whole(as_person(present, "dana"), requests.begin(model, actor=actor, now=present.now))
    assert "needs attention" not in page
    assert "not finished" in page


def test_a_model_that_is_with_partners_already_is_applied_for_with_the_true_date(
    present: World, draft: Request, as_person: AsPerson
) -> None:
    dana = as_person(present, "dana")
    page = Tab(dana, f"/requests/{draft.number}/application/release/")
    page.type(partner_release=typed(-30), public_release=typed(20))
    said = unescape(dana.post(page.address, page.typed | {"finish": "1"}, follow=True).content.decode())
    assert said.count(RELEASED) == 2, "once where it was saved and once beside the document"
    assert EVERYTHING in said
    present.act(draft, "submit", "carl", certified=True, voluntary_notice=True)
    assert fresh(draft).state == "submitted"


def test_what_could_be_submitted_is_said_to_be_complete(
    present: World, draft: Request, as_person: AsPerson
) -> None:
    assert EVERYTHING in whole(as_person(present, "dana"), draft)


def test_an_assessment_on_the_day_of_the_submission_is_taken(present: World) -> None:
    request = request_in(present, "in_assessment")
    for row, key in zip(request.consultations.order_by("office__name"), ("cora", "omar"), strict=True):
        present.act(row, "concur", key)
    assert refused(lambda: present.act(request, "recommend", "ravi", **recommendation(present))) == ()


def test_days_in_a_refusal_are_written_as_pages_write_them(present: World, as_person: AsPerson) -> None:
    request = request_in(present, "in_assessment")
    sent = recommendation(present) | {"date": "2019-01-05", SEEN: str(newest_seen(request))}
    page = as_person(present, "ravi").post(f"/requests/{request.number}/steps/recommend/", sent)
    day = request.submitted_at.astimezone(ZONE)
    assert f"submitted on {day:%a, %b} {day.day}, {day.year}." in page.content.decode()
