"""What a step entails beyond its own row: rows that belong to it (effects) and steps of its children (cascades).

Effects and cascades run inside the step's transaction.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

from django.db.models import F

from designation.access import parties
from designation.access.parties import Capacity
from designation.frontier_models.rules import NOT_AN_ORIGINAL
from designation.policies import clocks
from designation.requests.tables import table
from designation.windows.involvements import involve
from workflow import erasing
from workflow.deadlines import Sets
from workflow.errors import Refused
from workflow.guards import StepContext
from workflow.models import Deadline, Stateful
from workflow.perform import create
from workflow.sql import snapshot

Cascades = Iterator[tuple[Stateful, str, dict[str, Any]]]


# A request ----------------------------------------------------------------------------------------------------


def involve_the_lead_agency(request: Any, _context: StepContext) -> None:
    """From submission on, the determining agency of the policy takes part."""
    involve(request.log_id, organization=request.policy.value("lead_agency"), capacity=Capacity.LEAD)
    parties.refresh(request.log_id)


def adopt_the_plan(request: Any, _context: StepContext) -> Cascades:
    """The certified release plan becomes the model's."""
    yield request.model, "adopt_plan", request.release_plan()


def open_consultations(request: Any, context: StepContext) -> None:
    """Each office that the policy names is consulted, anew for every round of assessment."""
    consultation, office = table("Consultation"), table("Office")
    clock = Sets("consultation", "pass_over", clocks.by_policy("consultation"))
    for consulted in office.objects.filter(pk__in=request.policy.value("consultees")).order_by("name"):
        involve(
            request.log_id,
            organization=consulted.organization_id,
            capacity=Capacity.CONSULTED,
            office=consulted.pk,
        )
        row = consultation(request=request, office=consulted, log_id=request.log_id)
        create(
            row,
            actor=context.actor,
            within=context,
            event="consultation.opened",
            audience="government",
            sets=[clock],
            details={"office": consulted.name},
        )
    parties.refresh(request.log_id)


def dissolve_consultations(request: Any, _context: StepContext) -> Cascades:
    """Consultations that are still open are no longer needed."""
    for consultation in request.consultations_open():
        yield consultation, "dissolve", {}


def write_questions(request: Any, context: StepContext) -> None:
    """Each item asked becomes a question at its field."""
    question = table("Question")
    question.objects.bulk_create(
        question(
            request=request,
            field=item["field"],
            text=item["text"].strip(),
            asked_by_id=context.actor.id,
            asked_at=context.now,
            position=position,
        )
        for position, item in enumerate(context.inputs["questions"])
    )


def settle_questions(request: Any, context: StepContext) -> None:
    """The answers that were sent are final."""
    request.open_questions().update(answered_at=context.now, answered_by_id=context.actor.id)


def recuse(request: Any, context: StepContext) -> None:
    """A recused person is out of the matter everywhere, and stays out."""
    table("Recusal").objects.get_or_create(
        matter=request.log_id, person_id=context.actor.id, defaults={"at": context.now}
    )
    parties.refresh(request.log_id)


def erase_details(request: Any, context: StepContext) -> None:
    """What a person's own steps say of them goes from the matter's record, for good."""
    person, logs = uuid.UUID(str(context.inputs["person"])), request.log_ids()
    erasing.erase(request, context, erasing.said_by(table("Grant").labels_of(person, logs), logs))
    table("Declaration").objects.filter(request=request, person_id=person).update(text="")


def end_own_grants(request: Any, context: StepContext) -> Cascades:
    """Whoever is recused evaluates nothing in the matter any more."""
    for grant in request.grants_of(context.actor.id):
        yield grant, "end", {}


def declare(request: Any, context: StepContext) -> None:
    """A declaration of interests is kept with the matter."""
    table("Declaration").objects.create(
        request=request, person_id=context.actor.id, at=context.now, text=context.inputs["reason"].strip()
    )


def end_windows(request: Any, _context: StepContext) -> Cascades:
    """Live windows close, unopened ones are canceled."""
    for window in request.windows.exclude(state__in=["destroyed", "declined", "canceled"]).order_by("number"):
        yield window, "close", {}
        yield window, "discard", {}
        yield window, "cancel", {}


def end_everything(request: Any, context: StepContext) -> Cascades:
    """Every access ends and destruction starts, at once."""
    yield from dissolve_consultations(request, context)
    yield from end_windows(request, context)
    for window in request.windows.filter(state="closed").order_by("number"):
        yield window, "destroy", {}


# A window -----------------------------------------------------------------------------------------------------


