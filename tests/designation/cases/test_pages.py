"""The officers' pages: the desk, a case, its timelines, its evidence. Every opening is recorded; others get 404."""

import json
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from designation.artifacts.models import Share
from designation.demo.world import World
from designation.models import Case, Signal, Suspension
from tests.designation.cases.steps import WHY, act
from workflow.models import Entry

As = Callable[[World, str], Client]
NAMES = ("Eve Laurent", "eve@nsa", "Laurent")


def pages_of(case: Case) -> dict[str, str]:
    at = [case.number]
    artifact = case.signals().first().artifact_id
    return {
        "desk": reverse("insider_risk"),
        "case": reverse("case", args=at),
        "timeline": reverse("case_timeline", args=at),
        "artifact": reverse("case_artifact", args=[*at, artifact]),
        "contain": reverse("case_step", args=[*at, "contain"]),
        "inquire": reverse("case_step", args=[*at, "inquire"]),
        "note": reverse("case_step", args=[*at, "note"]),
        "suspensions": reverse("suspensions"),
    }


def text(response: Any) -> str:
    assert response.status_code == 200, response.status_code
    return unescape(response.content.decode())


def says_nothing(words: str, world: World) -> None:
    assert not [name for name in NAMES if name in words]
    assert str(world.people["eve"].pk) not in words


@pytest.mark.parametrize("state", ["triage", "contained"])
def test_no_page_and_no_address_names_the_person(
    present: World, case: Case, as_person: As, state: str
) -> None:
    if state == "contained":
        case = act(present, case, "contain", "iris", reason=WHY)
    ira = as_person(present, "ira")
    for name, address in pages_of(case).items():
        says_nothing(address, present)
        if (name, state) != ("contain", "contained"):
            says_nothing(text(ira.get(address)), present)


def test_the_suspension_that_contains_a_case_shows_officers_the_pseudonym(
    present: World, case: Case, as_person: As
) -> None:
    case = act(present, case, "contain", "iris", reason=WHY)
    page = reverse("suspension", args=[Suspension.objects.get().number])
    lifting = reverse("suspension_step", args=[Suspension.objects.get().number, "lift"])
    for address in (page, lifting):
        seen = text(as_person(present, "ira").get(address))
        says_nothing(seen, present)
        assert case.pseudonym in seen
        assert "Eve Laurent" in text(as_person(present, "nora").get(address))


def test_the_evidence_names_nobody_and_fits_its_digest(present: World, case: Case, as_person: As) -> None:
    response = as_person(present, "ira").post(reverse("case_export", args=[case.number]))
    says_nothing(response.content.decode() + response["Content-Disposition"], present)
    found = json.loads(response.content)
    assert found["about"] == case.pseudonym
    assert len(found["accesses"]) == 26
    assert {access["who"] for access in found["accesses"]} == {case.pseudonym}
    leaves = {bytes(entry.leaf).hex() for entry in Entry.objects.filter(event="share.page_opened")}
    assert {access["leaf"] for access in found["accesses"]} == leaves


def test_who_exported_what_and_when_is_recorded_and_in_the_next_export(
    present: World, case: Case, as_person: As
) -> None:
    from hashlib import sha256

    first = as_person(present, "ira").post(reverse("case_export", args=[case.number]))
    entry = Entry.objects.filter(log=case.log_id, event="case.read").latest("index")
    assert entry.details == {"what": "evidence file", "digest": sha256(first.content).hexdigest()}
    second = json.loads(as_person(present, "iris").post(reverse("case_export", args=[case.number])).content)
    custody = [one for one in second["record"] if one["event"] == "case.read"]
    assert [(one["who"], one["details"]["digest"]) for one in custody] == [
        ("Ira Shaw", sha256(first.content).hexdigest())
    ]


@pytest.mark.parametrize(("page", "what"), [("case", "case"), ("timeline", "timeline of the person")])
def test_who_watched_is_recorded_once_an_hour(
    present: World, case: Case, as_person: As, page: str, what: str
) -> None:
    ira = as_person(present, "ira")
    for _time in range(2):
        ira.get(pages_of(case)[page])
    entries = Entry.objects.filter(log=case.log_id, event="case.read")
    assert [(entry.actor, entry.details) for entry in entries] == [
        (str(present.people["ira"].pk), {"what": what})
    ]


