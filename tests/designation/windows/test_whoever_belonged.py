"""Whoever took part in a matter finds what ended, when, and what they owe, for thirty days. Others find nothing."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from designation.demo.world import World
from designation.models import Request, Window
from tests.designation.walking import catch_up, window_in
from workflow import clock

AsPerson = Callable[[World, str], Client]


@pytest.fixture
def opened(present: World, covered: Request) -> Window:
    """An open window with an evaluator."""
    return window_in(present, covered, "open", opens_in=0.1)


def page(window: Window, name: str = "window") -> str:
    return reverse(name, args=[window.request.number, window.number])


def test_an_evaluator_reads_what_ended_when_and_what_they_owe(
    present: World, opened: Window, as_person: AsPerson
) -> None:
    present.act(opened.grants.get(), "end", "sam")
    catch_up(present)
    answer = as_person(present, "eve").get(page(opened))
    text = answer.content.decode()
    assert answer.status_code == 410
    assert f"window {opened.number} of request {opened.request.number}" in text
    assert "Your access as an evaluator has ended." in text
    assert "Destroy every copy" in text
    assert opened.request.model.codename not in text
    assert "Permitted uses" not in text


def test_an_end_with_the_window_is_named(present: World, opened: Window, as_person: AsPerson) -> None:
    present.act(opened, "close", "carl")
    catch_up(present)
    assert "ended with the window" in as_person(present, "eve").get(page(opened)).content.decode()


def test_what_happened_later_is_not_told(present: World, opened: Window, as_person: AsPerson) -> None:
    present.act(opened.grants.get(), "end", "sam")
    present.wait(hours=1)
    present.act(opened, "close", "carl")
    catch_up(present)
    text = as_person(present, "eve").get(page(opened)).content.decode()
    assert "Your access as an evaluator has ended." in text
    assert "ended with the window" not in text
    assert "closed" not in text.lower()


@pytest.mark.parametrize("key", ["hope", "eli", "olga", "maya"])
def test_a_stranger_costs_the_same_work_as_a_number_that_does_not_exist(
    present: World, opened: Window, as_person: AsPerson, key: str
) -> None:
    client = as_person(present, key)
    client.get("/about/")  # the first page of a session also renews it

    def work(number: str) -> list[str]:
        found = []
        for address in (reverse("request", args=[number]), reverse("window", args=[number, 1])):
            with CaptureQueriesContext(connection) as caught:
                assert client.get(address).status_code == 404
            found += [re.sub(r"'[^']*'", "?", one["sql"]) for one in caught.captured_queries]
        return found

    assert work(opened.request.number) == work("FD-2222-2222")


def test_it_is_gone_after_thirty_days(present: World, opened: Window, as_person: AsPerson) -> None:
    present.act(opened.grants.get(), "end", "sam")
    catch_up(present)
    eve = as_person(present, "eve")
    assert eve.get(page(opened)).status_code == 410
    clock.advance(timedelta(days=31))
    assert as_person(present, "eve").get(page(opened)).status_code == 404


@pytest.mark.parametrize("name", ["window_record", "window_record_bundle", "window_terms"])
def test_no_other_page_opens(present: World, opened: Window, as_person: AsPerson, name: str) -> None:
    present.act(opened.grants.get(), "end", "sam")
    catch_up(present)
    eve = as_person(present, "eve")
    assert "Your part in this has ended" in eve.get(page(opened, name)).content.decode()
    assert eve.post(page(opened, name), {}).status_code == 404


def test_the_recused_and_strangers_find_nothing(present: World, opened: Window, as_person: AsPerson) -> None:
    present.act(opened, "recuse", "eve")
    catch_up(present)
    for key in ("eve", "eli", "hope", "olga"):
        assert as_person(present, key).get(page(opened)).status_code == 404
        assert (
            as_person(present, key).get(reverse("request", args=[opened.request.number])).status_code == 404
        )


def test_whoever_takes_part_again_reads_the_window_again(
    present: World, covered: Request, as_person: AsPerson
) -> None:
    window = window_in(present, covered, "proposed")
    names_both = dict(window.terms.content)
    alone = names_both | {"agencies": [str(present.organizations["nsa"].pk)]}
    present.act(window, "revise", "carl", terms=alone)
    catch_up(present)
    assert as_person(present, "arno").get(page(window)).status_code == 410
    present.act(window, "revise", "carl", terms=names_both)
    catch_up(present)
    assert as_person(present, "arno").get(page(window)).status_code == 200