def write_terms(window: Any, context: StepContext) -> None:
    """The next version of the terms is written down, for good."""
    content = window.normal_terms(context.inputs["terms"])
    held = context.held_roles[0]
    window.terms = table("TermsVersion").objects.create(
        window=window,
        number=window.next_version_number(),
        content=content,
        digest=window.digest_of(content),
        author_id=context.actor.id,
        side=held.side,
        at=context.now,
        covering_note=str(context.inputs.get("note", "")).strip(),
    )
    window.draft_terms = content
    type(window)._base_manager.filter(pk=window.pk).update(terms=window.terms, draft_terms=content)


def sign_terms(window: Any, context: StepContext) -> None:
    """Whoever completed the step signed the present version: who, for whom, when, which digest."""
    signature, person = table("TermsSignature"), table("Person")
    signed = [(s.actor, s.at, s.held_roles) for s in context.signers] or [
        (context.actor.id, context.now, context.held_roles)
    ]
    names = dict(
        person.objects.filter(pk__in=[who for who, _at, _standing in signed]).values_list("pk", "name")
    )
    signature.objects.bulk_create(
        signature(
            terms=window.terms,
            person_id=who,
            name=names[who],
            at=at,
            digest=window.terms.digest,
            side=held_roles[0].side,
            organization_id=held_roles[0].organization,
        )
        for who, at, held_roles in signed
    )


def name_evaluators(window: Any, _context: StepContext) -> None:
    """Evaluators whose grants have not ended are known to the developer as the terms in force say."""
    window.grants.exclude(state="ended").update(names=window.naming())


def start_the_thirty_days(window: Any, _context: StepContext) -> Cascades:
    """The first opening of a model starts its thirty days."""
    yield window.request.model.original, "start_clock", {}


def note_suspension(window: Any, context: StepContext) -> None:
    """A suspension is an interval without access; the days run on."""
    table("Interruption").objects.create(window=window, from_at=context.now)


def note_resumption(window: Any, context: StepContext) -> None:
    """The interval without access ends."""
    window.interruptions.filter(until_at=None).update(until_at=context.now)


def end_grants(window: Any, _context: StepContext) -> Cascades:
    """Nobody's grant outlives its window."""
    for grant in window.grants.exclude(state="ended"):
        yield grant, "end", {}


def end_grants_of_the_dropped(window: Any, _context: StepContext) -> Cascades:
    """Whoever's agency the new version of the terms no longer names evaluates no longer under them."""
    live = window.grants.exclude(state="ended")
    for grant in live.exclude(person__office__organization__in=window.terms.content["agencies"]):
        yield grant, "end", {}


# A grant ------------------------------------------------------------------------------------------------------


def wake_opening(grant: Any, context: StepContext) -> None:
    """A window whose opening waited for an evaluator is tried again at once."""
    Deadline.objects.filter(
        subject_id=grant.window_id, kind="opening", state="running", due_at__lte=context.now
    ).update(wake_at=F("due_at"))


# A model ------------------------------------------------------------------------------------------------------


def stay_one_hop(model: Any, _context: StepContext) -> None:
    """A registration is linked to the first one, never to a linked one: the thirty days are the first one's.

    The guards asked that already. Whoever links at the same moment waits for the other's log here, and asks again.
    Raises: Refused.
    """
    snapshot.lock([model.same_as_id])
    original = type(model).objects.get(pk=model.same_as_id)
    if original.same_as_id is not None:
        raise Refused([NOT_AN_ORIGINAL])


def trim_windows(model: Any, context: StepContext) -> Cascades:
    """Live windows end at the new release date at the latest; unopened ones that no longer fit are canceled."""
    release = model.planned_partner_release_at
    for window in model.windows_of_every_registration().filter(state__in=["scheduled", "open", "suspended"]):
        if window.ends_at <= release:
            continue
        if window.state == "scheduled" and window.opens_at >= max(release, context.now):
            yield window, "cancel", {}
            continue
        yield window, "trim", {"ends_at": release}
        if release <= context.now:
            yield window, "close", {}
            yield window, "cancel", {}
    for window in model.windows_of_every_registration().filter(state__in=["proposed", "countered"]):
        if window.opens_at >= release:
            yield window, "cancel", {}


def write_variant(model: Any, context: StepContext) -> None:
    """The variant is registered under its model."""
    table("Variant").objects.create(
        model=model,
        name=context.inputs["name"].strip(),
        kind=context.inputs.get("kind") or "checkpoint",
        weights_digest=str(context.inputs.get("weights_digest", "")).strip().lower(),
    )
