"""What the watched person, the reporter, the developer and the public see."""

from collections.abc import Callable
from html import unescape
from typing import Any

from django.test import Client
from django.urls import reverse

from designation.artifacts.models import Share
from designation.demo.world import World
from designation.models import Canary, Case, Report
from designation.signals.patterns import PATTERNS
from tests.designation.cases.steps import WHY, act
from tests.designation.walking import fresh
from workflow import clock

As = Callable[[World, str], Client]


def text(response: Any) -> str:
    assert response.status_code == 200, response.status_code
    return unescape(response.content.decode())


def test_everybody_can_read_what_is_recorded_and_watched() -> None:
    page = text(Client().get(reverse("what_is_watched")))
    for pattern in PATTERNS:
        assert pattern.explanation in page
    assert "Protected disclosures are not watched." in page


def test_the_page_of_a_window_leads_there(present: World, share: Share, as_person: As) -> None:
    window = share.window
    page = text(as_person(present, "eve").get(reverse("window", args=[window.request.number, window.number])))
    assert reverse("what_is_watched") in page


def test_in_triage_the_person_knows_of_nothing(present: World, case: Case, as_person: As) -> None:
    eve = as_person(present, "eve")
    assert case.number not in text(eve.get(reverse("own_cases")))
    assert eve.get(reverse("own_case_challenge", args=[case.number])).status_code == 404


def test_after_containment_they_know_that_access_stopped_and_can_challenge_it(
    present: World, case: Case, as_person: As
) -> None:
    present.now = clock.now()
    case = act(present, case, "contain", "ira", reason=WHY)
    eve = as_person(present, "eve")
    page = text(eve.get(reverse("own_cases")))
    assert "Your access was suspended" in page
    assert WHY not in page
    assert "Ira Shaw" not in page
    sent = eve.post(reverse("own_case_challenge", args=[case.number]), {"reason": "I compared two versions."})
    assert sent.status_code == 302
    assert fresh(case).challenge_text == "I compared two versions."
    assert "I compared two versions." in text(
        as_person(present, "iris").get(reverse("case", args=[case.number]))
    )


def test_the_answer_does_not_name_the_officer(present: World, case: Case, as_person: As) -> None:
    present.now = clock.now()
    case = act(present, case, "contain", "ira", reason=WHY)
    case = act(present, case, "challenge", "eve", reason="I compared two versions.")
    act(present, case, "answer_challenge", "iris", reason="We looked and agree.")
    page = text(as_person(present, "eve").get(reverse("own_cases")))
    assert "We looked and agree." in page
    assert "Iris" not in page


def test_another_person_cannot_challenge_it(present: World, case: Case, as_person: As) -> None:
    case = act(present, case, "contain", "ira", reason=WHY)
    address = reverse("own_case_challenge", args=[case.number])
    for key in ("eli", "ira", "sam"):
        assert as_person(present, key).post(address, {"reason": "x"}).status_code == 404


def test_whoever_reports_is_shown_to_nobody(present: World, reported: Case, as_person: As) -> None:
    page = text(as_person(present, "ira").get(reverse("case", args=[reported.number])))
    assert "Odd questions." in page
    assert "Rosa Keller" not in page
    exported = as_person(present, "ira").post(reverse("case_export", args=[reported.number])).content.decode()
    assert "Rosa Keller" not in exported
    assert str(present.people["rosa"].pk) not in exported


def test_a_report_is_answered_alike_whoever_it_is_about(present: World, share: Share, as_person: As) -> None:
    rosa = as_person(present, "rosa")
    answers = set()
    for address in ("eve@nsa.example", "nobody@nowhere.example", ""):
        sent = rosa.post(reverse("report_concern"), {"address": address, "text": WHY}, follow=True)
        answers.add((sent.redirect_chain[0], tuple(str(one) for one in sent.context["messages"])))
    assert len(answers) == 1
    assert Report.objects.count() == 3


def test_without_officers_a_report_says_whom_to_ask(demo_world: World, as_person: As) -> None:
    sent = as_person(demo_world, "rosa").post(reverse("report_concern"), {"address": "", "text": WHY})
    assert sent.status_code == 409
    assert "Ask an agency's administrator" in unescape(sent.content.decode())


def test_the_developer_is_told_where_and_not_whom(present: World, case: Case, as_person: As) -> None:
    sam = as_person(present, "sam")
    assert "No access to what you shared is under review." in text(sam.get(reverse("access_reviews")))
    act(present, case, "tell_owner", "ira")
    page = text(sam.get(reverse("access_reviews")))
    assert "Under review" in page
    for word in ("Eve Laurent", case.number, case.pseudonym):
        assert word not in page
    assert "Under review" not in text(as_person(present, "hope").get(reverse("access_reviews")))


def test_canaries_are_known_to_those_who_mark_alone(present: World, share: Share, as_person: As) -> None:
    sam = as_person(present, "sam")
    assert sam.post(reverse("canary_mark", args=[share.artifact_id])).status_code == 302
    assert Canary.objects.get().placed_by == present.people["sam"]
    assert "Since" in text(as_person(present, "ira").get(reverse("canaries")))
    window = share.window
    for key in ("eve", "abel", "ravi"):
        client = as_person(present, key)
        assert client.get(reverse("canaries")).status_code == 404
        page = text(client.get(reverse("window", args=[window.request.number, window.number])))
        assert "canar" not in page.lower()
    hope = as_person(present, "hope")
    assert hope.post(reverse("canary_mark", args=[share.artifact_id])).status_code == 404
    assert Canary.objects.exists()
