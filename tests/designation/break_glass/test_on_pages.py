"""A refused evaluator finds the way to emergency access; signers and reviewers find it on their desks."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from designation.artifacts.models import Agreement, Share
from designation.demo.world import World
from designation.models import BreakGlass, Request, Window
from tests.designation.artifacts.agreeing import in_force
from tests.designation.artifacts.reading import Reader
from tests.designation.break_glass.emergency import FOUND, WHY, asked, ended, reviewed
from tests.designation.walking import catch_up, fresh, ready, window_in

As = Callable[[World, str], Client]


def text_of(answer: HttpResponse) -> str:
    """Return the words of a page."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def address(window: Window, name: str = "window", *args: object) -> str:
    return reverse(name, args=[window.request.number, window.number, *args])


def key_in(page: HttpResponse) -> dict[str, str]:
    """Return the hidden fields of a page's form."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.content.decode())
    return {name: unescape(value) for name, value in found}


def test_a_refused_evaluator_asks_and_both_sides_agree(
    present: World, eve: Reader, share: Share, as_person: As
) -> None:
    window = share.window
    refused = eve.opens()
    assert refused.status_code == 403
    ask = address(window, "break_glass_ask")
    assert ask in refused.content.decode()
    assert ask in eve.client.get(address(window)).content.decode()
    shown = eve.client.get(ask)
    assert "within 15 minutes" in text_of(shown)
    assert "usa-error-message" in eve.client.post(ask, {}).content.decode()
    answer = eve.client.post(ask, {"reason": WHY})
    access = BreakGlass.objects.get()
    assert answer["Location"] == address(window, "break_glass", access.pk)
    for key in ("abel", "carl"):
        client = as_person(present, key)
        assert answer["Location"] in client.get(reverse("desk")).content.decode()
        assert WHY in text_of(client.get(answer["Location"]))
        step = address(window, "break_glass_step", access.pk, "approve")
        page = client.get(step)
        assert WHY in text_of(page)
        assert client.post(step, key_in(page)).status_code == 302
    assert fresh(access).state == "active"
    assert eve.sees().status_code == 200
    assert "Your emergency access is open" in text_of(eve.client.get(reverse("desk")))


def test_what_was_opened_under_it_is_on_its_page(
    present: World, eve: Reader, access: BreakGlass, as_person: As
) -> None:
    eve.sees(2)
    here = address(access.window, "break_glass", access.pk)
    page = text_of(as_person(present, "sam").get(here))
    assert "opened a page of an artifact" in page
    assert "Agreed to by Abel Ortiz (NSA), Carl Brandt (Meridian)" in page


def test_reviewers_find_it_on_their_desks(present: World, access: BreakGlass, as_person: As) -> None:
    ended(present, access)
    catch_up(present)
    here = address(access.window, "break_glass", access.pk)
    for key, is_told in (("arno", True), ("cyra", True), ("ira", True), ("abel", False), ("ravi", False)):
        tasks = as_person(present, key).get(reverse("desk")).context["tasks"]
        assert (here in [task.url for task in tasks]) is is_told, key
    reviewer = as_person(present, "arno")
    step = address(access.window, "break_glass_step", access.pk, "review")
    page = reviewer.get(step)
    first = reviewer.post(step, key_in(page) | {"findings": FOUND})
    assert first.status_code in (200, 302)
    if first.status_code == 200:
        assert reviewer.post(step, key_in(first) | {"findings": FOUND, "sign": "1"}).status_code == 302
    second = as_person(present, "cyra")
    page = second.get(step)
    assert FOUND in text_of(page)
    answer = second.post(step, key_in(page) | {"findings": FOUND, "sign": "1"})
    assert answer.status_code == 302
    assert fresh(access).state == "reviewed"


@pytest.mark.parametrize("key", ["eli", "hope", "olga", "cora", "maya"])
def test_strangers_find_nothing(present: World, access: BreakGlass, as_person: As, key: str) -> None:
    client = as_person(present, key)
    for name, rest in (
        ("break_glass", ()),
        ("break_glass_step", ("approve",)),
        ("break_glass_take_back", ("approve",)),
    ):
        assert client.get(address(access.window, name, access.pk, *rest)).status_code == 404
    assert client.get(address(access.window, "break_glass_ask")).status_code == 404


def test_another_evaluator_of_the_window_finds_nothing(
    present: World, access: BreakGlass, as_person: As
) -> None:
    ready(present, fresh(access.window), "eli")
    catch_up(present)
    client = as_person(present, "eli")
    page = client.get(address(access.window)).content.decode()
    assert str(access.pk) not in page
    assert client.get(address(access.window, "break_glass", access.pk)).status_code == 404
    assert client.get(address(access.window, "break_glass_ask")).status_code == 200


@pytest.mark.parametrize("key", ["carl", "ravi", "abel"])
def test_only_evaluators_can_ask(
    present: World, share: Share, agreement: Agreement, as_person: As, key: str
) -> None:
    client = as_person(present, key)
    assert address(share.window, "break_glass_ask") not in client.get(address(share.window)).content.decode()
    assert client.get(address(share.window, "break_glass_ask")).status_code == 404


def test_terms_that_do_not_allow_it_offer_nothing(present: World, covered: Request, as_person: As) -> None:
    window = window_in(present, covered, "open", opens_in=0.01, days=10)
    in_force(present, covered)
    client = as_person(present, "eve")
    page = client.get(address(window))
    assert "Ask for emergency access" not in text_of(page)
    assert client.get(address(window, "break_glass_ask")).status_code == 404
    assert "Emergency access Not allowed" in text_of(as_person(present, "carl").get(address(window)))


def test_whoever_can_read_is_told_so(present: World, share: Share, as_person: As) -> None:
    page = text_of(as_person(present, "eve").get(address(share.window, "break_glass_ask")))
    assert "Nothing stands in the way of reading here now." in page


def test_the_window_says_that_nobody_asked(present: World, share: Share, as_person: As) -> None:
    page = text_of(as_person(present, "carl").get(address(share.window)))
    assert "Nobody has asked for emergency access in this window." in page


@pytest.mark.parametrize("key", ["sam", "arno", "eve"])
def test_the_page_reads_well_in_every_state(
    present: World, access: BreakGlass, as_person: As, key: str
) -> None:
    here = address(access.window, "break_glass", access.pk)
    client = as_person(present, key)
    assert "Open" in text_of(client.get(here))
    ended(present, access)
    catch_up(present)
    assert "Ended, to be reviewed" in text_of(client.get(here))
    reviewed(present, access, "ira", "vera")
    catch_up(present)
    page = text_of(client.get(here))
    assert "Reviewed" in page
    assert FOUND in page


def test_the_developer_reads_no_name_where_the_terms_say_pseudonyms(
    present: World, covered: Request, as_person: As
) -> None:
    window = window_in(
        present, covered, "open", opens_in=0.01, days=10, break_glass="yes", names="pseudonyms"
    )
    in_force(present, covered)
    access = asked(present, window)
    catch_up(present)
    for page in (address(window), address(window, "break_glass", access.pk), reverse("desk")):
        assert "Laurent" not in as_person(present, "carl").get(page).content.decode(), page
        assert "Eve Laurent" in as_person(present, "abel").get(page).content.decode() or page == reverse(
            "desk"
        )
