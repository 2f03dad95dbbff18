"""The demonstration data: organizations, people, a policy in force, and requests in several states.

Everything is created through the same actions and steps that production uses, with timestamps in the past few
weeks. Nothing here runs where time travel is not allowed. All people are fictional. The agencies have their
real names because the Order names them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction

from designation.demo.cast import ORGANIZATIONS, PASSWORD, PEOPLE
from designation.frontier_models import actions as frontier_models
from designation.frontier_models.models import Variant
from designation.people.actions import appointments, organizations
from designation.people.models import Office, Organization, Person, Site
from designation.policies import actions as policies
from designation.policies.models import Policy
from designation.requests.actions import drafting as requests
from designation.requests.models import Request
from designation.roles import Role, Side
from designation.windows import actions as windows
from designation.windows.models import Grant, Window
from workflow import calendars, clock, firing
from workflow.guards import CLOCK, Actor
from workflow.ledger import canonical
from workflow.perform import Pending, perform
from workflow.sql import snapshot


@dataclass
class World:
    """The organizations, people and policy of the demonstration, by short key, and its current time."""

    now: datetime
    organizations: dict[str, Organization] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    policy: Policy | None = None

    def actor(self, key: str) -> Actor:
        """Return a person as an actor who has just signed in."""
        person = self.people[key]
        return Actor(person.pk, person.name, authenticated_at=self.now, authenticated_by="password")

    def office(self, organization: str, name: str) -> Office:
        """Return an office of an organization, by name."""
        return self.organizations[organization].offices.get(name=name)

    def act(self, subject: Any, step: str, key: str, **inputs: Any) -> Any:
        """Have a person take a step at the world's current time."""
        return perform(subject, step, actor=self.actor(key), now=self.now, inputs=inputs)

    def strike(self, subject: Any) -> None:
        """Fire the overdue deadlines of the subject's matter at the world's current time."""
        with transaction.atomic():
            firing.fire_overdue(snapshot.lock(subject.log_ids()), self.now)

    def wait(self, **span: float) -> datetime:
        """Move the world's time forward and return the new time."""
        self.now += timedelta(**span)
        return self.now


def people_and_policy(now: datetime) -> World:
    """Create the organizations, the people with their roles, and a policy in force. Expects an empty database."""
    with transaction.atomic():
        world = people(now)
        _policy(world)
    return world


def people(now: datetime) -> World:
    """Create the organizations and the people with their roles. Expects an empty database."""
    clock.require_time_travel()
    world = World(now)
    with transaction.atomic():
        _organizations(world)
        _people(world)
    return world


def _organizations(world: World) -> None:
    for key, name, short, side, offices in ORGANIZATIONS:
        organization = organizations.register(
            actor=CLOCK, name=name, short_name=short, side=side, office=offices[0], now=world.now
        )
        for office in offices[1:]:
            Office.objects.create(organization=organization, name=office)
        world.organizations[key] = organization
        if side == Side.OPERATOR:
            inputs = {"kind": str(Site.Kind.DEMONSTRATION)}
            perform(organization, "begin_site", actor=CLOCK, inputs=inputs, now=world.now)


def _people(world: World) -> None:
    secret = make_password(PASSWORD)
    for key, name, organization, office, _roles in PEOPLE:
        short = world.organizations[organization].short_name.lower()
        person = Person.objects.create_user(
            f"{key}@{short}.example", name=name, office=world.office(organization, office)
        )
        person.password = secret
        person.save(update_fields=["password"])
        world.people[key] = person
    for key in ("olga", "oskar"):
        organizations.install_operator(world.people[key], now=world.now)
    administrators: dict[str, list[str]] = {}
    for key, _name, organization, _office, roles in PEOPLE:
        if Role.ADMINISTRATOR in roles:
            administrators.setdefault(organization, []).append(key)
            appoint(world, key, Role.ADMINISTRATOR, ("olga", "oskar"))
    for key, _name, organization, _office, roles in PEOPLE:
        for role in roles:
            if role not in (Role.ADMINISTRATOR, Role.OPERATOR):
                appoint(world, key, role, tuple(administrators[organization]))


def appoint(world: World, key: str, role: str, signers: tuple[str, ...]) -> None:
    """Give a person a role. The second administrator signs if it takes two."""
    person = world.people[key]
    outcome = appointments.propose(person, actor=world.actor(signers[0]), role=role, now=world.now)
    if isinstance(outcome, Pending):
        appointments.sign(outcome.subject, actor=world.actor(signers[1]), now=world.now)


