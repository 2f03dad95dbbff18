"""An open window with a shared report, its evaluator (eve), and a policy that asks something of readers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from designation.artifacts import actions as artifacts
from designation.artifacts.models import Share
from designation.demo import shared as demonstration
from designation.demo.world import World
from designation.eligibility import actions
from designation.models import EligibilityRecord, Request, Window
from designation.policies import actions as policies
from tests.designation.artifacts.reading import Reader
from tests.designation.walking import catch_up, window_in
from workflow import clock

pytestmark = pytest.mark.usefixtures("renderer")
NEEDS_DAYS = {"training": 60, "clearance": 365}


@pytest.fixture
def opened(present: World, covered: Request) -> Window:
    """A window that opened a moment ago, with an evaluator (eve) who accepted its terms."""
    return window_in(present, covered, "open", opens_in=0.01, days=10)


@pytest.fixture
def share(present: World, opened: Window, renderer: Any) -> Share:
    """A report of three pages, shared in the open window."""
    report = demonstration.uploaded(present, opened.request, "larkspur-report.pdf", "Model report")
    made = artifacts.share(report, opened, actor=present.actor("carl"), now=present.now)
    catch_up(present)
    return made


@pytest.fixture
def eve(present: World, share: Share, as_person: Callable[[World, str], Client]) -> Reader:
    """The evaluator, at the viewer of the shared report."""
    return Reader(as_person(present, "eve"), share)


def asks(world: World, **values: Any) -> None:
    """Put a policy version into force that differs in these values."""
    world.now = max(world.now, clock.now())
    before = dict(world.policy.values)
    policy = policies.draft(actor=world.actor("paul"), now=world.now)
    policies.save(policy, actor=world.actor("paul"), values=before | values, effective_at=world.now)
    for key in ("paul", "petra"):
        world.act(policy, "activate", key)
    world.policy = policy
    catch_up(world)


def entered(world: World, key: str, kind: str, *, by: str = "nora", **facts: Any) -> EligibilityRecord:
    """Have an administrator enter a record about somebody."""
    world.now = max(world.now, clock.now())
    if kind in NEEDS_DAYS:
        facts.setdefault("expires_at", world.now + timedelta(days=NEEDS_DAYS[kind]))
    if kind in ("identity", "clearance"):
        facts.setdefault("reference", f"PIV {key} 4711")
    return actions.enter(
        world.people[key], kind, actor=world.actor(by), evidence="Seen in the files.", now=world.now, **facts
    )


def verified(world: World, key: str, kind: str, **facts: Any) -> EligibilityRecord:
    """Have one administrator enter a record and another verify it."""
    record = entered(world, key, kind, **facts)
    world.act(record, "verify", "neil")
    return record
