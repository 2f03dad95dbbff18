"""The demonstration's trusted partners: a roster in several states, a board, and an early access under way."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password

from designation.demo.cast import PASSWORD
from designation.demo.world import World
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


def nominated(world: World, key: str = "carl", **facts: Any) -> Partner:
    """Nominate an organization: the hospital, unless `facts` say something else."""
    return partners.nominate(actor=world.actor(key), now=world.now, **(HOSPITAL | facts))


def vetted(world: World, key: str = "carl", **facts: Any) -> Partner:
    """Nominate an organization, have its contact answer, and record every check as met."""
    partner = nominated(world, key, **facts)
    world.act(partner, "start_vetting", "rhea")
    partners.answer(partner, ANSWERS, now=world.now)
    for place in range(len(partner.checks)):
        world.act(
            partner, "record_check", "rhea", check=str(place), outcome="met", note="Looked it up and called."
        )
    return partner


def activated(world: World, person: str = "tess", key: str = "carl", **facts: Any) -> Partner:
    """Bring an organization onto the roster. Its contact joins the world under the key `person`."""
    partner = vetted(world, key, **facts)
    for signer in ("rhea", "rolf"):
        world.act(partner, "activate", signer)
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
