"""The roster is searched as forgivingly as the directory, filtered by what the reader may see, sorted and exported."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from designation.demo import roster
from designation.demo.world import World
from designation.models import Partner
from designation.partners.filters import filters_of
from tests.designation.walking import fresh

As = Callable[[World, str], Client]
HOSPITAL, BANK, UTILITY, TOWN = (
    "Teton Valley Hospital",
    "Prairie State Bank",
    "Cedar County Water District",
    "Añasco",
)


@pytest.fixture
def four(present: World) -> dict[str, Partner]:
    """An active hospital; a bank that NSA nominated; a utility and a town that Meridian and the roster nominated."""
    hospital = roster.activated(present)
    return {
        "hospital": hospital,
        "bank": roster.nominated(present, "abel", **roster.BANK),
        "utility": roster.nominated(present, "carl", **roster.UTILITY, sponsor=hospital),
        "town": roster.nominated(
            present, "rhea", **(roster.TOWN | {"name": TOWN, "city": "Mayagüez", "us_state": "PR"})
        ),
    }


def shown(client: Client, **asked: str) -> list[str]:
    return [row.name for row in client.get(reverse("partners"), asked).context["rows"]]


def exported(client: Client, **asked: str) -> list[list[str]]:
    answer = client.get(reverse("partners_export"), asked)
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return [line.split(",") for line in text.splitlines()]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"q": "Tetn Valey Hospitel"}, [HOSPITAL]),
        ({"q": "hospital valley teton"}, [HOSPITAL]),
        ({"q": "anasco mayaguez"}, [TOWN]),
        ({"q": "driggs idaho"}, [HOSPITAL]),
        ({"q": "dictrict"}, [UTILITY]),
        ({"q": "nobody like this"}, []),
        ({"q": "131313"}, []),
        ({"city": "tip"}, [UTILITY]),
        ({"us_state": "KS"}, [BANK]),
        ({"category": "community_bank"}, [BANK]),
        ({"size": "one"}, [HOSPITAL]),
        ({"state": "active"}, [HOSPITAL]),
        ({"state": "nominated", "q": "bank"}, [BANK]),
        ({"attested": "90"}, []),
        ({"identifier": "ccn 1313"}, [HOSPITAL]),
        ({"sponsor": "yes"}, [UTILITY]),
        ({"nominated": "developer"}, [UTILITY, HOSPITAL]),
        ({"state": "no such state"}, []),
        ({"q": "\0"}, [TOWN, UTILITY, BANK, HOSPITAL]),
    ],
)
def test_every_filter_narrows_the_list_its_counts_and_its_export(
    present: World, four: dict[str, Partner], as_person: As, asked: dict[str, str], expected: list[str]
) -> None:
    rhea = as_person(present, "rhea")
    page = rhea.get(reverse("partners"), asked)
    assert [row.name for row in page.context["rows"]] == sorted(expected)
    assert page.context["total"] == len(expected)
    assert sorted(line[1] for line in exported(rhea, **asked)[1:]) == sorted(expected)


def test_nobody_finds_or_counts_what_they_may_not_see(
    present: World, four: dict[str, Partner], as_person: As
) -> None:
    carl = as_person(present, "carl")
    assert shown(carl) == [UTILITY, HOSPITAL]
    assert shown(carl, q="bank") == shown(carl, q="prairie") == []
    page = carl.get(reverse("partners"))
    assert page.context["total"] == 2
    assert [(chip["label"], chip["count"]) for chip in page.context["chips"]] == [
        ("All", 2),
        ("Nominated", 1),
        ("Active", 1),
    ]
    header, *lines = exported(carl)
    assert [line[1] for line in lines] == [UTILITY, HOSPITAL]
    assert "Identifiers" not in header


@pytest.mark.parametrize(
    "asked", [{"identifier": "nothing has this"}, {"sponsor": "yes"}, {"nominated": "government"}]
)
def test_filters_by_what_a_reader_may_not_see_tell_them_nothing(
    present: World, four: dict[str, Partner], as_person: As, asked: dict[str, str]
) -> None:
    carl = as_person(present, "carl")
    page = carl.get(reverse("partners"), asked)
    assert [row.name for row in page.context["rows"]] == [UTILITY, HOSPITAL]
    assert page.context["tags"] == []
    assert asked.keys().isdisjoint(page.context["filter_form"].fields)


def test_what_others_nominated_does_not_change_how_words_are_read(present: World, as_person: As) -> None:
    """A word that only hidden partners have is read as misspelled, as it would be without them."""
    roster.nominated(present, "carl", **roster.UTILITY)
    roster.nominated(present, "abel", **(roster.BANK | {"name": "Ceder Bank"}))
    assert shown(as_person(present, "carl"), q="ceder") == [UTILITY]


def test_the_attestation_that_runs_out_is_found(present: World, four: dict[str, Partner]) -> None:
    until = fresh(four["hospital"]).attested_until
    instants = {"30": timedelta(days=29), "90": timedelta(days=89), "over": timedelta(0)}
    for value, before in instants.items():
        for earlier, expected in ((timedelta(0), [four["hospital"]]), (timedelta(days=2), [])):
            now = until - before - earlier
            asked = filters_of(QueryDict(f"attested={value}"), Partner.objects.all(), now, sees_all=False)
            assert list(asked.rows()) == expected, (value, earlier)


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("name", [TOWN, UTILITY, BANK, HOSPITAL]),
        ("-name", [HOSPITAL, BANK, UTILITY, TOWN]),
        ("place", [UTILITY, HOSPITAL, BANK, TOWN]),
        ("-place", [TOWN, BANK, HOSPITAL, UTILITY]),
        ("category", [BANK, UTILITY, HOSPITAL, TOWN]),
        ("size", [HOSPITAL, UTILITY, BANK, TOWN]),
        ("-state", [HOSPITAL, TOWN, UTILITY, BANK]),
        ("attested", [HOSPITAL, TOWN, UTILITY, BANK]),
        ("nothing", [TOWN, UTILITY, BANK, HOSPITAL]),
    ],
)
def test_the_list_and_its_export_are_sorted_and_go_on_by_key(
    present: World,
    four: dict[str, Partner],
    as_person: As,
    monkeypatch: pytest.MonkeyPatch,
    sort: str,
    expected: list[str],
) -> None:
    rhea = as_person(present, "rhea")
    assert [line[1] for line in exported(rhea, sort=sort)[1:]] == expected
    monkeypatch.setattr("designation.partners.views.roster.SIZE", 1)
    seen, address = [], f"?sort={sort}"
    while address:
        page = rhea.get(reverse("partners") + address)
        seen += [row.name for row in page.context["rows"]]
        address = page.context["page"].next_url
    assert seen == expected


def test_tags_say_what_is_set_and_remove_it(present: World, four: dict[str, Partner], as_person: As) -> None:
    asked = {"q": "water", "us_state": "IA", "sort": "-name", "after": "x"}
    page = as_person(present, "rhea").get(reverse("partners"), asked)
    assert [(tag["label"], tag["url"]) for tag in page.context["tags"]] == [
        ("Search: water ✕", "?us_state=IA&sort=-name"),
        ("State or territory: Iowa (IA) ✕", "?q=water&sort=-name"),
        ("Clear all", "?"),
    ]
    assert 'href="/partners/export.csv?q=water&amp;us_state=IA&amp;sort=-name"' in page.content.decode()


def test_no_cell_of_the_export_is_a_formula(present: World, as_person: As) -> None:
    facts = roster.BANK | {"name": "Bank", "identifiers": "=1+1"}
    roster.nominated(present, "rhea", **facts)
    assert exported(as_person(present, "rhea"))[1][-1] == "'=1+1"


def test_a_longer_list_takes_as_many_queries(present: World, as_person: As) -> None:
    rhea = as_person(present, "rhea")

    def queries() -> list[int]:
        found = []
        for asked in ({}, {"q": "hospitl"}, {"sort": "-state"}):
            rhea.get(reverse("partners"), asked)
            with CaptureQueriesContext(connection) as caught:
                rhea.get(reverse("partners"), asked)
            found.append(len(caught))
        return found

    roster.nominated(present, "rhea", name="Hospital")
    before = queries()
    for place in range(12):
        roster.nominated(present, "rhea", name=f"Hospital {place}")
    assert queries() == before
    assert max(before) <= 12