@pytest.mark.parametrize("key", ["eve", "sam", "abel", "nora", "olga", "ada", "paul"])
def test_for_everybody_else_there_is_no_such_page(
    present: World, case: Case, as_person: As, key: str
) -> None:
    client = as_person(present, key)
    pages = {name: url for name, url in pages_of(case).items() if name != "suspensions"}
    assert {client.get(url).status_code for url in pages.values()} == {404}
    assert client.post(reverse("case_export", args=[case.number])).status_code == 404
    assert not Entry.objects.filter(log=case.log_id, event="case.read").exists()


def test_an_officer_does_not_see_signals_or_cases_about_themselves(
    present: World, case: Case, share: Share, as_person: As
) -> None:
    from designation.cases import actions

    signal = Signal.objects.create(
        person=present.people["ira"], window=share.window, artifact=share.artifact, pattern="canary",
        severity="high", at=present.now, once="x",
    )  # fmt: skip
    own = actions.report_concern(
        reporter=present.people["rosa"], address="ira@nsa.example", text=WHY, now=present.now
    )
    ira, iris = as_person(present, "ira"), as_person(present, "iris")
    assert ira.get(reverse("case", args=[own.number])).status_code == 404
    assert ira.get(reverse("case_open", args=[signal.pk])).status_code == 404
    assert own.number not in text(ira.get(reverse("insider_risk")))
    assert own.number in text(iris.get(reverse("insider_risk")))


def test_after_two_officers_agreed_the_case_shows_the_name(present: World, case: Case, as_person: As) -> None:
    case = act(present, case, "inquire", "ira", "iris")
    case = act(present, case, "ask_to_unmask", "ira", reason=WHY)
    says_nothing(text(as_person(present, "ivo").get(pages_of(case)["case"])), present)
    case = act(present, case, "unmask", "ira", "iris")
    assert "Eve Laurent" in text(as_person(present, "ivo").get(pages_of(case)["case"]))
    assert "Eve Laurent" in text(as_person(present, "ivo").get(pages_of(case)["timeline"]))


def test_the_picture_has_the_same_facts_as_the_table(present: World, case: Case, as_person: As) -> None:
    page = as_person(present, "ira").get(pages_of(case)["timeline"])
    assert page.context["picture"].rows[0].count == len(page.context["accesses"]) == 26
    assert "<svg" in page.content.decode()


def test_an_artifact_of_no_signal_has_no_timeline_in_the_case(
    present: World, case: Case, as_person: As
) -> None:
    address = reverse("case_artifact", args=[case.number, case.pk])
    assert as_person(present, "ira").get(address).status_code == 404


def test_an_officer_opens_a_case_from_a_signal_on_the_desk(
    present: World, share: Share, as_person: As
) -> None:
    signal = Signal.objects.create(
        person=present.people["eve"], window=share.window, artifact=share.artifact, pattern="canary",
        severity="high", at=present.now, once="x",
    )  # fmt: skip
    ira = as_person(present, "ira")
    address = reverse("case_open", args=[signal.pk])
    assert address in text(ira.get(reverse("insider_risk")))
    says_nothing(text(ira.get(address)), present)
    made = ira.post(address, {"reason": WHY})
    assert made["Location"] == reverse("case", args=[Case.objects.get().number])


def test_the_desk_says_that_cases_are_switched_off(demo_world: World, as_person: As) -> None:
    page = text(as_person(demo_world, "ira").get(reverse("insider_risk")))
    assert "Cases are switched off." in page


def test_reading_by_another_officer_makes_no_form_stale(present: World, case: Case, as_person: As) -> None:
    ira = as_person(present, "ira")
    form = ira.get(pages_of(case)["note"])
    as_person(present, "iris").get(pages_of(case)["case"])
    hidden = dict(form.context["hidden"])
    assert ira.post(pages_of(case)["note"], hidden | {"reason": "A note."}).status_code == 302
    assert Entry.objects.filter(log=case.log_id, event="case.noted").exists()
