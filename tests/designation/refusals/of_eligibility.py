"""Ways to meet every refusal about eligibility records."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from designation.demo.world import World
from designation.eligibility import actions
from designation.models import EligibilityRecord, Person
from designation.people.actions import organizations
from tests.designation.walking import request_in


def entered(world: World, key: str = "eve", kind: str = "training", **facts: Any) -> EligibilityRecord:
    if kind == "training":
        facts = {"expires_at": world.now + timedelta(days=60)} | facts
    facts = {"evidence": "Certificate 12"} | facts
    return actions.enter(world.people[key], kind, actor=world.actor("nora"), now=world.now, **facts)


def of_a_closed_account(world: World) -> Any:
    organizations.close_account(world.people["eve"], actor=world.actor("nora"))
    world.people["eve"] = Person.objects.get(pk=world.people["eve"].pk)
    return entered(world)


def same_identity(world: World) -> Any:
    entered(world, "eve", "identity", reference="PIV 4711")
    return entered(world, "ravi", "identity", reference="PIV 4711")


def verified_late(world: World) -> Any:
    record = entered(world)
    world.wait(days=61)
    return world.act(record, "verify", "neil")


def of_a_variant(world: World, step: str, **inputs: str) -> Any:
    model = request_in(world, "covered").model
    variant = {"variant_to_restrict": str(model.all_variants().first().pk)}
    return world.act(model, step, "carl", **(variant | inputs))


TABLE = {
    ("eligibility", "no_open_account"): of_a_closed_account,
    ("eligibility", "value_missing"): lambda world: entered(world, kind="citizenship"),
    ("eligibility", "reference_missing"): lambda world: entered(world, kind="identity"),
    ("eligibility", "expiry_missing"): lambda world: entered(world, expires_at=None),
    ("eligibility", "with_whom_missing"): lambda world: entered(world, kind="conflict", value="holdings"),
    ("eligibility", "expiry_past"): lambda world: entered(world, expires_at=world.now),
    ("eligibility", "evidence_missing"): lambda world: entered(world, evidence=" "),
    ("eligibility", "second_account"): same_identity,
    ("eligibility", "entered_it"): lambda world: world.act(entered(world), "verify", "nora"),
    ("eligibility", "about_yourself"): lambda world: world.act(entered(world, "neil"), "verify", "neil"),
    ("eligibility", "expired_meanwhile"): verified_late,
    ("frontier_models", "no_such_variant"): lambda world: of_a_variant(
        world, "restrict_variant", variant_to_restrict="another", readers="named"
    ),
    ("frontier_models", "readers_unknown"): lambda world: of_a_variant(
        world, "restrict_variant", readers="everybody"
    ),
}
