"""What a signer, a sponsor and a partner read before they act, and after."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from designation.demo import roster
from designation.demo.world import World
from designation.models import Partner, Request, Selection
from tests.designation.tabs import Tab, is_signing_page
from tests.designation.walking import catch_up, fresh

AsPerson = Callable[[World, str], Client]


def words(answer: Any) -> str:
    body = answer.content.decode().split("<main", 1)[1]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def step_of(selection: Selection, name: str) -> str:
    return reverse("selection_step", args=[selection.number, name])


@pytest.fixture
def bank(present: World) -> Partner:
    """A bank with an administrator, Brett, and nobody who evaluates."""
    return roster.activated(present, "brett", **roster.BANK)


def test_a_partner_without_evaluators_is_told_to_invite_somebody_and_signs_nothing(
    present: World, soon: Request, bank: Partner, as_person: AsPerson
) -> None:
    selection = roster.proposed(present, soon, bank)
    present.act(selection, "concur", "abel")
    catch_up(present)
    brett = as_person(present, "brett")
    address = reverse("selection_agree", args=[selection.number])
    page = brett.get(address)
    assert "Your organization has nobody yet who can evaluate." in words(page)
    invite = reverse("invite", args=[fresh(bank).organization_id])
    assert f'href="{invite}"' in page.content.decode()
    assert brett.get(invite).status_code == 200
    answer = brett.post(address, {"accepted": "on", "sign": "1"})
    assert answer.status_code == 409
    assert not is_signing_page(answer)
    assert fresh(selection).state == "invited"


def test_naming_nobody_is_said_before_the_signature_at_a_field_that_is_there(
    present: World, invited: Selection, as_person: AsPerson
) -> None:
    catch_up(present)
    tess = Tab(as_person(present, "tess"), reverse("selection_agree", args=[invited.number]))
    assert "(optional)" not in tess.page.content.decode()
    assert "Tess Lowry" in words(tess.page)
    answer = tess.type(people=[]).send()
    assert not is_signing_page(answer)
    page = answer.content.decode()
    assert 'href="#id_people_0"' in page
    assert 'id="id_people_0"' in page
    assert "Name at least one person." in page


@pytest.mark.parametrize(
    ("is_active", "before", "after"),
    [
        (True, "It is active on the roster, so it is invited at once.", "was invited and answers next."),
        (False, "so it is invited as soon as it is.", "It is invited as soon as it is."),
    ],
)
def test_concurring_says_whether_the_partner_is_invited_now(
    present: World, soon: Request, as_person: AsPerson, is_active: bool, before: str, after: str
) -> None:
    partner = roster.active(present) if is_active else roster.vetted(present)
    selection = roster.proposed(present, soon, partner)
    catch_up(present)
    abel = Tab(as_person(present, "abel"), step_of(selection, "concur"))
    assert before in words(abel.page)
    assert "Concur in selecting Teton Valley Hospital" in words(abel.page)
    abel.send(sign="1")
    assert fresh(selection).state == ("invited" if is_active else "concurred")
    page = words(abel.client.get(reverse("selection", args=[selection.number])))
    assert after in page


def test_a_sponsor_reads_for_whom_it_vouches_and_what_happens_if_it_does_not(
    present: World, hospital: Partner, as_person: AsPerson
) -> None:
    water = roster.nominated(present, **roster.UTILITY, sponsor=hospital)
    catch_up(present)
    tess = as_person(present, "tess")
    assert "If you do not want to vouch" in words(tess.get(reverse("partner", args=[water.number])))
    page = words(tess.get(reverse("partner_step", args=[water.number, "vouch"])))
    assert "Name Cedar County Water District" in page
    assert "Contact Cal Weiss" in page
    assert "If you do not sign If you do not want to vouch" in page


def test_who_activates_signs_the_name_of_the_organization(present: World, as_person: AsPerson) -> None:
    partner = roster.vetted(present)
    catch_up(present)
    page = as_person(present, "rolf").get(reverse("partner_step", args=[partner.number, "activate"]))
    assert "What you sign The organization Name Teton Valley Hospital" in words(page)


def test_every_page_that_ends_or_decides_names_what_it_is_about(
    present: World, soon: Request, invited: Selection, as_person: AsPerson
) -> None:
    nominee = roster.nominated(present, **roster.BANK)
    catch_up(present)
    carl, rhea = as_person(present, "carl"), as_person(present, "rhea")
    named = f"Teton Valley Hospital, early access to “Alder”, {invited.number}"
    assert named in words(carl.get(step_of(invited, "end")))
    begun = rhea.get(reverse("partner_step", args=[nominee.number, "start_vetting"]))
    assert f"Prairie State Bank (Salina, KS), {nominee.number}" in words(begun)
    proposed = roster.proposed(present, soon, roster.active(present, **roster.UTILITY))
    catch_up(present)
    objected = as_person(present, "abel").get(step_of(proposed, "object_to"))
    assert "Cedar County Water District, early access to “Alder”" in words(objected)
