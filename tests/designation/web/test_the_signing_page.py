"""The page of every signature: what is signed, who signs, and a button that alone signs."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client

from designation.demo.world import World
from designation.models import Request
from designation.windows import actions as windows
from tests.designation.tabs import Tab, is_signing_page
from tests.designation.walking import at_present, catch_up, fresh, recommendation, request_in, window_in
from workflow.models import Approval

AsPerson = Callable[[World, str], Client]
Opened = Callable[..., Tab]
TEXT = "The assessment supports this determination."


@pytest.fixture
def present(demo_world: World) -> World:
    return at_present(demo_world)


@pytest.fixture
def recommended(present: World) -> Request:
    return request_in(present, "recommended")


@pytest.fixture
def opened(present: World, as_person: AsPerson) -> Opened:
    """Return a function that opens the page of a step for somebody."""

    def open_for(key: str, address: str) -> Tab:
        catch_up(present)
        return Tab(as_person(present, key), address)

    return open_for


def words(answer: Any) -> str:
    """What stands on a page, as one line of words."""
    body = answer.content.decode().split("<main", 1)[1]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def determine(request: Request) -> str:
    return f"/requests/{request.number}/steps/determine_covered/"


def test_writing_and_signing_are_two_pages(recommended: Request, opened: Opened) -> None:
    dora = opened("dora", determine(recommended))
    assert not is_signing_page(dora.page)
    assert "Continue to signature" in words(dora.page)
    read = dora.type(sharing_text=TEXT).send()
    assert is_signing_page(read)
    assert "<textarea" not in read.content.decode().split('id="signature"')[1]
    assert f"Text that is shared with the developer {TEXT}" in words(read)
    assert not Approval.objects.filter(subject_id=recommended.pk).exists()
    assert dora.send(sign="1").status_code == 302


def test_what_was_written_can_be_changed_before_it_is_signed(recommended: Request, opened: Opened) -> None:
    dora = opened("dora", determine(recommended))
    dora.type(sharing_text=TEXT).send()
    again = dora.send(write="1")
    assert not is_signing_page(again)
    assert f"{TEXT}</textarea>" in again.content.decode()


def test_it_shows_exactly_what_is_determined(recommended: Request, opened: Opened) -> None:
    dora = opened("dora", determine(recommended))
    page = words(dora.type(sharing_text="").send())
    for said in (
        "Outcome Covered frontier model",
        f"Authority {recommended.authority}",
        f"Opaque reference {recommended.reference}",
        f"Fingerprint of the application {recommended.assessed_application}",
        "Cybersecurity Division",
    ):
        assert said in page, said
    for section_title in ("Advanced cyber capabilities", "Legends"):
        assert section_title in page


def test_it_says_who_signs_and_what_happens_when_the_last_one_does(
    present: World, recommended: Request, opened: Opened
) -> None:
    dora = opened("dora", determine(recommended))
    first = words(dora.type(sharing_text=TEXT).send())
    assert "Signatures needed: a determining official and a records certifier." in first
    assert "Nobody has signed yet." in first
    assert (
        "Still needed after you sign A records certifier has to attest the authority and the content."
        in first
    )
    assert "These people can sign: Cleo Nash, Records, NSA" in first
    assert "Rosa Keller" not in first
    assert "Your signature counts for 14 days." in first
    assert "When the last one signs The model is a covered frontier model." in first
    dora.send(sign="1")
    cleo = opened("cleo", determine(recommended))
    last = words(cleo.page)
    assert is_signing_page(cleo.page), "the second signer reads what the first one signed at once"
    assert "Dora Whitfield signed" in last
    assert "Your signature is the last one needed." in last
    assert TEXT in last
    assert "Certify the determination: covered" in last
    assert cleo.send(sign="1").status_code == 302
    assert fresh(recommended).state == "covered"
    assert fresh(recommended).sharing_text == TEXT


def test_enter_never_signs(recommended: Request, opened: Opened) -> None:
    dora = opened("dora", determine(recommended))
    form = dora.type(sharing_text="").send().content.decode().split('id="signature"')[1]
    buttons = re.findall(r"<button[^>]*>", form)
    assert buttons[0] == '<button type="submit" disabled hidden>'
    assert [button for button in buttons if 'name="sign"' in button] == [buttons[1]]


def test_a_refusal_about_the_words_leads_back_to_them(recommended: Request, opened: Opened) -> None:
    dora = opened("dora", determine(recommended))
    answer = dora.type(sharing_text="(TS) Nothing.").send()
    assert answer.status_code == 409
    assert not is_signing_page(answer)
    assert "(TS) Nothing.</textarea>" in answer.content.decode()
    assert "carries the marking" in words(answer)


def test_steps_about_evaluators_name_them(present: World, as_person: AsPerson) -> None:
    window = window_in(present, request_in(present, "covered"), "proposed")
    grant = windows.nominate(
        window, actor=present.actor("ravi"), person=present.people["eve"], now=present.now
    )
    catch_up(present)
    address = f"/requests/{window.request.number}/windows/{window.number}/"
    name = grant.name_for("developer")
    page = words(as_person(present, "carl").get(address))
    assert f"Concur with {name}" in page
    assert f"Decline the nomination of {name}" in page
    assert "this person" not in page.lower()
    assert "Decline the invitation to evaluate" in words(as_person(present, "eve").get(address))
    read = as_person(present, "carl").get(f"{address}evaluators/{grant.pk}/concur/")
    assert f"Evaluator {name} Organization National Security Agency" in words(read)


def test_a_comment_of_a_consulted_office_is_quoted_as_it_was_written(present: World, opened: Opened) -> None:
    request = request_in(present, "in_assessment")
    first, second = request.consultations.order_by("office__name")
    present.act(first, "comment", "cora", reason="We saw no weakness.")
    present.act(second, "concur", "omar")
    present.act(request, "recommend", "ravi", **recommendation(present))
    page = words(opened("dora", determine(request)).page)
    assert "Comments. We saw no weakness." in page
    assert "Concurs." not in page
