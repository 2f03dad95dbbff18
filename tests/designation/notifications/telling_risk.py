"""Who is told of suspensions, and of resets of how somebody signs in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from allauth.mfa.models import Authenticator

from designation.demo.world import World
from designation.eligibility import actions as eligibility
from designation.identity.actions import ask_for_reset
from designation.insider_risk import actions
from tests.designation.walking import at_present, fresh, request_in, window_in
from workflow import clock


def suspended(world: World, *lifting: str) -> Any:
    """Let an administrator suspend an evaluator who reads in an open window, and let these people lift it."""
    world.now = clock.now() - timedelta(days=1)
    window_in(world, request_in(world, "covered"), "open", opens_in=0.1)
    suspension = actions.suspend_person(
        world.people["eve"], actor=world.actor("nora"), reason="An odd hour.", now=world.now
    )
    for key in lifting:
        world.act(fresh(suspension), "lift", key)
    return suspension


def restricted(world: World) -> None:
    """Let a certifying officer restrict the variant that an evaluator reads about to U.S. persons."""
    world.now = clock.now() - timedelta(days=1)
    request = request_in(world, "covered")
    window_in(world, request, "open", opens_in=0.1)
    variant = request.model.variants.get(name__iexact="production")
    world.act(
        request.model, "restrict_variant", "carl", variant_to_restrict=str(variant.pk), readers="us_persons"
    )


def reset(world: World, *signing: str) -> Any:
    """Let an administrator ask to reset how somebody signs in, and let these people sign."""
    Authenticator.objects.create(user=world.people["rosa"], type="totp", data={"secret": "lost"})
    at_present(world)
    asked = ask_for_reset(
        world.people["rosa"], actor=world.actor("nora"), reason="A lost phone.", now=world.now
    )
    for key in signing:
        world.act(fresh(asked), "reset", key)
    return asked


def record(world: World, *steps: tuple[str, str]) -> Any:
    """Let an administrator enter that an evaluator was trained, and let these people take these steps."""
    at_present(world)
    expires = world.now + timedelta(days=60)
    made = eligibility.enter(
        world.people["eve"],
        "training",
        actor=world.actor("nora"),
        evidence="Certificate 12",
        expires_at=expires,
        now=world.now,
    )
    for key, step in steps:
        if key == "clock":
            world.now = expires
            world.strike(fresh(made))
        else:
            world.act(fresh(made), step, key, reason="It is over.")
    return made


VERIFIED = ("neil", "verify")
EVENTS = {
    "eligibility.entered": (record, {"verifiers": "ira neil"}),
    "eligibility.verified": (lambda w: record(w, VERIFIED), {"the_person": "eve"}),
    "eligibility.ended": (lambda w: record(w, VERIFIED, ("neil", "end")), {"the_person": "eve"}),
    "eligibility.expired": (
        lambda w: record(w, VERIFIED, ("clock", "")),
        {"the_person": "eve", "keepers": "ira neil nora"},
    ),
    "suspension.placed": (suspended, {"suspended": "eve", "officers": "ira", "concerned": "neil"}),
    "suspension.lifted.signed": (
        lambda w: suspended(w, "ira"),
        {"officers": "", "concerned": "neil nora", "roster_of_one_person": ""},
    ),
    "suspension.lifted": (
        lambda w: suspended(w, "ira", "neil"),
        {"suspended": "eve", "officers": "ira", "concerned": "nora"},
    ),
    "access.stopped": (restricted, {"developer": "dana sam", "stopped_by_a_variants_rule": "eve"}),
    "access.stop_lifted": (lambda w: suspended(w, "ira", "neil"), {"developer": "carl dana sam"}),
    "reset.asked": (reset, {"reset_person": "rosa", "reset_administrators": "neil"}),
    "reset.done": (lambda w: reset(w, "nora", "neil"), {"reset_person": "rosa"}),
}
SILENT = {
    "suspension.took_effect", "suspension.lifting_recorded", "suspension.lifted.taken_back",
    "eligibility.declined", "model.variant_restricted",
    # the owner is mailed by the page that sets something up or removes it; what is told does not wait for the record
    "factor.added", "factor.removed", "factor.counter_fell",
    "reset.done.signed", "reset.done.taken_back", "reset.declined", "reset.lapsed",
}  # fmt: skip
