"""A site with a partner in every state and a selection in every state. Each thing that can be read is a unique mark.

A mark is one word, such as `Mksuspendedqnote`: whose it is, and what it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from designation.demo import roster
from designation.demo import world as demonstration
from designation.demo.world import World, determined, filed
from designation.models import Partner, Person, Request, Selection, Window
from designation.partners import actions as partners
from tests.designation.walking import appoint, at_present, catch_up, fire, fresh, request_in, window_in
from workflow.ledger import canonical

NOMINATED = {
    "own": "abel",
    "sponsor": "carl",
    "listed": "rhea",
    "waiting": "carl",
    "sponsored": "carl",
    "new": "rhea",
    "halcyons": "hope",
    "asked": "abel",
    "cisas": "arno",
    "suspended": "carl",
    "expired": "abel",
    "declined": "carl",
    "lapsed": "arno",
    "removed": "hope",
    "left": "carl",
}
"""Who nominated each partner."""
ACTIVE = {"own", "sponsor", "listed"}
BEFORE = {"waiting", "sponsored", "new", "halcyons", "asked", "cisas"}
WITH_AN_ACCOUNT = {*ACTIVE, "suspended", "expired", "removed", "left"}
VETTED = {*WITH_AN_ACCOUNT, "waiting", "sponsored", "asked", "declined", "lapsed"}
REASONED = {"suspended", "declined", "removed"}


@dataclass(frozen=True)
class Chosen:
    """One selection: whose it is, in which request, and how far it came."""

    partner: str
    request: str
    invited: bool = False
    objected: bool = False


SELECTIONS = {
    "backs": Chosen("own", "board"),
    "refusal": Chosen("own", "board", objected=True),
    "dropped": Chosen("own", "board"),
    "invite": Chosen("own", "board", invited=True),
    "agreement": Chosen("own", "soon", invited=True),
    "theirs": Chosen("sponsor", "board"),
    "ours": Chosen("listed", "board"),
    "concurrence": Chosen("waiting", "board"),
    "over": Chosen("sponsor", "soon", invited=True),
}
AMENDED = "invite"
"""The selection whose conditions were other ones at first."""


def mark(whose: str, what: str) -> str:
    """Return the word that stands for one thing."""
    return f"Mk{whose}q{what}"


@dataclass
class Site:
    """The world with its partners, requests and selections, each by its key, and the partner's early access."""

    world: World
    partners: dict[str, Partner]
    requests: dict[str, Request]
    selections: dict[str, Selection]
    windows: list[Window]


def build(world: World) -> Site:
    """Stage everything, through the real steps."""
    at_present(world)
    _developer_auditor(world)
    board = request_in(world, "covered")
    government_window = window_in(world, board, "proposed")
    release = canonical.instant(world.now + timedelta(hours=1))
    soon = filed(world, "Alder", partner_release=release, public_release="")
    determined(world, soon)
    site = Site(world, {}, {"board": board, "soon": soon}, {}, [government_window])
    for key in NOMINATED:
        site.partners[key] = _partner(site, key)
    _evaluator(world)
    _choose(site)
    for key in site.partners:
        _end(site, key)
    world.wait(hours=1)
    world.strike(site.windows[1])
    catch_up(world)
    things: tuple[dict[str, Any], ...] = (site.partners, site.requests, site.selections)
    for rows in things:
        rows.update({key: fresh(row) for key, row in rows.items()})
    site.windows = [fresh(window) for window in site.windows]
    return site


def _developer_auditor(world: World) -> None:
    office = world.office("developer", "Security")
    world.people["devin"] = Person.objects.create_user("devin@x.example", name="Devin Rowe", office=office)
    appoint(world, "devin", "auditor", ("maya", "miles"))


def _partner(site: Site, key: str) -> Partner:
    world = site.world
    facts: dict[str, Any] = {
        **roster.UTILITY,
        "name": mark(key, "name"),
        "city": mark(key, "city"),
        "contact_name": f"{mark(key, 'contact')} Person",
        "contact_email": f"{mark(key, 'email')}@x.example",
        "identifiers": mark(key, "identifier"),
        "reasons_for": mark(key, "why"),
    }
    if key == "sponsored":
        facts["sponsor"] = site.partners["sponsor"]
    partner = partners.nominate(actor=world.actor(NOMINATED[key]), now=world.now, **facts)
    if key in VETTED:
        _vet(world, partner, key)
    if key in WITH_AN_ACCOUNT:
        for signer in ("rolf", "rosalind") if NOMINATED[key] == "rhea" else ("rhea", "rolf"):
            if signer not in world.people:
                _third_keeper(world, signer)
            world.act(partner, "activate", signer)
        partner.refresh_from_db(fields=["organization"])
        roster.joined(world, partner.organization.invitations.get(), key)
    return partner


