"""How each event about partners and selections is brought about, and who learns of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from designation.demo import roster
from designation.demo.world import World
from designation.models import Partner, Selection
from designation.partners import actions as partners
from tests.designation.walking import fire, fresh, request_in
from workflow.ledger import canonical

KEEPERS = "rene rhea rita rolf"
SIGNERS = "abel carl vera"


def in_vetting(world: World) -> Partner:
    partner = roster.nominated(world)
    world.act(partner, "start_vetting", "rhea")
    return partner


def sponsored(world: World) -> Partner:
    partner = roster.nominated(world, **roster.UTILITY, sponsor=roster.activated(world))
    world.act(partner, "start_vetting", "rhea")
    return partner


def decided(world: World, step: str, *keys: str) -> Any:
    partner = roster.vetted(world)
    inputs = {"reason": "The contact does not work there."} if step == "decline" else {}
    return [world.act(partner, step, key, **inputs) for key in keys]


def reconsidered(world: World) -> Any:
    decided(world, "decline", "rhea", "rolf")
    return partners.reconsider(Partner.objects.get(), now=world.now)


def suspended(world: World, *keys: str, by: str = "ira") -> Any:
    partner = roster.activated(world)
    world.act(partner, "suspend", by, reason="An unknown device.")
    return [world.act(partner, "lift", key) for key in keys]


def expired(world: World) -> Any:
    partner = roster.activated(world)
    return fire(world, partner, "standing")


def removed(world: World, *keys: str) -> Any:
    partner = roster.activated(world)
    return [world.act(partner, "remove", key, reason="It no longer exists.") for key in keys]


def proposed(world: World) -> Selection:
    return roster.proposed(world, request_in(world, "covered"), roster.activated(world))


def amended(world: World) -> Any:
    content = roster.conditions(world.now + timedelta(days=100), people=1)
    return world.act(proposed(world), "amend", "abel", conditions=content)


def invited(world: World) -> Selection:
    selection = proposed(world)
    world.act(selection, "concur", "abel")
    found: Selection = fresh(selection)
    return found


def agreed(world: World) -> Any:
    return roster.agreed(world, invited(world), "tess")


def narrowed(world: World) -> Any:
    window = agreed(world)
    earlier = canonical.instant(window.ends_at - timedelta(days=3))
    return world.act(Selection.objects.get(), "narrow", "dana", earlier_end=earlier)


Events = dict[str, tuple[Callable[[World], Any], dict[str, str]]]
EVENTS: Events = {
    "partner.nominated": (roster.nominated, {"roster": KEEPERS}),
    "partner.reconsideration_asked": (reconsidered, {"roster": KEEPERS}),
    "partner.vetting_begun": (sponsored, {"contact": "cal", "sponsor": "tess"}),
    "partner.vouched_for": (lambda w: w.act(sponsored(w), "vouch", "tess"), {"roster": KEEPERS}),
    "partner.asked": (lambda w: w.act(in_vetting(w), "ask", "rhea", question="Who?"), {"contact": "tess"}),
    "partner.answered": (roster.vetted, {"roster": KEEPERS}),
    "partner.activated.signed": (lambda w: decided(w, "activate", "rhea"), {"roster": "rene rita rolf"}),
    "partner.activated": (lambda w: decided(w, "activate", "rhea", "rolf"), {"nominator": "carl"}),
    "partner.declined.signed": (lambda w: decided(w, "decline", "rhea"), {"roster": "rene rita rolf"}),
    "partner.declined": (
        lambda w: decided(w, "decline", "rhea", "rolf"),
        {"contact": "tess", "nominator": "carl"},
    ),
    "partner.lapsed": (lambda w: fire(w, in_vetting(w), "vetting"), {"nominator": "carl"}),
    "partner.suspended": (suspended, {"own_administrators": "tess", "roster": KEEPERS}),
    "partner.restored.signed": (lambda w: suspended(w, "rhea"), {"roster": "rene rita rolf"}),
    "partner.restored": (lambda w: suspended(w, "rhea", "rolf"), {"own_administrators": "tess"}),
    "partner.expired": (expired, {"own_administrators": "tess"}),
    "partner.removed.signed": (lambda w: removed(w, "rhea"), {"roster": "rene rita rolf"}),
    "partner.removed": (lambda w: removed(w, "rhea", "rolf"), {"own_administrators": "tess"}),
    "partner.left": (lambda w: w.act(roster.activated(w), "leave", "tess"), {"roster": KEEPERS}),
    "selection.proposed": (proposed, {"selecting": "abel vera"}),
    "selection.amended": (amended, {"selecting": "carl vera"}),
    "selection.concurred": (invited, {"selecting": "carl vera"}),
    "selection.objected": (
        lambda w: w.act(proposed(w), "object_to", "abel", reason="No."),
        {"selecting": "carl vera"},
    ),
    "selection.invited": (invited, {"partner_administrators": "tess"}),
    "selection.agreed": (agreed, {"selecting": SIGNERS}),
    "selection.narrowed": (narrowed, {"partner_administrators": "tess"}),
    "selection.ended": (
        lambda w: w.act(invited(w), "end", "carl"),
        {"partner_administrators_invited": "tess"},
    ),
}
