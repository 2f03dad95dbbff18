"""A second request about a model is told of the one under way: when one begins it and on its draft, by name."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from designation.demo.world import World
from designation.models import Party, Request
from designation.requests.actions import drafting as requests
from tests.designation.walking import request_in
from tests.overwriting import unguarded
from workflow import clock

Browser = Callable[[World, str], Client]
BEGIN = "/requests/begin/"


@pytest.fixture
def world(demo_world: World) -> World:
    demo_world.now = clock.now() - timedelta(days=1)
    return demo_world


def drafted(world: World, first: Request) -> Request:
    """A second draft about the same model."""
    return requests.begin(first.model, actor=world.actor("dana"), now=world.now)


def begin(client: Client, request: Request, **more: str) -> Any:
    return client.post(BEGIN, {"model": str(request.model_id), **more})


def test_the_form_names_what_is_not_over_beside_each_model(world: World, as_person: Browser) -> None:
    first = request_in(world, "submitted")
    page = as_person(world, "dana").get(BEGIN).content.decode()
    assert f"Larkspur ({first.number}, Submitted)" in page
    world.act(first, "withdraw", "carl")
    assert first.number not in as_person(world, "dana").get(BEGIN).content.decode()


@pytest.mark.parametrize("state", ["submitted", "recommended", "covered", "no_determination"])
def test_beginning_a_second_one_is_warned_of_the_first_and_begins_nothing(
    world: World, as_person: Browser, state: str
) -> None:
    first = request_in(world, state)
    answer = begin(as_person(world, "dana"), first)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "A request about “Larkspur” is under way" in page
    assert f'href="/requests/{first.number}/"' in page.split('role="alert"')[1].split("</ul>")[0]
    assert "Recommended" not in page
    assert Request.objects.filter(model=first.model).count() == 1


def test_one_goes_on_by_saying_so(world: World, as_person: Browser) -> None:
    first = request_in(world, "submitted")
    client = as_person(world, "dana")
    asked = begin(client, first).content.decode()
    assert 'type="checkbox" name="beside"' in asked
    assert begin(client, first, beside="on").status_code == 302
    assert Request.objects.filter(model=first.model, state="draft").count() == 1


@pytest.mark.parametrize("state", ["draft", "withdrawn", "closed", "concluded"])
def test_what_is_over_or_only_drafted_holds_nobody_up(world: World, as_person: Browser, state: str) -> None:
    first = request_in(world, state)
    assert begin(as_person(world, "dana"), first).status_code == 302


def test_a_new_model_is_registered_without_a_question(world: World, as_person: Browser) -> None:
    request_in(world, "submitted")
    answer = as_person(world, "dana").post(BEGIN, {"model": "new", "codename": "Juniper"})
    assert answer.status_code == 302


def test_a_request_in_which_one_takes_no_part_is_not_named(world: World, as_person: Browser) -> None:
    first = request_in(world, "submitted")
    with unguarded(Party):
        Party.objects.filter(matter=first.log_id, person=world.people["dana"]).delete()
    client = as_person(world, "dana")
    assert first.number not in client.get(BEGIN).content.decode()
    page = begin(client, first).content.decode()
    assert first.number not in page
    assert "A request in which you do not take part" in page


def test_no_model_of_another_developer_can_be_named(world: World, as_person: Browser) -> None:
    first = request_in(world, "submitted")
    client = as_person(world, "hope")
    assert "Larkspur" not in client.get(BEGIN).content.decode()
    answer = begin(client, first, beside="on")
    assert first.number not in answer.content.decode()
    assert not Request.objects.filter(state="draft").exists()


def test_the_drafts_page_says_that_it_cannot_be_submitted_yet(world: World, as_person: Browser) -> None:
    first = request_in(world, "submitted")
    second = drafted(world, first)
    page = as_person(world, "carl").get(f"/requests/{second.number}/").content.decode()
    warning = page.split("This draft cannot be submitted yet")[1].split("What you write here is kept")[0]
    assert f'href="/requests/{first.number}/"' in warning
    assert "Choose other variants" in warning
    world.act(first, "withdraw", "carl")
    page = as_person(world, "carl").get(f"/requests/{second.number}/").content.decode()
    assert "cannot be submitted yet" not in page


def test_a_draft_for_other_variants_is_not_warned(world: World, as_person: Browser) -> None:
    first = request_in(world, "submitted")
    world.act(first.model, "add_variant", "dana", name="Small", kind="checkpoint")
    second = drafted(world, first)
    small = [str(first.model.variants.get(name="Small").pk)]
    page = f"/requests/{second.number}/"
    assert "cannot be submitted yet" in as_person(world, "dana").get(page).content.decode()
    requests.save_answers(second, actor=world.actor("dana"), answers={"variants": small})
    assert "cannot be submitted yet" not in as_person(world, "dana").get(page).content.decode()
