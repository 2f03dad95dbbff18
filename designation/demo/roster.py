"""The demonstration's trusted partners: a roster in several states, a board, and an early access under way."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password

from designation.artifacts import actions as artifacts
from designation.demo.cast import PASSWORD
from designation.demo.shared import read, uploaded
from designation.demo.world import World, determined, filed
from designation.partners import actions as partners
from designation.partners.models import Partner, Selection
from designation.people.actions import invitations
from designation.people.models import Invitation, Person
from designation.requests.models import Request
from designation.windows.models import Window
from workflow.ledger import canonical

ANSWERS = {
    "what_you_do": "We care for the sick in three counties.",
    "who_depends": "41,000 people and two clinics.",
    "systems": "The patient records, the pumps and monitors, and the building controls.",
    "your_role": "I run all of our computers.",
    "may_speak": "yes",
    "own_address": "yes",
    "second_factor": "yes",
    "confidential": "yes",
    "foreign_control": "no",
    "phone": "+1 208 555 0117",
}
OF_A_UTILITY = ANSWERS | {
    "what_you_do": "We deliver drinking water to one county and treat its wastewater.",
    "who_depends": "18,000 people, a hospital and two schools.",
    "systems": "The pumps, the treatment works, and the office network.",
    "your_role": "I run the control room and its computers.",
}
OF_A_BANK = ANSWERS | {
    "what_you_do": "We are a community bank with four branches.",
    "who_depends": "9,000 customers and most businesses in town.",
    "systems": "Online banking, the cash machines, and the office network.",
}
OF_A_CLINIC = ANSWERS | {
    "what_you_do": "We run six clinics in two counties.",
    "who_depends": "60,000 patients.",
}
HOSPITAL: dict[str, Any] = {
    "name": "Teton Valley Hospital",
    "city": "Driggs",
    "us_state": "ID",
    "category": "rural_hospital",
    "size": "one",
    "contact_name": "Tess Lowry",
    "contact_email": "tess@tetonvalley.example",
    "identifiers": "CCN 131313",
}
BANK: dict[str, Any] = {
    "name": "Prairie State Bank",
    "city": "Salina",
    "us_state": "KS",
    "category": "community_bank",
    "size": "small",
    "contact_name": "Brett Olson",
    "contact_email": "brett@prairiestate.example",
    "identifiers": "FDIC 99117",
}
UTILITY: dict[str, Any] = {
    "name": "Cedar County Water District",
    "city": "Tipton",
    "us_state": "IA",
    "category": "local_utility",
    "size": "small",
    "contact_name": "Cal Weiss",
    "contact_email": "cal@cedarwater.example",
    "identifiers": "PWSID IA1600000",
}
TOWN: dict[str, Any] = {
    "name": "City of Monroe",
    "city": "Monroe",
    "us_state": "WI",
    "category": "sltt",
    "size": "medium",
    "contact_name": "Mona Reyes",
    "contact_email": "mona@monroe.example",
    "identifiers": "",
}
CLINIC: dict[str, Any] = {
    "name": "Bitterroot Clinic Network",
    "city": "Hamilton",
    "us_state": "MT",
    "category": "infrastructure",
    "size": "medium",
    "contact_name": "Nell Barrow",
    "contact_email": "nell@bitterroot.example",
    "identifiers": "",
}
VENDOR: dict[str, Any] = {
    "name": "Copperline Security",
    "city": "Reno",
    "us_state": "NV",
    "category": "vendor",
    "size": "small",
    "contact_name": "Vic Sandoval",
    "contact_email": "vic@copperline.example",
    "identifiers": "",
}


def nominated(world: World, key: str = "carl", **facts: Any) -> Partner:
    """Nominate an organization: the hospital, unless `facts` say something else."""
    return partners.nominate(actor=world.actor(key), now=world.now, **(HOSPITAL | facts))


def answers_of(category: str) -> dict[str, str]:
    """Return what the contact of an organization of a category answers to the ten questions."""
    known = {"local_utility": OF_A_UTILITY, "community_bank": OF_A_BANK, "infrastructure": OF_A_CLINIC}
    return known.get(category, ANSWERS)


def vetted(world: World, key: str = "carl", **facts: Any) -> Partner:
    """Nominate an organization, have its contact answer, and record every check as met."""
    partner = nominated(world, key, **facts)
    world.act(partner, "start_vetting", "rhea")
    partners.answer(partner, answers_of(partner.category), now=world.now)
    for place in range(len(partner.checks)):
        world.act(
            partner,
            "record_check",
            "rhea",
            check=str(place),
            check_outcome="met",
            note="Looked it up and called.",
        )
    return partner


def active(world: World, key: str = "carl", **facts: Any) -> Partner:
    """Bring an organization onto the roster. Its contact has not accepted the invitation yet."""
    partner = vetted(world, key, **facts)
    for signer in ("rhea", "rolf"):
        world.act(partner, "activate", signer)
    return partner


def activated(world: World, person: str = "tess", key: str = "carl", **facts: Any) -> Partner:
    """Bring an organization onto the roster. Its contact joins the world under the key `person`."""
    partner = active(world, key, **facts)
    partner.refresh_from_db(fields=["organization"])
    joined(world, Invitation.objects.get(organization=partner.organization), person)
    return partner


def joined(world: World, invitation: Invitation, key: str) -> Person:
    """Have an invited person accept, under a key of the world."""
    person = invitations.accept(invitation, name=invitation.name, password=PASSWORD, now=world.now)
    person.password = make_password(PASSWORD)
    person.save(update_fields=["password"])
    world.people[key] = person
    return person


def conditions(ends: datetime, **other: Any) -> dict[str, Any]:
    """Return complete conditions for early access that ends at an instant."""
    return {
        "ends_at": canonical.instant(ends),
        "people": 2,
        "access_mode": "hosted_api",
        "permitted_uses": "Finding weaknesses in the organization's own systems, and mending them.",
        "reading": "view",
        "text_view": "yes",
    } | other


def proposed(
    world: World, request: Request, partner: Partner, *, key: str = "carl", days: float = 30, **other: Any
) -> Selection:
    """Propose a partner, with early access that ends this many days after the planned release to partners."""
    begins = max(request.model.planned_partner_release_at or world.now, world.now)
    content = conditions(begins + timedelta(days=days), **other)
    return partners.propose(
        request, actor=world.actor(key), partner=partner, conditions=content, now=world.now
    )


def agreed(world: World, selection: Selection, *people: str) -> Window:
    """Have the partner's administrator, the first of the people, agree, and everybody concur and accept."""
    named = [world.people[key] for key in people]
    partners.agree(selection, actor=world.actor(people[0]), people=named, accepted=True, now=world.now)
    window: Window = Selection.objects.get(pk=selection.pk).window
    for key in people:
        grant = window.grants.get(person=world.people[key])
        world.act(grant, "concur", "carl")
        world.act(grant, "activate", key, conditions=True)
    return window


