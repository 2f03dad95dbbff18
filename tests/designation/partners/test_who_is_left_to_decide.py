"""Who nominated or declined an organization does not decide: desks and pages say so, and who can mend it."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

from django.test import Client
from django.urls import reverse

from designation.demo import roster
from designation.demo.world import World
from designation.people.actions import appointments
from designation.people.models import Appointment
from designation.roles import Role
from tests.designation.walking import catch_up

AsPerson = Callable[[World, str], Client]
DECIDE = "Check the organization, and activate or decline it"


def words(answer: Any) -> str:
    body = answer.content.decode().split("<main", 1)[1]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def left_over(world: World, *kept: str) -> None:
    """End the role of every roster administrator but these."""
    keep = [world.people[key].pk for key in kept]
    for row in (
        Appointment.objects.in_effect().filter(role=Role.ROSTER_ADMINISTRATOR).exclude(person__in=keep)
    ):
        who = "nora" if row.organization_id == world.organizations["nsa"].pk else "gwen"
        appointments.end(row, actor=world.actor(who), now=world.now)


def test_a_nominators_desk_does_not_ask_them_to_decide(present: World, as_person: AsPerson) -> None:
    roster.vetted(present, "rhea")
    catch_up(present)
    assert DECIDE not in words(as_person(present, "rhea").get("/"))
    assert "other roster administrators activate or decline it" in words(as_person(present, "rhea").get("/"))
    assert DECIDE in words(as_person(present, "rolf").get("/"))


def test_who_declined_an_organization_is_not_asked_to_decide_again(
    present: World, as_person: AsPerson
) -> None:
    again = roster.reconsidered(present)
    present.act(again, "start_vetting", "rhea")
    catch_up(present)
    assert DECIDE not in words(as_person(present, "rolf").get("/"))
    assert DECIDE in words(as_person(present, "rita").get("/"))


def test_where_nobody_else_can_sign_the_pages_say_so_and_who_can_mend_it(
    present: World, as_person: AsPerson
) -> None:
    partner = roster.vetted(present, "rhea")
    left_over(present, "rhea", "rolf")
    catch_up(present)
    rolf = as_person(present, "rolf")
    page = words(rolf.get(reverse("partner", args=[partner.number])))
    assert "Nobody can decide about this organization now" in page
    signing = words(rolf.get(reverse("partner_step", args=[partner.number, "activate"])))
    assert "Nobody else can sign this now. The administrators of an agency can give the role" in signing


def test_where_somebody_can_sign_nothing_is_said(present: World, as_person: AsPerson) -> None:
    partner = roster.vetted(present, "rhea")
    catch_up(present)
    rolf = as_person(present, "rolf")
    assert "Nobody can decide" not in words(rolf.get(reverse("partner", args=[partner.number])))
    signing = words(rolf.get(reverse("partner_step", args=[partner.number, "activate"])))
    assert "Rita Alvarez, Directorate, CISA" in signing
    assert "Nobody else can sign" not in signing