def _policy(world: World) -> None:
    policy = policies.draft(actor=world.actor("paul"), now=world.now)
    values = {
        "strong_roles": [],  # so that one click signs in
        "lead_agency": str(world.organizations["nsa"].pk),
        "consultees": [
            str(world.office("cisa", "Cybersecurity Division").pk),
            str(world.office("oncd", "Technology Security").pk),
        ],
    }
    policies.save(policy, actor=world.actor("paul"), values=values, effective_at=world.now)
    for key in ("paul", "petra"):
        world.act(policy, "activate", key)
    world.policy = policy


def answers(world: World, **other: Any) -> dict[str, Any]:
    """Return a complete set of application answers."""
    release = calendars.close_of((world.now + timedelta(days=75)).date())
    return {
        "legal_name": "Meridian Labs, Inc.",
        "jurisdiction": "Delaware",
        "ownership": "none",
        "model_summary": "Mixture-of-experts language model, 671 billion parameters, 37 billion active, 128 K context.",
        "lineage": "Trained on top of the organization's own base model.",
        "training_stage": "post_training",
        "training_method": "Large-scale reinforcement learning on a base model, with cold-start data.",
        "cyber_capabilities": "Finds and explains weaknesses in source code; writes patches; plays capture the flag.",
        "evaluations": "LiveCodeBench 65.9, SWE Verified 49.2, Codeforces percentile 96.3; own red-team exercises.",
        "safeguards": "Refusals for working exploits; rate limits; monitoring.",
        "access_modes": ["hosted_api"],
        "access_days": "30",
        "access_notes": "",
        "partner_release": canonical.instant(release),
        "public_release": canonical.instant(release + timedelta(days=21)),
        "agencies": sorted(str(world.organizations[key].pk) for key in ("nsa", "cisa")),
        "permitted_uses": "Evaluation of advanced cyber capabilities.",
        "prohibited_uses": "Training other models; operational use.",
        "legends": ["trade_secret", "foia_4"],
        "legend_reason": "Architecture and training method are not public.",
        "contact_name": "Dana Wells",
        "contact_email": "dana@meridian.example",
        "security_contact": "Sam Okafor, +1 202 555 0142",
    } | other


def begun(world: World, codename: str) -> Request:
    """Register a model and begin an application for it, which is not finished."""
    developer = world.people["dana"].organization
    model = frontier_models.register_model(
        developer, actor=world.actor("dana"), codename=codename, now=world.now
    )
    request = requests.begin(model, actor=world.actor("dana"), now=world.now)
    unfinished = answers(world, variants=request.variants, cyber_capabilities="", evaluations="")
    requests.save_answers(request, actor=world.actor("dana"), answers=unfinished)
    return request


def filed(
    world: World, codename: str, *, drafter: str = "dana", certifier: str = "carl", **other: Any
) -> Request:
    """Register a model and submit a complete application for it. `other` are answers that differ."""
    developer = world.people[drafter].organization
    model = frontier_models.register_model(
        developer, actor=world.actor(drafter), codename=codename, now=world.now
    )
    request = requests.begin(model, actor=world.actor(drafter), now=world.now)
    content = answers(world, variants=request.variants, **other)
    requests.save_answers(request, actor=world.actor(drafter), answers=content)
    world.act(request, "submit", certifier, certified=True, voluntary_notice=True)
    return request


def recommended(world: World, request: Request, outcome: str = "covered") -> None:
    """Take a submitted request as far as the recommendation."""
    world.act(request, "accept", "ines", lead=str(world.people["ravi"].pk))
    for consultation, key in zip(
        request.consultations.order_by("office__name"), ("cora", "omar"), strict=True
    ):
        world.act(consultation, "concur", key)
    recommendation = {
        "outcome": outcome,
        "date": calendars.day_of(world.now).isoformat(),
        "authority": "Director, National Security Agency",
        "reference": "AR-2026-0117",
    }
    world.act(request, "recommend", "ravi", **recommendation)


def determined(world: World, request: Request, outcome: str = "covered") -> None:
    """Take a submitted request through to its outcome."""
    recommended(world, request, outcome)
    text = {"sharing_text": "The assessment supports this determination. Details are held by the agency."}
    for key in ("dora", "cleo"):
        world.act(request, f"determine_{outcome}", key, **text)


