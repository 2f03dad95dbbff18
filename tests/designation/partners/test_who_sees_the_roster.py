"""Who sees what of the roster, on lists and pages alike."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from designation.demo import roster
from designation.demo.world import World
from designation.models import Partner, Party, Selection, Window
from tests.designation.walking import request_in, window_in

As = Callable[[World, str], Client]


@pytest.fixture
def three(present: World) -> dict[str, Partner]:
    """An active partner, one in vetting that Meridian nominated, and one that NSA nominated."""
    return {
        "active": roster.activated(present),
        "meridians": roster.nominated(present, "carl", **roster.UTILITY),
        "nsas": roster.nominated(present, "abel", **roster.BANK),
    }


SEEN = {
    "rhea": {"active", "meridians", "nsas"},
    "ira": {"active", "meridians", "nsas"},
    "carl": {"active", "meridians"},
    "abel": {"active", "nsas"},
    "hope": {"active"},
    "tess": {"active"},
    "dana": set(),
    "eve": set(),
}


@pytest.mark.parametrize("key", SEEN)
def test_each_person_opens_what_their_role_may_see(
    present: World, three: dict[str, Partner], as_person: As, key: str
) -> None:
    client = as_person(present, key)
    opened = {
        name
        for name, partner in three.items()
        if client.get(reverse("partner", args=[partner.number])).status_code == 200
    }
    assert opened == SEEN[key]
    listed = client.get(reverse("partners"))
    if key in ("tess", "dana", "eve"):
        assert listed.status_code == 404
        return
    text = listed.content.decode()
    assert {name for name, partner in three.items() if partner.name in text} == SEEN[key]


def test_signers_read_neither_evidence_nor_history(
    present: World, three: dict[str, Partner], as_person: As
) -> None:
    page = as_person(present, "hope").get(reverse("partner", args=[three["active"].number]))
    text = page.content.decode()
    assert roster.ANSWERS["phone"] not in text
    assert roster.HOSPITAL["contact_email"] not in text
    assert page.context["events"] == page.context["answers"] == page.context["checks"] == []


def test_a_partner_finds_no_other_partner_anywhere(
    present: World, three: dict[str, Partner], as_person: As
) -> None:
    client = as_person(present, "tess")
    for url in (reverse("desk"), reverse("own_selections"), reverse("own_partner")):
        text = client.get(url, follow=True).content.decode()
        assert roster.BANK["name"] not in text
        assert roster.UTILITY["name"] not in text


def test_a_selection_is_not_there_for_a_partner_that_was_not_invited(
    present: World, invited: Selection, as_person: As
) -> None:
    bank = roster.activated(present, "brett", "abel", **roster.BANK)
    other = roster.proposed(present, invited.request, bank)
    address = reverse("selection", args=[other.number])
    assert as_person(present, "brett").get(address).status_code == 404
    assert as_person(present, "tess").get(address).status_code == 404
    assert as_person(present, "tess").get(reverse("selection", args=[invited.number])).status_code == 200
    assert as_person(present, "carl").get(address).status_code == 200


def test_an_agency_that_no_window_names_any_more_signs_no_selection(present: World) -> None:
    request = request_in(present, "covered")
    window = window_in(present, request, "proposed")
    selection = roster.proposed(present, request, roster.activated(present))
    arno = present.people["arno"].pk
    assert Party.in_effect(selection.log_id).filter(person=arno).exists()
    present.act(window, "cancel", "carl")
    assert not Party.in_effect(selection.log_id).filter(person=arno).exists()
    present.act(selection, "concur", "abel")


def test_a_suspended_partner_finds_neither_titles_nor_texts(
    present: World, early: Window, hospital: Partner, as_person: As
) -> None:
    client = as_person(present, "tess")
    address = reverse("window", args=[early.request.number, early.number])
    assert "shared" in client.get(address).context
    present.act(hospital, "suspend", "ira", reason="An unknown device.")
    assert "shared" not in client.get(address).context


def test_a_partner_reads_who_agreed_but_not_who_signed_and_when(
    present: World, early: Window, as_person: As
) -> None:
    address = reverse("window", args=[early.request.number, early.number])
    signed = as_person(present, "tess").get(address).context["signatures"]
    assert {"Meridian Labs", "National Security Agency"} < {one["organization"] for one in signed}
    assert all(one.keys() == {"organization"} for one in signed)
    assert all("name" in one for one in as_person(present, "carl").get(address).context["signatures"])
