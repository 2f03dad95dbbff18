"""The pages of partners: what can be done comes first, in plain words, and nothing is said that is not so."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

from django.test import Client
from django.urls import reverse

from designation.demo import roster
from designation.demo.world import World
from designation.models import Partner, Selection
from tests.designation.walking import catch_up

AsPerson = Callable[[World, str], Client]


def words(answer: Any) -> str:
    body = answer.content.decode().split("<main", 1)[1].split("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def test_when_all_checks_are_met_activating_comes_first(present: World, as_person: AsPerson) -> None:
    partner = roster.vetted(present)
    catch_up(present)
    page = as_person(present, "rolf").get(reverse("partner", args=[partner.number]))
    assert page.context["steps"][0]["name"] == "activate"


def test_the_history_says_which_check_was_recorded_and_how(present: World, as_person: AsPerson) -> None:
    partner = roster.vetted(present)
    catch_up(present)
    page = words(as_person(present, "rolf").get(reverse("partner", args=[partner.number])))
    assert f"Rhea Brooks recorded a check {partner.checks[0]['label']}: met" in page


def test_recording_a_check_mentions_signatures_only_if_there_are_some(
    present: World, as_person: AsPerson
) -> None:
    partner = roster.vetted(present)
    catch_up(present)
    rhea = as_person(present, "rhea")
    address = reverse("partner_step", args=[partner.number, "record_check"])
    assert "no longer count" not in words(rhea.get(address))
    present.act(partner, "activate", "rolf")
    catch_up(present)
    assert "Signatures for this partner no longer count" in words(rhea.get(address))


def test_a_partner_declines_an_invitation_where_it_agrees(
    present: World, invited: Selection, as_person: AsPerson
) -> None:
    catch_up(present)
    tess = as_person(present, "tess")
    page = tess.get(reverse("selection", args=[invited.number]))
    main = page.content.decode().split("<aside", 1)[0]
    assert ">Decline this invitation<" in main.split('id="actions"')[1]
    assert "development or release of a model" not in words(page)
    assert "leave the roster at any time" in words(page)
    step = words(tess.get(reverse("selection_step", args=[invited.number, "end"])))
    assert "Decline this invitation" in step


def test_no_heading_stands_over_nothing(present: World, hospital: Partner, as_person: AsPerson) -> None:
    catch_up(present)
    page = as_person(present, "ira").get(reverse("partner", args=[hospital.number]))
    actions = page.content.decode().split('id="actions"')
    assert len(actions) == 1 or "fd-step" in actions[1].split("</section>")[0]