def _third_keeper(world: World, key: str) -> None:
    office = world.office("cisa", "Directorate")
    world.people[key] = Person.objects.create_user(f"{key}@x.example", name="Rosalind Kerr", office=office)
    appoint(world, key, "roster_administrator", ("gwen", "glen"))


def _vet(world: World, partner: Partner, key: str) -> None:
    world.act(partner, "start_vetting", "rhea")
    if key == "asked":
        world.act(partner, "ask", "rhea", question=mark(key, "question"))
    answers = {"what_you_do": mark(key, "answer"), "phone": mark(key, "phone")}
    partners.answer(partner, roster.ANSWERS | answers, now=world.now)
    for place in range(len(partner.checks)):
        told = {"check": str(place), "check_outcome": "met", "note": mark(key, "note")}
        world.act(partner, "record_check", "rhea", **told)
    if key == "asked":
        world.act(partner, "ask", "rhea", question=mark(key, "question"))


def _evaluator(world: World) -> None:
    """Appoint an evaluator of the partner whose only role this is."""
    administrator = world.people["own"]
    world.people["reads"] = Person.objects.create_user(
        "reads@x.example", name="Rita Adams", office=administrator.office
    )
    demonstration.appoint(world, "reads", "partner_evaluator", ("own", "own"))


def _choose(site: Site) -> None:
    world = site.world
    for key in ("backs", "refusal", "dropped", "invite", "theirs", "ours", "concurrence"):
        _propose(site, key, "abel" if key == "theirs" else "carl")
        row = site.selections[key]
        if key == "backs":
            world.act(row, "take_back", "carl")
        if key == "refusal":
            world.act(row, "object_to", "abel", reason=mark(key, "reason"))
        if key == "dropped":
            world.act(row, "end", "dana")
        if key == AMENDED:
            ends = world.now + timedelta(days=100)
            content = roster.conditions(ends, permitted_uses=mark(key, "uses"))
            world.act(row, "amend", "abel", conditions=content)
            world.act(row, "concur", "carl")
        if key == "concurrence":
            world.act(row, "concur", "abel")
    for key, person in (("agreement", "own"), ("over", "sponsor")):
        _propose(site, key, "carl")
        row = site.selections[key]
        world.act(row, "concur", "abel")
        if person == "own":
            named = [world.people["reads"]]
            partners.agree(row, actor=world.actor("own"), people=named, accepted=True, now=world.now)
            site.windows.append(fresh(row).window)
            grant = site.windows[-1].grants.get()
            world.act(grant, "concur", "carl")
            world.act(grant, "activate", "reads", conditions=True)
        else:
            world.act(fresh(row), "end", "carl")


def _propose(site: Site, key: str, by: str) -> None:
    chosen = SELECTIONS[key]
    uses = mark(key, "first" if key == AMENDED else "uses")
    site.selections[key] = roster.proposed(
        site.world, site.requests[chosen.request], site.partners[chosen.partner], key=by, permitted_uses=uses
    )


def _end(site: Site, key: str) -> None:
    world, partner = site.world, site.partners[key]
    reason = {"reason": mark(key, "reason")} if key in REASONED else {}
    if key == "suspended":
        world.act(partner, "suspend", "ira", **reason)
    if key in ("declined", "removed"):
        for signer in ("rhea", "rolf"):
            world.act(partner, {"declined": "decline", "removed": "remove"}[key], signer, **reason)
    if key == "expired":
        _later(site, partner, "standing")
    if key == "lapsed":
        _later(site, partner, "vetting")
    if key == "left":
        world.act(partner, "leave", "left")


def _later(site: Site, partner: Partner, clock: str) -> None:
    """Let the clock do in one partner's matter what it does later, and go on at present."""
    present = site.world.now
    fire(site.world, partner, clock)
    site.world.now = present