def terms(world: World, window: Window, *, opens: datetime, ends: datetime, **other: Any) -> dict[str, Any]:
    """Return complete terms for a window. They cover the variant that goes into production."""
    return {
        "opens_at": opens.isoformat(),
        "ends_at": ends.isoformat(),
        "access_mode": "hosted_api",
        "variant": str(window.request.model.variants.get(kind="production").pk),
        "agencies": [str(world.organizations[key].pk) for key in ("nsa", "cisa")],
        "names": "names",
        "permitted_uses": "Evaluation of advanced cyber capabilities.",
        "prohibited_uses": "Training other models; operational use.",
        "reading": "view",
        "text_view": "yes",
        "break_glass": "no",
        "logs": "Both sides see every reading within five seconds.",
        "retention": "Destroyed within 10 days of closing.",
        "nondisclosure": "Need to know; no onward sharing.",
    } | other


def variant_added(world: World, request: Request, name: str, kind: str) -> Variant:
    """Register a variant of a request's model and add it to the request."""
    world.act(request.model, "add_variant", "dana", name=name, kind=kind)
    variant: Variant = request.model.variants.get(name=name)
    world.act(request, "add_variant", "carl", variant=str(variant.pk))
    return variant


def evaluator_ready(world: World, window: Window, key: str = "eve") -> Grant:
    """Name an evaluator for a window, have the developer concur, and have the evaluator accept."""
    grant = windows.nominate(window, actor=world.actor("ravi"), person=world.people[key], now=world.now)
    world.act(grant, "concur", "carl")
    world.act(grant, "activate", key, conditions=True)
    return grant


def opened(world: World, request: Request, *, opens_in: float, days: float, **other: Any) -> Window:
    """Agree on a window for a covered request and advance to the time when the clock opens it."""
    window = windows.draft(request, actor=world.actor("dana"), now=world.now)
    opens = world.now + timedelta(days=opens_in)
    content = terms(world, window, opens=opens, ends=opens + timedelta(days=days), **other)
    world.act(window, "propose", "carl", terms=content)
    world.act(
        window,
        "counter",
        "ravi",
        terms=content | {"retention": "Destroyed within 10 days; notes within 90 days."},
    )
    world.act(window, "accept_terms", "carl")
    evaluator_ready(world, window)
    for key in ("abel", "arno"):
        world.act(window, "approve", key)
    world.now = opens
    world.strike(window)
    return window


def load() -> World:
    """Create the whole demonstration: the world, and requests in different states. Expects a renderer."""
    from designation.demo import roster  # which is made of this world, as those are
    from designation.demo.eligibility import verify_people
    from designation.demo.emergency import break_the_glass
    from designation.demo.organizations import fill_directory
    from designation.demo.shared import ended_early, share_artifacts
    from designation.demo.suspended import suspend_somebody
    from designation.demo.watched import watch_somebody

    world = people_and_policy(clock.now() - timedelta(days=24))
    done = filed(world, "Larkspur")
    world.wait(hours=6)
    determined(world, done)
    world.wait(days=1)
    variant = variant_added(world, done, "Evaluation build", "reduced_safeguards")
    window = opened(world, done, opens_in=3, days=25, variant=str(variant.pk), break_glass="yes")
    share_artifacts(world, done, window)
    world.wait(days=10)
    assessed = filed(world, "Juniper")
    world.wait(days=1)
    world.act(assessed, "accept", "ines", lead=str(world.people["rosa"].pk))
    recommended(world, filed(world, "Rowan"))
    world.wait(days=6)
    asked = filed(world, "Kestrel", drafter="hope", certifier="hope")
    world.wait(hours=20)
    question = {
        "field": "evaluations",
        "text": "Which version of the model did the capture-the-flag tasks run on?",
    }
    world.act(asked, "ask_clarification", "ines", questions=[question])
    world.wait(hours=3)
    filed(world, "Tamarack")
    begun(world, "Sequoia")
    world.now = clock.now() - timedelta(days=10)
    fill_directory(world)
    world.now = clock.now() - timedelta(days=8)
    ended_early(world)
    watch_somebody(world, window)
    world.now = clock.now() - timedelta(days=7)
    roster.load(world, done)
    suspend_somebody(world)
    break_the_glass(world, done, window)
    verify_people(world, variant)
    world.now = clock.now() - timedelta(minutes=5)
    return world
