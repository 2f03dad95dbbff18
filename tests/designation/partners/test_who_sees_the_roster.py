"""What signers and partners are not shown beside the table of who sees what: histories, titles, who signed."""

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from designation.demo import roster
from designation.demo.world import World
from designation.models import Partner, Party, Window
from tests.designation.walking import request_in, window_in

As = Callable[[World, str], Client]


def test_signers_read_neither_evidence_nor_history(present: World, hospital: Partner, as_person: As) -> None:
    page = as_person(present, "hope").get(reverse("partner", args=[hospital.number]))
    text = page.content.decode()
    assert roster.ANSWERS["phone"] not in text
    assert roster.HOSPITAL["contact_email"] not in text
    assert page.context["events"] == page.context["answers"] == page.context["checks"] == []


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