def load(world: World, board: Request) -> Window:
    """Fill the roster, open an early access that is under way, and put two proposals on the board of a request.

    The roster then has partners in every part: nominated, in vetting, active, suspended, declined, and asked again.
    Expects `board` to have a window that names the agencies, and a renderer. Returns the early access.
    """
    release = world.now + timedelta(days=6)
    soon = filed(world, "Alder", partner_release=canonical.instant(release), public_release="")
    world.wait(hours=5)
    determined(world, soon)
    world.wait(days=1)
    hospital = activated(world)
    selection = proposed(world, soon, hospital, days=60)
    world.wait(hours=3)
    world.act(selection, "concur", "abel")
    world.wait(hours=20)
    window = agreed(world, Selection.objects.get(pk=selection.pk), "tess")
    world.now = release
    world.strike(window)
    report = uploaded(world, soon, "larkspur-refusals.png", "Refusals by category")
    share = artifacts.share(report, window, actor=world.actor("carl"), now=world.now)
    read(world, share, "tess", 1)
    world.wait(hours=4)
    bank = activated(world, "brett", "abel", **BANK)
    proposed(world, board, bank, key="abel")
    proposed(world, board, hospital, key="carl")
    water = vetted_in_part(world, hospital)
    nominated(world, "rhea", **(BANK | TOWN))
    world.act(water, "ask", "rolf", question="Who reads the logs of your control system?")
    suspended(world)
    reconsidered(world)
    return window


def suspended(world: World) -> Partner:
    """Bring a clinic onto the roster and suspend it."""
    partner = active(world, **CLINIC)
    reason = (
        "An unknown device signed in to the account of its administrator. We are finding out whose it is."
    )
    world.act(partner, "suspend", "ira", reason=reason)
    return partner


def reconsidered(world: World) -> Partner:
    """Decline a vendor, whose contact then asks that other people decide. Returns the second nomination."""
    declined = nominated(world, "carl", **VENDOR)
    world.act(declined, "start_vetting", "rhea")
    for signer in ("rhea", "rolf"):
        world.act(declined, "decline", signer, reason="We could not find out who owns the company.")
    return partners.reconsider(Partner.objects.get(pk=declined.pk), now=world.now)


def vetted_in_part(world: World, sponsor: Partner) -> Partner:
    """Nominate a utility with a sponsor, have its contact answer, and record two of the checks."""
    partner = nominated(world, "carl", **UTILITY, sponsor=sponsor)
    world.act(partner, "start_vetting", "rhea")
    partners.answer(partner, OF_A_UTILITY, now=world.now)
    for place in ("0", "1"):
        world.act(
            partner, "record_check", "rhea", check=place, check_outcome="met", note="Called the main number."
        )
    return partner
