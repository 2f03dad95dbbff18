"""The demonstration's eligibility: who may read about a restricted variant, and records in several states."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from designation.demo.world import World
from designation.eligibility import actions
from designation.models import EligibilityRecord, Variant
from workflow import clock


def verify_people(world: World, variant: Variant) -> None:
    """Restrict a variant to U.S. persons, and verify what those who read about it need.

    An evaluator's training expires soon, and one record waits to be verified.
    """
    world.now = clock.now() - timedelta(hours=3)
    passport = {"value": "us_citizen", "evidence": "Passport seen in person; noted with Personnel."}
    for key in ("eve", "eli"):
        administrators = ("nora", "neil") if key == "eve" else ("gwen", "glen")
        _verified(world, key, "citizenship", administrators, **passport)
    _verified(world, "tess", "citizenship", ("tess", "rhea"), **passport)
    badge = {"reference": "PIV 8801-4417", "evidence": "Badge office, file 8801."}
    _verified(world, "eve", "identity", ("nora", "neil"), **badge)
    course = {"evidence": "Certificate of the course “Handling what others share”, with Personnel."}
    soon = world.now + timedelta(days=25)
    _verified(world, "eve", "training", ("nora", "neil"), expires_at=soon, **course)
    _entered(world, "cole", "training", "nora", expires_at=world.now + timedelta(days=365), **course)
    inputs = {"variant_to_restrict": str(variant.pk), "readers": "us_persons"}
    world.act(variant.model, "restrict_variant", "carl", **inputs)


def _entered(world: World, key: str, kind: str, by: str, **facts: Any) -> EligibilityRecord:
    return actions.enter(world.people[key], kind, actor=world.actor(by), now=world.now, **facts)


def _verified(world: World, key: str, kind: str, people: tuple[str, str], **facts: Any) -> None:
    record = _entered(world, key, kind, people[0], **facts)
    world.act(record, "verify", people[1])
