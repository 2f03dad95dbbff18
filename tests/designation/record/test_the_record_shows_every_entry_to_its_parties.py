"""The record: every entry stands in it, open or closed; filters never tell what is closed; outsiders get 404."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

import pytest
from django.core import signing
from django.test import Client

from designation.demo import world as demonstration
from designation.demo.world import World
from designation.models import Request
from designation.web.paging import SALT
from designation.windows import actions as windows
from tests.designation.walking import window_in
from workflow.ledger.seal import seal
from workflow.models import Entry

AsPerson = Callable[[World, str], Client]


@pytest.fixture
def larkspur(demo_world: World) -> Request:
    """A request that was determined to be covered."""
    request = demonstration.filed(demo_world, "Larkspur")
    demo_world.wait(hours=6)
    demonstration.determined(demo_world, request)
    return request


def shown(client: Client, request: Request, query: str = "") -> str:
    answer = client.get(f"/requests/{request.number}/record/{query}")
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_both_sides_see_every_entry_by_its_number(
    demo_world: World, larkspur: Request, as_person: AsPerson
) -> None:
    numbers = Entry.objects.filter(log=larkspur.log_id).values_list("index", flat=True)
    for key in ("dana", "ravi"):
        page = shown(as_person(demo_world, key), larkspur, "?log=request")
        assert all(f">Request, entry {number}<" in page for number in numbers)


def test_the_models_own_log_is_part_of_the_record(
    demo_world: World, larkspur: Request, as_person: AsPerson
) -> None:
    page = shown(as_person(demo_world, "ines"), larkspur, "?log=model")
    assert "The release plan was taken from the certified application" in page
    assert ">Request, entry 0<" not in page


def test_deliberation_of_the_government_is_closed_to_the_developer(
    demo_world: World, larkspur: Request, as_person: AsPerson
) -> None:
    entry = Entry.objects.get(log=larkspur.log_id, event="request.recommended")
    theirs = shown(as_person(demo_world, "ravi"), larkspur)
    mine = shown(as_person(demo_world, "dana"), larkspur)
    assert "Ravi Menon</strong> recommended an outcome" in theirs
    assert "recommended" not in mine.lower()
    assert bytes(entry.commit).hex() in mine


def test_the_page_of_a_closed_entry_says_number_time_and_commitment_only(
    demo_world: World, larkspur: Request, as_person: AsPerson
) -> None:
    entry = Entry.objects.get(log=larkspur.log_id, event="request.recommended")
    address = f"/requests/{larkspur.number}/record/{entry.log_id}/{entry.index}/"
    mine = as_person(demo_world, "dana").get(address).content.decode()
    assert "Internal step" in mine
    assert bytes(entry.commit).hex() in mine
    assert "Ravi" not in mine
    assert "recommended" not in mine.lower()
    theirs = as_person(demo_world, "ravi").get(address).content.decode()
    assert "recommended an outcome" in theirs
    assert bytes(entry.leaf).hex() in theirs


def test_no_filter_finds_what_is_closed(demo_world: World, larkspur: Request, as_person: AsPerson) -> None:
    dana = as_person(demo_world, "dana")
    page = shown(dana, larkspur)
    assert 'value="request.recommended"' not in page
    ravi = demo_world.people["ravi"].pk
    for query in (f"?who={ravi}", "?what=request.recommended"):
        answer = shown(dana, larkspur, query)
        assert "This cannot be chosen" in answer
        assert ">Request, entry 0<" in answer


def test_entries_are_found_by_who_by_what_and_by_day(
    demo_world: World, larkspur: Request, as_person: AsPerson
) -> None:
    ines = as_person(demo_world, "ines")
    by_carl = shown(ines, larkspur, f"?who={demo_world.people['carl'].pk}")
    assert "certified and submitted" in by_carl
    assert "named a lead reviewer</td>" not in by_carl
    accepted = shown(ines, larkspur, "?what=request.accepted")
    assert "Ines Duarte</strong> accepted" in accepted
    assert "Carl Brandt</strong>" not in accepted
    assert "No entry fits." in shown(ines, larkspur, "?until=2000-01-01")
    assert "No entry fits." in shown(ines, larkspur, "?since=2200-01-01")
    assert "Enter a day, for example" in shown(ines, larkspur, "?since=never")


def test_a_long_record_is_paged_with_its_filters_and_costs_no_more_queries(
    demo_world: World, larkspur: Request, as_person: AsPerson, django_assert_max_num_queries: Any
) -> None:
    for _ in range(60):
        demo_world.act(larkspur, "declare_interests", "rosa", reason="None.")
    ines = as_person(demo_world, "ines")
    seen: list[int] = []
    query = "?log=request&since=2000-01-01"
    while query:
        with django_assert_max_num_queries(12):
            answer = ines.get(f"/requests/{larkspur.number}/record/{query}")
        seen += [row["line"].number for row in answer.context["rows"]]
        query = answer.context["page"].next_url
        assert not query or "since=2000-01-01" in query
    size = Entry.objects.filter(log=larkspur.log_id).count()
    assert size > 60
    assert seen == list(range(size - 1, -1, -1))
    everything = ines.get(f"/requests/{larkspur.number}/record/")
    after = parse_qs(everything.context["page"].next_url.removeprefix("?"))["after"][0]
    _at, log, _index = signing.loads(after, salt=SALT)
    assert log in {
        str(one) for one in larkspur.log_ids()
    }  # no number that would count other matters' entries
    with django_assert_max_num_queries(12):
        rest = ines.get(f"/requests/{larkspur.number}/record/{everything.context['page'].next_url}")
    both = [
        (row["record"], row["line"].number) for page in (everything, rest) for row in page.context["rows"]
    ]
    assert len(both) == len(set(both)) == Entry.objects.filter(log__in=larkspur.log_ids()).count()


def test_an_entry_says_which_checkpoint_holds_it(
    demo_world: World, larkspur: Request, as_person: AsPerson
) -> None:
    ines = as_person(demo_world, "ines")
    assert "Not sealed yet; sealing takes seconds" in shown(ines, larkspur)
    checkpoint = seal()
    assert checkpoint is not None
    page = shown(ines, larkspur)
    assert f"Included in checkpoint {checkpoint.pk}, signed" in page
    assert "Not sealed yet" not in page


def test_who_is_no_party_finds_nothing(demo_world: World, larkspur: Request, as_person: AsPerson) -> None:
    for key in ("hope", "nora", "olga", "maya", "paul"):
        client = as_person(demo_world, key)
        for rest in ("", "bundle/", "check/", f"{larkspur.log_id}/0/"):
            address = f"/requests/{larkspur.number}/record/{rest}"
            assert client.get(address).status_code == 404, (key, rest)
            assert client.post(address).status_code in (404, 405), (key, rest)


def test_entries_of_other_logs_are_not_there(
    demo_world: World, larkspur: Request, as_person: AsPerson
) -> None:
    other = demonstration.filed(demo_world, "Tamarack")
    dana = as_person(demo_world, "dana")
    root = f"/requests/{larkspur.number}/record"
    assert dana.get(f"{root}/{other.log_id}/0/").status_code == 404
    assert dana.get(f"{root}/{larkspur.log_id}/999/").status_code == 404
    assert dana.get(f"{root}/{larkspur.log_id}/{10**30}/").status_code == 404


def test_an_evaluator_opens_what_concerns_their_window_alone(
    demo_world: World, larkspur: Request, as_person: AsPerson
) -> None:
    window = window_in(demo_world, larkspur, "proposed")
    eve = demo_world.people["eve"]
    windows.nominate(window, actor=demo_world.actor("ravi"), person=eve, now=demo_world.now)
    demo_world.act(window, "approve", "abel")
    eve_reads = as_person(demo_world, "eve")
    assert eve_reads.get(f"/requests/{larkspur.number}/record/").status_code == 404
    page = eve_reads.get(f"/requests/{larkspur.number}/windows/{window.number}/record/").content.decode()
    assert "signed and proposed terms" in page
    assert "named an evaluator" in page
    assert "Internal step" in page  # the signature of an official, and the draft
    assert "Abel" not in page
